import type { EscalatedApplication, UntoldApplication } from '../../domain/messages/notice.ts';
import type { Digest, DigestItem } from '../../domain/reminders/digest.ts';
import { isForAdministrators } from '../../domain/reminders/escalation.ts';
import { type ReachFacts, reachesNobody } from '../../domain/reminders/reminder.ts';
import { calendarDay } from '../../domain/shared/calendar.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Drawn } from '../messages/content-rules.ts';
import { namesOf } from '../messages/people-names.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';
import { planAgain, reachOf } from './plan-reminders.ts';
import { auditOfDigest } from './reminder-rows.ts';

/** As many names as one notice shows (cards/messages/alarm.ts). */
const NOTICE_SIZE = 50;

/**
 * What one sweep has to tell the administrators, as alarms: of which applications nobody else can be told, and which ones
 * stop connecting today or cannot connect. If a manager was assigned or met, or a channel linked, meanwhile, those are
 * told instead.
 */
export async function tellAdministrators(deps: Deps, digest: Digest): Promise<Drawn> {
  const items = digest.items.filter(({ ending }) => ending === undefined).sort(soonestFirst);
  const refs = [...new Map(items.map(({ application }) => [application.clientId, application])).values()];
  const facts = await reachOf(deps, refs, deps.clock());
  // Mail is left out: if it could reach somebody, the reminder would have been planned for mail.
  const unmailed = { ...facts, wantsMail: () => false };
  const nobody = new Set(refs.filter((ref) => reachesNobody(ref, unmailed)).map(({ clientId }) => clientId));
  const known = items.filter(({ application }) => !nobody.has(application.clientId));
  const escalated = known.filter(isForAdministrators);
  if (escalated.length < known.length) await planAgain(deps, digest);
  if (nobody.size === 0 && escalated.length === 0)
    return { kind: 'drop', audit: [auditOfDigest(deps, 'reminder.dropped', digest, 'nobody wants it any more')] };
  const names = await namesOf(
    deps,
    refs.flatMap(({ clientId }) => facts.managersOf(clientId)),
  );
  const firsts = [...Map.groupBy(items, ({ application }) => application.clientId).values()].flatMap(
    ([one]) => one ?? [],
  );
  const untold = firsts.filter(({ application }) => nobody.has(application.clientId));
  const late = escalated.map((item) => escalatedOf(item, facts, names));
  return {
    kind: 'told',
    messages: [
      ...parts(late).map((applications) => alarmOf(deps, { kind: 'escalated', applications })),
      ...parts(untold.map((item) => untoldOf(item, facts, names))).map((applications) =>
        alarmOf(deps, { kind: 'nobody-to-tell', applications }),
      ),
    ],
  };
}

type NameOf = (person: PersonId) => string;

/** With the names of those who manage it: the bot has no chat with any of them. `end` is that of its first secret. */
function untoldOf(
  { application, end, alsoTold }: DigestItem,
  { managersOf, zone, now }: ReachFacts,
  nameOf: NameOf,
): UntoldApplication {
  const managers = managersOf(application.clientId).map(nameOf);
  return {
    ...application,
    day: calendarDay(end, zone),
    ...(end <= now ? { expired: true } : {}),
    ...(managers.length === 0 ? {} : { managers }),
    ...(alsoTold.some(({ kind }) => kind === 'contact') ? { contacts: true } : {}),
  };
}

function escalatedOf(item: DigestItem, { managersOf, zone }: ReachFacts, nameOf: NameOf): EscalatedApplication {
  const { application, end, cutOff, claim, alsoTold } = item;
  return {
    ...application,
    day: calendarDay(end, zone),
    cutOff,
    managers: managersOf(application.clientId).map(nameOf),
    told: [...new Set(alsoTold.map(({ kind }) => kind))],
    ...(claim === undefined ? {} : { claimedBy: claim.by.name }),
  };
}

function parts<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / NOTICE_SIZE) }, (_, i) =>
    all.slice(i * NOTICE_SIZE, (i + 1) * NOTICE_SIZE),
  );
}

/** What cannot connect comes first. What has expired beside a live secret comes last: nothing depends on it. */
function soonestFirst(a: DigestItem, b: DigestItem): number {
  const rank = ({ stage, cutOff }: DigestItem) => (cutOff ? 0 : stage < 0 ? 2 : 1);
  return rank(a) - rank(b) || a.end.getTime() - b.end.getTime();
}
