import { type AwayManager, type AwayPlan, awayDoubt, type LookedAt, planAway } from '../../../domain/access/away.ts';
import type { LeftManager } from '../../../domain/messages/notice.ts';
import { type OutboxMessage, recipientKey } from '../../../domain/messages/outbox.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import { systemAudit } from '../../audit/audit-events.ts';
import { leftManager } from '../../messages/left-managers.ts';
import { alarmOf } from '../../shared/alarm.ts';
import type { Deps } from '../../shared/deps.ts';

/**
 * Looks at the state of every manager: who has left the directory or may not sign in counts as no manager from then on.
 * If far too many would, nothing is believed and the administrators are told, until one of them accepts it (`accept`). Returns
 * whether that is so.
 * See decision 0035: somebody who is away counts as no manager.
 */
export async function lookAtManagers(deps: Deps, accept: boolean): Promise<boolean> {
  const looked = await looksAt(deps);
  const unknown = looked.filter(({ status }) => status.status === 'unknown').length;
  // Nobody hears if one of them leaves. The doctor says so, too.
  if (unknown > 0) deps.log.warn('managers could not be looked at', { count: unknown });
  const plan = planAway(looked);
  const doubt = accept ? undefined : awayDoubt(plan);
  if (doubt !== undefined) {
    deps.log.warn('managers not believed to be away', { count: doubt.news });
    await deps.ledger.outbox.put([alarmOf(deps, { kind: 'leavers-suspicious', ...doubt })]);
  }
  // Nobody doubts that those who are back are there.
  await note(deps, doubt === undefined ? plan : { away: [], back: plan.back });
  return doubt !== undefined;
}

async function note(deps: Deps, { away, back }: Pick<AwayPlan, 'away' | 'back'>): Promise<void> {
  await deps.ledger.awayPeople.note({
    at: deps.clock(),
    ...{ away: await withNames(deps, away), back },
    audit: (subject, change) => systemAudit(deps, `manager.${change}`, { subject }),
    ended: ({ person }) => systemAudit(deps, 'session.ended', { subject: person, detail: 'away' }),
    tell: (news) => messagesAbout(deps, news),
  });
  await giveBackClaims(deps);
  // What waits for them is taken up now, and dropped.
  for (const { person } of away) await deps.ledger.outbox.met(person, deps.clock());
}

/**
 * Nobody is on what somebody who is away was on, so that others are asked again. Everybody who is away is looked up at each
 * sweep: the process may have ended after the last sweep had written who is away.
 */
async function giveBackClaims(deps: Pick<Deps, 'clock' | 'random' | 'ledger'>): Promise<void> {
  const claims = await deps.ledger.reminders.claims();
  const away = await deps.ledger.awayPeople.of(claims.map(({ claim }) => claim.by));
  const gone = new Set(away.map(({ person }) => keyOf(person)));
  for (const { clientId, keyId, claim } of claims.filter(({ claim: { by } }) => gone.has(keyOf(by)))) {
    const about = { application: { clientId }, keyId, subject: claim.by, detail: 'away' };
    const audit = systemAudit(deps, 'reminder.given-back', about);
    await deps.ledger.reminders.giveBack({ clientId, keyId }, claim.by, deps.clock(), audit);
  }
}

/** As the bot has met them: an assignment that the operator made has no name, and the directory has forgotten it. */
async function withNames({ ledger }: Pick<Deps, 'ledger'>, gone: AwayPlan['away']): Promise<AwayPlan['away']> {
  const met = await ledger.conversations.met(gone.map(({ person }) => person));
  const names = new Map(met.map(({ person, name }) => [keyOf(person), name]));
  return gone.map(({ person, how }) => ({ how, person: { ...person, name: names.get(keyOf(person)) || person.name } }));
}

/** Everybody who manages something, and what the directory and the ledger say of them. */
async function looksAt({ ledger, people }: Pick<Deps, 'ledger' | 'people'>): Promise<readonly LookedAt[]> {
  const managers = await ledger.awayPeople.everyManager();
  const statuses = await people.statusesOf(managers.map(({ person }) => person));
  return managers.map(({ person, how: known }, index) => {
    const status = statuses[index] ?? { status: 'unknown', person: undefined };
    return { person: { ...person, name: status.person?.name || person.name }, known, status };
  });
}

/** One for the administrators, and one for each of those who manage the same applications and are there. */
function messagesAbout(deps: Pick<Deps, 'clock' | 'random'>, news: readonly AwayManager[]): readonly OutboxMessage[] {
  const others = news.flatMap(({ applications }) => applications.flatMap((application) => application.others));
  const readers = new Map(others.map(({ tid, oid }) => [keyOf({ tid, oid }), { tid, oid }]));
  return [
    alarmOf(deps, { kind: 'managers-left', people: news.map(leftManager) }),
    ...[...readers.values()].map(
      (person): OutboxMessage => ({
        id: deps.random.token(),
        to: { kind: 'person', person },
        content: { kind: 'colleagues-left', people: besideReader(news, person) },
        at: deps.clock(),
      }),
    ),
  ];
}

/** Picks from this news the applications that the reader manages, too. */
function besideReader(news: readonly AwayManager[], reader: PersonId): readonly LeftManager[] {
  return news.flatMap((manager) => {
    const applications = manager.applications.filter(({ others }) =>
      others.some((other) => keyOf(other) === keyOf(reader)),
    );
    return applications.length === 0 ? [] : [leftManager({ ...manager, applications })];
  });
}

function keyOf(person: PersonId): string {
  return recipientKey({ kind: 'person', person });
}
