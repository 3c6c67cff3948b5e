import { peopleOf } from '../../domain/access/assignment.ts';
import type { Digest } from '../../domain/reminders/digest.ts';
import { stageAt } from '../../domain/reminders/ladder.ts';
import {
  type PlannedReminder,
  planReminders,
  type ReminderFacts,
  secretStateOf,
} from '../../domain/reminders/reminder.ts';
import type { Application } from '../../domain/shared/application.ts';
import { scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { type PersonId, samePerson } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * What is due for these applications: gathers the facts, then decides purely. Writes nothing. `unmailed`: a person who
 * turned out to have no mail address.
 */
export async function remindersDue(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer'>,
  applications: readonly Application[],
  now: Date,
  unmailed?: PersonId,
): Promise<readonly PlannedReminder[]> {
  const zone = deps.settings.reminderZone;
  const onLadder = applications.filter(({ secrets }) =>
    secrets.some(({ end }) => stageAt(end, now, zone) !== undefined),
  );
  if (onLadder.length === 0) return [];
  const facts = await factsOf(deps, onLadder, now);
  const wantsMail = (person: PersonId) =>
    facts.wantsMail(person) && !(unmailed !== undefined && samePerson(person, unmailed));
  return planReminders(onLadder, { ...facts, wantsMail });
}

/** What the directory says now of the secrets on the ladder: digests that say otherwise are redrawn. */
export async function refreshDigests(
  deps: Pick<Deps, 'settings' | 'ledger' | 'jobs'>,
  applications: readonly Application[],
  now: Date,
): Promise<void> {
  const zone = deps.settings.reminderZone;
  const standings = applications.flatMap((application) =>
    application.secrets
      .filter(({ end }) => stageAt(end, now, zone) !== undefined)
      .map((secret) => ({
        ...{ clientId: application.clientId, keyId: secret.keyId },
        ...secretStateOf(application, secret, now),
      })),
  );
  const changed = standings.length === 0 ? 0 : await deps.ledger.reminders.refresh(standings, now);
  if (changed > 0) await deps.jobs.wake('send-outbox', now);
}

/**
 * After a change of the application's secrets. The change has succeeded: if refreshing fails, that is logged, and the next
 * sweep catches up.
 */
export async function refreshAfter(deps: Deps, application: Application): Promise<void> {
  try {
    await refreshDigests(deps, [application], deps.clock());
  } catch (cause) {
    deps.log.warn('digests not refreshed', { clientId: application.clientId }, cause);
  }
}

/** Plans what a digest spoke of for the destinations that are there now; those that had it keep their receipts. */
export async function planAgain(deps: Deps, { items }: Digest, unmailed?: PersonId): Promise<void> {
  const now = deps.clock();
  const clientIds = [...new Set(items.map(({ application }) => application.clientId))];
  const applications = await deps.directory.applications(clientIds, 'background');
  await deps.ledger.reminders.plan(await remindersDue(deps, applications, now, unmailed), now);
  await deps.ledger.reminders.buildDigests(now, deps.random.token);
}

/** Everything the plan depends on, in a handful of questions however many applications there are. */
export async function factsOf(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer'>,
  applications: readonly Application[],
  now: Date,
): Promise<ReminderFacts> {
  const { ledger, settings, mailer } = deps;
  const clientIds = applications.map(({ clientId }) => clientId);
  const scopes = [...new Map(applications.flatMap(scopesOf).map((scope) => [scopeId(scope), scope])).values()];
  const [managers, links, replaced, receipts] = await Promise.all([
    ledger.assignments.managersOf(clientIds),
    ledger.links.of(scopes),
    ledger.rotations.replaced(clientIds),
    ledger.reminders.receipts(clientIds),
  ]);
  const people = peopleOf(managers);
  const [met, choices] = await Promise.all([
    ledger.conversations.met(people),
    mailer === undefined ? [] : ledger.mailChoices.of(people),
  ]);
  const chats = new Set(met.map(({ person }) => keyOf(person)));
  const mails = new Set(people.filter((_, index) => (choices[index] ?? 'off') !== 'off').map(keyOf));
  const over = new Set(replaced.map(({ clientId, keyId }) => `${clientId} ${keyId}`));
  const byApplication = Map.groupBy(managers, ({ clientId }) => clientId);
  const live = links.filter(({ deadSince }) => deadSince === undefined);
  const byScope = Map.groupBy(live, ({ scope }) => scopeId(scope));
  return {
    now,
    zone: settings.reminderZone,
    channelsOf: (application) => [
      ...new Set(
        scopesOf(application).flatMap((scope) =>
          (byScope.get(scopeId(scope)) ?? []).map(({ channel }) => channel.conversation.id),
        ),
      ),
    ],
    managersOf: (clientId) => (byApplication.get(clientId) ?? []).map(({ person }) => person),
    canChat: (person) => chats.has(keyOf(person)),
    wantsMail: (person) => mails.has(keyOf(person)),
    isReplaced: (clientId, keyId) => over.has(`${clientId} ${keyId}`),
    receipts,
  };
}

function keyOf({ tid, oid }: PersonId): string {
  return `${tid} ${oid}`;
}
