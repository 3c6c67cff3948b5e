import { presentOf } from '../../../domain/access/away.ts';
import { meaningOf } from '../../../domain/reminders/outages/new-secret.ts';
import {
  afterRefusals,
  type LastUsed,
  type Outage,
  REMEMBERED_MS,
  type Refusals,
} from '../../../domain/reminders/outages/outage.ts';
import { type KnownUses, useOf } from '../../../domain/secrets/last-use.ts';
import type { LoggedSignIn, Refusal } from '../../../domain/secrets/sign-in-log.ts';
import type { ApplicationRef, ClientId, ClientSecret } from '../../../domain/shared/application.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { LogReading } from '../../../ports/reminders/outages.ts';
import type { Deps } from '../../shared/deps.ts';
import { lookedAfterAmong } from '../../shared/looked-after.ts';
import { type Told, withMessages } from './outage-messages.ts';

/** Refused sign-ins become outages of the applications that the bot looks after: one card for each, which grows. */
export async function noteRefused(
  deps: Deps,
  why: Refusal,
  entries: readonly LoggedSignIn[],
  reading: LogReading,
): Promise<void> {
  const { ledger } = deps;
  const now = reading.askedAt;
  const unseen = await ledger.outages.unseen(entries);
  const concerned = await concernedBy(deps, unseen);
  const counted = countable(concerned, unseen, why, now);
  const endedSince = new Date(now.getTime() - REMEMBERED_MS);
  const steps = await ledger.outages.look(reading, counted, endedSince, (fresh, known) => {
    const byClient = Map.groupBy(fresh, ({ clientId }) => clientId);
    const changes = concerned.flatMap((one): readonly Told[] => {
      const { application, managers } = one;
      const refusals = refusalsIn(why, byClient.get(application.clientId) ?? [], one, now);
      if (refusals === undefined) return [];
      const change = afterRefusals(application, refusals, lastOf(known, application), now, deps.random.id());
      return [{ change, managers }];
    });
    return withMessages(deps, changes);
  });
  if (steps.some(({ redraw, messages }) => redraw || messages.length > 0)) await deps.jobs.wake('send-outbox', now);
}

interface Concerned {
  readonly application: ApplicationRef;
  readonly managers: readonly PersonId[];
  /** The use of the secret that the entry names, or of the one that was used last of those that it may have been. */
  useOf(why: Refusal, entry: LoggedSignIn): LastUsed | undefined;
  /** What an attempt with an unknown secret means. */
  meaningOf(entry: LoggedSignIn, now: Date): ReturnType<typeof meaningOf>;
}

/** Other applications of the tenant are nobody's concern here. */
async function concernedBy(deps: Deps, entries: readonly LoggedSignIn[]): Promise<readonly Concerned[]> {
  const clientIds = [...new Set(entries.flatMap(({ clientId }) => clientId ?? []))];
  if (clientIds.length === 0) return [];
  const read = await deps.directory.applications(clientIds, 'background');
  const applications = await lookedAfterAmong(deps, read);
  const managers = presentOf(await deps.ledger.assignments.managersOf(applications.map(({ clientId }) => clientId)));
  const byClient = Map.groupBy(managers, ({ clientId }) => clientId);
  const known = await deps.ledger.lastUses.of(applications.map(({ clientId }) => clientId));
  return applications.map(({ clientId, displayName, secrets }) => ({
    application: { clientId, displayName },
    useOf: (why, { at, keyId }) => {
      const isExpired = why === 'expired' && keyId === undefined;
      return lastUsedOf(isExpired ? secrets.filter(({ end }) => end <= at) : secrets, known, keyId);
    },
    meaningOf: (entry, now) => meaningOf(entry, secrets, (keyId) => useOf(known, keyId)?.last, now),
    managers: (byClient.get(clientId) ?? []).map(({ person: { tid, oid } }) => ({ tid, oid })),
  }));
}

/**
 * What is marked as seen and counted. Entries of other applications are not kept: a tenant may have many. What is held is read
 * again until it shows what it means.
 */
function countable(
  concerned: readonly Concerned[],
  entries: readonly LoggedSignIn[],
  why: Refusal,
  now: Date,
): readonly LoggedSignIn[] {
  const byClient = new Map(concerned.map((one) => [one.application.clientId, one]));
  return entries.filter((entry) => {
    const one = byClient.get(entry.clientId ?? '');
    return one !== undefined && (why !== 'unknown' || one.meaningOf(entry, now) !== 'held');
  });
}

/** A secret that was deleted is not among those of the application: the ledger knows who deleted it. */
function lastUsedOf(
  secrets: readonly ClientSecret[],
  known: KnownUses,
  named: string | undefined,
): LastUsed | undefined {
  const uses = secrets.map((secret) => ({ secret, at: useOf(known, secret.keyId)?.last }));
  const newest = uses.reduce<(typeof uses)[number] | undefined>(
    (best, one) => (one.at !== undefined && (best?.at === undefined || one.at > best.at) ? one : best),
    undefined,
  );
  const found = named === undefined ? newest : uses.find(({ secret }) => secret.keyId.toLowerCase() === named);
  if (found === undefined) return undefined;
  const { keyId, name, hint } = found.secret;
  return { keyId, name, hint, at: found.at };
}

function refusalsIn(
  why: Refusal,
  entries: readonly LoggedSignIn[],
  { meaningOf: meaning, useOf: lastUseOf }: Concerned,
  now: Date,
): Refusals | undefined {
  const counting = why === 'unknown' ? entries.filter((entry) => meaning(entry, now) === 'counts') : entries;
  const sorted = [...counting].sort((a, b) => a.at.getTime() - b.at.getTime());
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { why, first: first.at, last: last.at, count: sorted.length, lastUsed: lastUseOf(why, last) };
}

function lastOf(known: readonly Outage[], { clientId }: { readonly clientId: ClientId }): Outage | undefined {
  const own = known.filter(({ application }) => application.clientId === clientId);
  return own.find(({ ended }) => ended === undefined) ?? own[0];
}
