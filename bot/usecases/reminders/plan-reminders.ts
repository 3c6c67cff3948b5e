import type { Digest } from '../../domain/reminders/digest.ts';
import { onLadderAt } from '../../domain/reminders/ladder.ts';
import {
  type PlannedReminder,
  planReminders,
  type ReachFacts,
  type ReminderFacts,
} from '../../domain/reminders/reminder.ts';
import { secretStateOf } from '../../domain/reminders/secret-state.ts';
import type { Application, ApplicationRef } from '../../domain/shared/application.ts';
import { hasExpired, liveSecrets } from '../../domain/shared/expiry.ts';
import { organisationOf, scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { type PersonId, samePerson } from '../../domain/shared/person.ts';
import { knownUses } from '../secrets/uses/known-uses.ts';
import type { Deps } from '../shared/deps.ts';
import { readReach } from '../shared/read-reach.ts';

/**
 * What is due for these applications: gathers the facts, then decides purely. Writes nothing. `unmailed`: a person who
 * turned out to have no mail address.
 */
export async function remindersDue(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer' | 'signInReports' | 'signInLog'>,
  applications: readonly Application[],
  now: Date,
  unmailed?: PersonId,
): Promise<readonly PlannedReminder[]> {
  const isOnLadder = onLadderAt(now, deps.settings.reminderZone);
  const onLadder = applications.filter(({ secrets }) => secrets.some(({ end }) => isOnLadder(end)));
  if (onLadder.length === 0) return [];
  const facts = await factsOf(deps, onLadder, now);
  const wantsMail = (person: PersonId) =>
    facts.wantsMail(person) && !(unmailed !== undefined && samePerson(person, unmailed));
  return planReminders(onLadder, { ...facts, wantsMail });
}

/** So many cost one request. */
const ASKED_AT_ONCE = 300;

/**
 * The same applications. Those that an expired secret may have cut off say whether they connect with a certificate or a
 * federated credential.
 */
export async function withOtherWaysIn(
  deps: Pick<Deps, 'directory' | 'clock'>,
  applications: readonly Application[],
): Promise<readonly Application[]> {
  const parts: (readonly Application[])[] = [];
  for await (const part of inPartsWithOtherWaysIn(deps, [applications])) parts.push(part);
  return parts.flat();
}

/** All applications of these pages, in other parts: those that have to be asked for come together, a few hundred at once. */
export async function* inPartsWithOtherWaysIn(
  { directory, clock }: Pick<Deps, 'directory' | 'clock'>,
  pages: AsyncIterable<readonly Application[]> | Iterable<readonly Application[]>,
): AsyncIterable<readonly Application[]> {
  const waiting: Application[] = [];
  for await (const page of pages) {
    const now = clock();
    const asked = page.filter((each) => mayBeCutOff(each, now));
    yield asked.length === 0 ? page : page.filter((each) => !mayBeCutOff(each, now));
    waiting.push(...asked);
    while (waiting.length >= ASKED_AT_ONCE)
      yield await directory.withOtherCredentials(waiting.splice(0, ASKED_AT_ONCE), 'background');
  }
  if (waiting.length > 0) yield await directory.withOtherCredentials(waiting, 'background');
}

function mayBeCutOff(application: Application, now: Date): boolean {
  return liveSecrets(application, now).length === 0 && application.secrets.some((secret) => hasExpired(secret, now));
}

/** What the directory says now of the secrets on the ladder: digests that say otherwise are redrawn. */
export async function refreshDigests(
  deps: Pick<Deps, 'settings' | 'ledger' | 'jobs' | 'signInReports' | 'signInLog'>,
  applications: readonly Application[],
  now: Date,
): Promise<void> {
  const isOnLadder = onLadderAt(now, deps.settings.reminderZone);
  const onLadder = applications.flatMap((application) =>
    application.secrets.filter(({ end }) => isOnLadder(end)).map((secret) => ({ application, secret })),
  );
  if (onLadder.length === 0) return;
  const uses = await knownUses(deps, [...new Set(onLadder.map(({ application }) => application.clientId))]);
  const standings = onLadder.map(({ application, secret }) => ({
    ...{ clientId: application.clientId, keyId: secret.keyId },
    ...secretStateOf(application, secret, now, uses),
  }));
  const changed = await deps.ledger.reminders.refresh(standings, now);
  if (changed > 0) await deps.jobs.wake('send-outbox', now);
}

/**
 * After a change of the application's secrets. The change has succeeded: if refreshing fails, that is logged, and the next
 * sweep catches up.
 */
export async function refreshAfter(deps: Deps, application: Application): Promise<void> {
  try {
    await refreshDigests(deps, await withOtherWaysIn(deps, [application]), deps.clock());
  } catch (cause) {
    deps.log.warn('digests not refreshed', { clientId: application.clientId }, cause);
  }
}

/** Plans what a digest spoke of for the destinations that are there now; those that had it keep their receipts. */
export async function planAgain(deps: Deps, { items }: Digest, unmailed?: PersonId): Promise<void> {
  const now = deps.clock();
  const clientIds = [...new Set(items.map(({ application }) => application.clientId))];
  const applications = await withOtherWaysIn(deps, await deps.directory.applications(clientIds, 'background'));
  await deps.ledger.reminders.plan(await remindersDue(deps, applications, now, unmailed), now);
  await deps.ledger.reminders.buildDigests(now, deps.random.token);
}

/** Everything the plan depends on, in a handful of questions however many applications there are. */
async function factsOf(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer' | 'signInReports' | 'signInLog'>,
  applications: readonly Application[],
  now: Date,
): Promise<ReminderFacts> {
  const { ledger } = deps;
  const clientIds = applications.map(({ clientId }) => clientId);
  const [reach, replaced, receipts, claims, unused, uses] = await Promise.all([
    reachOf(deps, applications, now),
    ledger.rotations.replaced(clientIds),
    ledger.reminders.receipts(clientIds),
    ledger.reminders.claims(clientIds),
    ledger.unusedApplications.all(),
    knownUses(deps, clientIds),
  ]);
  const over = new Set(replaced.map(({ clientId, keyId }) => `${clientId} ${keyId}`));
  const given = new Set(unused);
  const claimed = new Map(claims.map(({ clientId, keyId, claim }) => [`${clientId} ${keyId}`, claim]));
  return {
    ...reach,
    isReplaced: (clientId, keyId) => over.has(`${clientId} ${keyId}`),
    claimOf: (clientId, keyId) => claimed.get(`${clientId} ${keyId}`),
    isUnused: (clientId) => given.has(clientId),
    receipts,
    uses,
  };
}

/** Reads who can be told of these applications. Somebody who is away cannot. */
export async function reachOf(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer'>,
  applications: readonly ApplicationRef[],
  now: Date,
): Promise<ReachFacts> {
  const { managers, links, contacts, canChat, wantsMail } = await readReach(deps, applications);
  const byApplication = Map.groupBy(managers, ({ clientId }) => clientId);
  const byScope = Map.groupBy(links, ({ scope }) => scopeId(scope));
  const byOrganisation = Map.groupBy(contacts, ({ organisation }) => organisation.key);
  return {
    now,
    zone: deps.settings.reminderZone,
    channelsOf: (application) => [
      ...new Set(
        (byScope.size === 0 ? [] : scopesOf(deps.settings.apis, application)).flatMap((scope) =>
          (byScope.get(scopeId(scope)) ?? []).map(({ channel }) => channel.conversation.id),
        ),
      ),
    ],
    managersOf: (clientId) => (byApplication.get(clientId) ?? []).map(({ person }) => person),
    canChat,
    wantsMail,
    contactsOf: (application) =>
      byOrganisation.size === 0
        ? []
        : (byOrganisation.get(organisationOf(deps.settings.apis, application)?.key ?? '') ?? []).map(({ id }) => id),
  };
}
