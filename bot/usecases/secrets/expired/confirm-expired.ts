import type { Operation } from '../../../domain/secrets/operation.ts';
import type { ExpiredResult } from '../../../domain/secrets/outcomes.ts';
import type { Application } from '../../../domain/shared/application.ts';
import { secretView } from '../../../domain/shared/application-view.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, IDS } from '../../shared/fields.ts';
import { refused } from '../../shared/refuse.ts';
import type { AfterChange } from '../after-change.ts';
import { deleteOperation } from '../confirm-delete.ts';
import { ownForm } from '../open-form.ts';

interface ConfirmExpiredCommand {
  readonly kind: 'confirm-expired';
  /** The forms of the secrets. */
  readonly nonces: readonly string[];
}

/** The submitted confirmation for several expired secrets. */
export function confirmExpiredCommand(after: AfterChange): CommandModule<ConfirmExpiredCommand> {
  return {
    kind: 'confirm-expired',
    button: carries('confirm-expired', { nonces: IDS }),
    need: 'step-up',
    perform: (deps, { nonces }, asker) => confirmExpired(deps, nonces, asker, after),
  };
}

/** Nothing is deleted if one of the forms is not the asker's. Then each secret is deleted and recorded on its own. */
async function confirmExpired(
  deps: TurnDeps,
  nonces: readonly string[],
  asker: Asker,
  after: AfterChange,
): Promise<Outcome> {
  const operations: Operation[] = [];
  for (const nonce of new Set(nonces)) {
    const operation = await ownForm(deps, nonce, 'delete', asker);
    if (!('nonce' in operation)) return operation;
    operations.push(operation);
  }
  const [first] = operations;
  if (first === undefined) return refused('form-expired');
  const { application } = first;
  // The form for several has no others.
  const isOfAnother = (one: Operation) => one.application.clientId !== application.clientId;
  if (operations.some((one) => one.rotationId !== undefined || isOfAnother(one))) return refused('form-expired');
  const before = await readBefore(deps, application.clientId);
  const results: ExpiredResult[] = [];
  for (const operation of operations) {
    const outcome = await deleteOperation({ deps, operation, typedName: '', asker, after, onlyExpired: true });
    results.push({ ...nameIn(deps, before, operation), ...resultOf(outcome) });
  }
  return { kind: 'expired-deleted', application, results };
}

/** Only for the names of the secrets: each deletion reads again what it needs to know. */
async function readBefore(deps: Pick<TurnDeps, 'directory'>, clientId: string): Promise<Application | undefined> {
  return deps.directory.application(clientId).catch(() => undefined);
}

function nameIn(
  { clock }: Pick<TurnDeps, 'clock'>,
  application: Application | undefined,
  { keyId = '' }: Operation,
): Pick<ExpiredResult, 'keyId' | 'secret'> {
  const secret = application?.secrets.find((one) => one.keyId === keyId);
  return { keyId, secret: secret && secretView(secret, clock(), application?.secrets) };
}

/** What has become of one secret. A form that asks for more was for one that has not expired. */
function resultOf(outcome: Outcome): Pick<ExpiredResult, 'how' | 'refusal' | 'reference'> {
  if (outcome.kind === 'deleted') return { how: outcome.already ? 'gone' : 'deleted' };
  if (outcome.kind !== 'refused') return { how: 'kept' };
  const { refusal, reference } = outcome;
  return { how: 'failed', refusal, ...(reference === undefined ? {} : { reference }) };
}
