import type { UntoldApplication } from '../../domain/messages/notice.ts';
import type { Digest, DigestItem } from '../../domain/reminders/digest.ts';
import { AFTER_END } from '../../domain/reminders/ladder.ts';
import { destinationsOf, type ReminderFacts } from '../../domain/reminders/reminder.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { Drawn } from '../messages/content-rules.ts';
import { namesOf } from '../messages/people-names.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';
import { factsOf, planAgain } from './plan-reminders.ts';
import { auditOfDigest } from './reminder-rows.ts';

/** As many names as one notice shows (cards/messages/alarm.ts). */
const NOTICE_SIZE = 50;

/**
 * A secret expires, and when its reminder was planned there was nobody to tell. Meanwhile a manager may have been assigned
 * or met, or a channel linked: those are told. Of the other applications the administrators are told, by alarms.
 */
export async function tellOfNobody(deps: Deps, digest: Digest): Promise<Drawn> {
  const items = [...digest.items].sort(soonestFirst);
  const refs = [...new Map(items.map(({ application }) => [application.clientId, application])).values()];
  const facts = await factsOf(
    deps,
    refs.map((ref) => ({ ...ref, secrets: [] })),
    deps.clock(),
  );
  // Mail is left out: if it could reach somebody, the reminder would have been planned for mail.
  const unmailed = { ...facts, wantsMail: () => false };
  const nobody = refs.filter((ref) => destinationsOf(ref, unmailed).some(({ kind }) => kind === 'administrators'));
  if (nobody.length < refs.length) await planAgain(deps, digest);
  if (nobody.length === 0)
    return { kind: 'drop', audit: [auditOfDigest(deps, 'reminder.dropped', digest, 'nobody wants it any more')] };
  const untold = await withManagers(deps, nobody, facts);
  const parts = Array.from({ length: Math.ceil(nobody.length / NOTICE_SIZE) }, (_, i) =>
    untold.slice(i * NOTICE_SIZE, (i + 1) * NOTICE_SIZE),
  );
  return {
    kind: 'told',
    messages: parts.map((applications) => alarmOf(deps, { kind: 'nobody-to-tell', applications })),
  };
}

/** With the names of those who manage them: the bot has no chat with any of them. */
async function withManagers(
  deps: Pick<Deps, 'ledger' | 'people'>,
  applications: readonly ApplicationRef[],
  { managersOf }: Pick<ReminderFacts, 'managersOf'>,
): Promise<readonly UntoldApplication[]> {
  const nameOf = await namesOf(
    deps,
    applications.flatMap(({ clientId }) => managersOf(clientId)),
  );
  return applications.map((application) => {
    const managers = managersOf(application.clientId).map(nameOf);
    return managers.length === 0 ? application : { ...application, managers };
  });
}

/** What has expired is told last: nothing of it can be prevented any more. */
function soonestFirst(a: DigestItem, b: DigestItem): number {
  const isOver = ({ stage }: DigestItem) => Number(stage === AFTER_END);
  return isOver(a) - isOver(b) || a.end.getTime() - b.end.getTime();
}
