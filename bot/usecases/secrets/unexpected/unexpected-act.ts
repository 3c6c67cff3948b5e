import type { UnexpectedCredential } from '../../../domain/secrets/unexpected.ts';
import { UNEXPECTED_ACTS, type UnexpectedAct } from '../../../domain/shared/command.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { type Asker, named } from '../../../domain/shared/person.ts';
import { auditOf, recordRefusal } from '../../audit/audit-events.ts';
import { isAdministrator } from '../../shared/administrators.ts';
import { managesApplication } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, FLAG, NONCE, oneOf, PAGE } from '../../shared/fields.ts';
import { refused } from '../../shared/refuse.ts';
import { openDeleteOf } from '../delete.ts';
import { unexpected } from './unexpected.ts';

interface UnexpectedActCommand {
  readonly kind: 'unexpected-act';
  readonly act: UnexpectedAct;
  readonly credential: string;
  /** The page of the list that the button is in. */
  readonly page: number;
  /** The card is one that others see too: a short answer appears beside it, and the outbox redraws the card. */
  readonly shared: boolean;
}

/**
 * "It is ours" and "Remove it". To say that a credential is expected ends the question for everybody, so it needs a fresh
 * sign-in, as a change does. "Remove it" opens a form, which needs one when it is submitted.
 */
export const unexpectedActCommand: CommandModule<UnexpectedActCommand> = {
  kind: 'unexpected-act',
  button: carries('unexpected-act', { act: oneOf(UNEXPECTED_ACTS), credential: NONCE, page: PAGE, shared: FLAG }),
  need: { of: ({ act }) => (act === 'ours' ? 'step-up' : 'read') },
  perform: unexpectedAct,
};

/** Managers of its application may press, and administrators; both are looked up at every press. */
async function unexpectedAct(deps: TurnDeps, command: UnexpectedActCommand, asker: Asker): Promise<Outcome> {
  const [found] = await deps.ledger.unexpectedCredentials.withIds([command.credential]);
  const manages = found !== undefined && (await managesApplication(deps, found.application.clientId));
  if (found === undefined || !(manages || (await isAdministrator(deps)))) return refuse(deps, command, asker);
  if (found.answer !== undefined) return over(deps, command);
  return command.act === 'ours' ? claimAsOurs(deps, command, found, asker) : remove(deps, found, manages, asker);
}

async function claimAsOurs(
  deps: TurnDeps,
  command: UnexpectedActCommand,
  { id, application, credential: { kind, keyId } }: UnexpectedCredential,
  asker: Asker,
): Promise<Outcome> {
  const audit = auditOf(deps, asker, 'credential.ours', { application, keyId, detail: kind });
  const done = await deps.ledger.unexpectedCredentials.ours(id, named(asker), deps.clock(), audit);
  if (!done) return over(deps, command);
  await deps.jobs.wake('send-outbox', deps.clock());
  return command.shared ? { kind: 'note', note: { kind: 'is-ours' } } : unexpected(deps, command.page);
}

/**
 * A client secret is removed with the form that removes all of them, by those who manage its application. Graph replaces all
 * certificates of an application at once, and shows their keys to nobody, so the bot says who can remove one, and how.
 */
async function remove(deps: TurnDeps, found: UnexpectedCredential, manages: boolean, asker: Asker): Promise<Outcome> {
  const { application, credential } = found;
  if (credential.kind === 'secret' && manages) return openDeleteOf(deps, application.clientId, credential.keyId, asker);
  return { kind: 'remove-elsewhere', unexpected: found, manages };
}

async function over(deps: TurnDeps, { shared, page }: UnexpectedActCommand): Promise<Outcome> {
  return shared ? { kind: 'note', note: { kind: 'answered-before' } } : unexpected(deps, page);
}

/** One answer for what is unknown and for what is not the asker's. */
async function refuse(deps: TurnDeps, { act, shared }: UnexpectedActCommand, asker: Asker): Promise<Outcome> {
  const reference = await recordRefusal(deps, asker, { detail: `button: unexpected, ${act}` });
  return shared ? { kind: 'note', note: { kind: 'not-concerned' } } : refused('not-yours', reference);
}
