import type { OutboxMessage, Recipient } from '../../../domain/messages/outbox.ts';
import type { UnexpectedCredential } from '../../../domain/secrets/unexpected.ts';
import { alarmOf } from '../../shared/alarm.ts';
import type { Deps } from '../../shared/deps.ts';
import { managersPlaces } from '../../shared/managers-places.ts';

/** So many are told of in one transaction. The rest comes with the next wake-up, a minute later. */
const TOLD_AT_ONCE = 500;
/** If more applications have something new at once, the administrators get one message about all of them. */
const CARDS_AT_MOST = 10;

/**
 * Tells the managers and the administrators of credentials that were added outside the bot: one card for each application.
 * What was found is kept as untold until the messages are in the outbox, so that a process that dies in between loses nothing. If another process tells of some of it at the same time, this
 * one tells nothing: the rest comes a minute later.
 */
export async function tellOfUnexpected(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'jobs'>,
): Promise<void> {
  const untold = await deps.ledger.unexpectedCredentials.untold(TOLD_AT_ONCE);
  if (untold.length === 0) return;
  const byApplication = [...Map.groupBy(untold, ({ application }) => application.clientId).values()];
  const placesOf = await managersPlaces(
    deps,
    untold.map(({ application }) => application),
  );
  const forManagers = byApplication.flatMap((found) =>
    found.slice(0, 1).flatMap(({ application }) => placesOf(application).map((to) => cardFor(deps, to, found))),
  );
  const counts = {
    applications: byApplication.length,
    credentials: untold.length,
    unmanaged: byApplication.filter(([one]) => one !== undefined && placesOf(one.application).length === 0).length,
  };
  const forAdministrators =
    byApplication.length > CARDS_AT_MOST
      ? [alarmOf(deps, { kind: 'many-unexpected', ...counts })]
      : byApplication.map((found) => cardFor(deps, { kind: 'administrators' }, found));
  const now = deps.clock();
  const ids = untold.map(({ id }) => id);
  const isTold = await deps.ledger.unexpectedCredentials.told(ids, now, [...forManagers, ...forAdministrators].flat());
  if (isTold) await deps.jobs.wake('send-outbox', now);
}

function cardFor(
  deps: Pick<Deps, 'clock' | 'random'>,
  to: Recipient,
  found: readonly UnexpectedCredential[],
): OutboxMessage {
  const [first] = found;
  if (first === undefined) throw new Error('a card about nothing');
  const credentials = found.map(({ id }) => id);
  const content = { kind: 'unexpected-credentials', application: first.application, credentials } as const;
  return { id: deps.random.token(), to, content, at: deps.clock() };
}
