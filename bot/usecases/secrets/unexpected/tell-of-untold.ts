import { UNTOLD_MS } from '../../../domain/secrets/unexpected.ts';
import { alarmOf } from '../../shared/alarm.ts';
import type { Deps } from '../../shared/deps.ts';

/**
 * Tells the administrators, after a sweep, of applications of whose federated credentials Entra does not tell: once, when it
 * has been so for two days. `before`: when that was looked at last; undefined if it never was.
 */
export async function tellOfUntold(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  before: Date | undefined,
): Promise<void> {
  const [now, last] = [deps.clock().getTime(), before?.getTime() ?? 0];
  const untold = await deps.ledger.watchedApplications.untold(new Date(now - UNTOLD_MS));
  if (!untold.some(({ since }) => since.getTime() > last - UNTOLD_MS)) return;
  const applications = untold.map(({ clientId, displayName }) => ({ clientId, displayName }));
  await deps.ledger.outbox.put([alarmOf(deps, { kind: 'federated-untold', applications })]);
}
