import { reportShown } from '../../../domain/secrets/last-use.ts';
import type { ExpiredSecret } from '../../../domain/secrets/outcomes.ts';
import type { ApplicationRef, ClientSecret } from '../../../domain/shared/application.ts';
import { secretView } from '../../../domain/shared/application-view.ts';
import { hasExpired } from '../../../domain/shared/expiry.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import { findMineById, isApplication, refOf } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, ID } from '../../shared/fields.ts';
import { freshUses } from '../uses/known-uses.ts';

/** As many secrets as one confirmation deletes: Entra is asked for each of them on its own. */
const AT_ONCE = 10;

interface DeleteExpiredCommand {
  readonly kind: 'delete-expired';
  readonly clientId: string;
}

/** The button that opens one confirmation for all expired secrets of an application. */
export const deleteExpiredCommand: CommandModule<DeleteExpiredCommand> = {
  kind: 'delete-expired',
  button: carries('delete-expired', { clientId: ID }),
  need: 'read',
  perform: (deps, { clientId }, asker) => openExpired(deps, clientId, asker),
};

/** Names each expired secret with its last use. Each gets a form of its own, as if it were deleted alone. */
async function openExpired(
  deps: Pick<TurnDeps, 'clock' | 'random' | 'directory' | 'ledger' | 'signInReports' | 'signInLog' | 'askerFacts'>,
  clientId: string,
  asker: Asker,
): Promise<Outcome> {
  const found = await findMineById(deps, asker, 'delete', clientId);
  if (!isApplication(found)) return found;
  const now = deps.clock();
  const expired = found.secrets.filter((secret) => hasExpired(secret, now)).sort(oldestFirst);
  const uses = expired.length === 0 ? undefined : await freshUses(deps, found.clientId);
  const secrets: ExpiredSecret[] = [];
  for (const secret of expired.slice(0, AT_ONCE)) {
    const view = secretView(secret, now, found.secrets, uses);
    secrets.push({ secret: view, nonce: await openForm(deps, found, secret, asker) });
  }
  const report = uses === undefined ? {} : { report: reportShown(uses) };
  return { kind: 'expired-form', application: refOf(found), secrets, more: expired.length - secrets.length, ...report };
}

async function openForm(
  { clock, random, ledger }: Pick<TurnDeps, 'clock' | 'random' | 'ledger'>,
  application: ApplicationRef,
  { keyId }: ClientSecret,
  asker: Asker,
): Promise<string> {
  const nonce = random.token();
  const about = { application: refOf(application), keyId, rotationId: undefined };
  await ledger.operations.open({ nonce, kind: 'delete', asker, openedAt: clock(), ...about });
  return nonce;
}

function oldestFirst(a: ClientSecret, b: ClientSecret): number {
  return a.end.getTime() - b.end.getTime();
}
