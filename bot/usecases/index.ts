import type { Command } from '../domain/command.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Asker } from '../domain/person.ts';
import { type Need, satisfies } from '../domain/session.ts';
import { signOut, whoAmI } from './account.ts';
import { list, show } from './applications.ts';
import { openCreateForm, submitCreate } from './create.ts';
import { confirmDelete, openDelete, openDeleteOf } from './delete.ts';
import type { Deps } from './deps.ts';
import { removeDueMessages, stored } from './ephemeral.ts';
import { help } from './help.ts';
import { reconcile } from './reconcile.ts';
import { refuseFault } from './refuse.ts';
import { beginSignIn, exchangeToken, redeemCode } from './sign-in.ts';

export type ExchangeOutcome =
  | { readonly kind: 'signed-in'; readonly outcome: Outcome }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'more-needed'; readonly detail: string };

export interface UseCases {
  /**
   * One command of one person to its outcome. A command that needs a sign-in, or a fresh one, is kept and comes to a
   * `sign-in` outcome; the code from the sign-in page continues it. Throws only for faults.
   */
  run(command: Command, asker: Asker): Promise<Outcome>;
  /** A Teams single sign-on token, and what the interrupted command then came to. */
  exchange(input: { readonly signInId: string; readonly token: string }, asker: Asker): Promise<ExchangeOutcome>;
  /** Settles what a died process left; safe at any time, in any process. */
  reconcile(): Promise<void>;
  /** Removes secret messages whose time is up. */
  removeDueMessages(): Promise<void>;
}

/** What each command needs. Forms open on a sign-in; submitting them needs a fresh one. */
const NEEDS: Readonly<Record<Command['kind'], Need | 'nothing'>> = {
  help: 'nothing',
  list: 'read',
  open: 'read',
  'delete-secret': 'read',
  'submit-create': 'step-up',
  'confirm-delete': 'step-up',
  stored: 'nothing',
  'sign-in': 'read',
  'sign-out': 'nothing',
  'who-am-i': 'nothing',
  code: 'nothing',
  unsupported: 'nothing',
};

export function createUseCases(deps: Deps): UseCases {
  return {
    run: (command, asker) => run(deps, command, asker),
    exchange: async ({ signInId, token }, asker) => {
      const exchanged = await exchangeToken(deps, signInId, token, asker);
      if (exchanged.kind !== 'signed-in') return exchanged;
      return { kind: 'signed-in', outcome: await run(deps, exchanged.command, asker) };
    },
    reconcile: () => reconcile(deps),
    removeDueMessages: () => removeDueMessages(deps),
  };
}

async function run(deps: Deps, command: Command, asker: Asker): Promise<Outcome> {
  const need = NEEDS[command.kind];
  if (need !== 'nothing' && !(await holds(deps, need, asker))) return beginSignIn(deps, command, need, asker);
  try {
    return await perform(deps, command, asker);
  } catch (cause) {
    return refuseFault(deps, cause);
  }
}

async function holds(deps: Deps, need: Need, asker: Asker): Promise<boolean> {
  const now = deps.clock();
  const session = await deps.ledger.sessions.find(asker.person, now);
  return session !== undefined && satisfies(session, need, deps.settings.policy, now);
}

async function perform(deps: Deps, command: Command, asker: Asker): Promise<Outcome> {
  switch (command.kind) {
    case 'help':
      return help(deps, command, asker);
    case 'list':
      return list(deps, command, asker);
    case 'open':
      return open(deps, command, asker);
    case 'delete-secret':
      return openDeleteOf(deps, command.clientId, command.keyId, asker);
    case 'submit-create':
      return submitCreate(deps, command, asker);
    case 'confirm-delete':
      return confirmDelete(deps, command, asker);
    case 'stored':
      return stored(deps, command.nonce, asker);
    case 'sign-in':
      return { kind: 'signed-in', name: asker.name };
    case 'sign-out':
      return signOut(deps, asker);
    case 'who-am-i':
      return whoAmI(deps, asker);
    case 'code':
      return continueAfterCode(deps, command.code, asker);
    case 'unsupported':
      return { kind: 'unknown', text: command.text };
  }
}

function open(deps: Deps, command: Extract<Command, { kind: 'open' }>, asker: Asker): Promise<Outcome> {
  switch (command.purpose) {
    case 'show':
      return show(deps, command.query, asker);
    case 'create':
      return openCreateForm(deps, command.query, asker);
    case 'delete':
      return openDelete(deps, command.query, command.hint, asker);
  }
}

async function continueAfterCode(deps: Deps, code: string, asker: Asker): Promise<Outcome> {
  const redeemed = await redeemCode(deps, code, asker);
  return 'command' in redeemed ? run(deps, redeemed.command, asker) : redeemed;
}
