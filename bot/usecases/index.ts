import type { FilePlan, FileRow } from '../domain/access/assignment-file.ts';
import type { Channel } from '../domain/reminders/link.ts';
import type { PlannedReminder } from '../domain/reminders/reminder.ts';
import type { SweepReport } from '../domain/reminders/sweep.ts';
import { AUDIT_DAYS, type Command } from '../domain/shared/command.ts';
import type { Outcome } from '../domain/shared/outcome.ts';
import type { Asker } from '../domain/shared/person.ts';
import type { Need } from '../domain/sign-in/session.ts';
import type { Lane } from '../ports/reminders/reminders.ts';
import { performAccess } from './access/access-commands.ts';
import { applyAssignmentFile, type FileDone, planAssignmentFile } from './access/assign-file.ts';
import { managers } from './access/managers.ts';
import { createAuditHeadPublisher } from './audit/publish-audit-head.ts';
import { showAudit } from './audit/show-audit.ts';
import { remember } from './messages/known-people.ts';
import { tell } from './messages/send-outbox.ts';
import { heardFrom, removedFrom, returnedTo } from './reminders/links.ts';
import { performReminder } from './reminders/reminder-commands.ts';
import { sendReminders } from './reminders/send-reminders.ts';
import { planOnly, type SweepPlan, sweep, sweepIfDue } from './reminders/sweep.ts';
import { openRotate, openRotateOf, rotations } from './rotation/rotate.ts';
import { rotationCommand } from './rotation/rotation.ts';
import { openCreateForm, submitCreate } from './secrets/create.ts';
import { confirmDelete, openDelete, openDeleteOf } from './secrets/delete.ts';
import { removeDueMessages, stored } from './secrets/ephemeral.ts';
import { reconcile } from './secrets/reconcile.ts';
import { list, show } from './shared/applications.ts';
import type { Deps } from './shared/deps.ts';
import { help } from './shared/help.ts';
import { refuseFault } from './shared/refuse.ts';
import { signOut, whoAmI } from './sign-in/account.ts';
import { beginSignIn, exchangeToken, isSignedInFor, redeemCode } from './sign-in/sign-in.ts';

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
  /** Sweeps where none has begun since the last REMINDER_TIME. Throws where it fails. */
  sweepIfDue(): Promise<void>;
  /** Sweeps now. `busy` where another process does. */
  sweep(): Promise<SweepReport | 'busy'>;
  /** What a file of assignments comes to now; writes nothing. Throws DirectoryFault. */
  planAssignmentFile(rows: readonly FileRow[]): Promise<FilePlan>;
  /** Carries such a plan out, all of it or nothing. */
  applyAssignmentFile(plan: FilePlan): Promise<FileDone>;
  /** Hands out what a sweep would plan now; writes and sends nothing. */
  planOnly(each: (planned: readonly PlannedReminder[]) => void): Promise<SweepPlan>;
  /**
   * Sends the digests that are due, and draws those anew that are no longer true; ends early at `stopping`. By all lanes
   * where none is named.
   */
  sendReminders(stopping?: AbortSignal, lanes?: readonly Lane[]): Promise<void>;
  /** Routes requests for access, and sends what is written down for people and channels; ends early at `stopping`. */
  tell(stopping?: AbortSignal): Promise<void>;
  /** Writes the head of the audit record out, and trims what is too old. */
  keepAudit(): Promise<void>;
  /** The bot has just met a person: what waits for them is sent. */
  remember(asker: Asker): Promise<void>;
  /** The bot has just heard from a channel. */
  heardFrom(channel: Channel): Promise<void>;
  /** The bot was removed from a team or a channel. */
  removedFrom(where: { readonly teamId: string } | { readonly conversationId: string }): Promise<void>;
  /** The bot was added to a team (again). */
  returnedTo(teamId: string): Promise<void>;
}

/** What each command needs. Forms open on a sign-in; submitting them needs a fresh one. */
const NEEDS: Readonly<Record<Exclude<Command['kind'], 'rotation' | 'review'>, Need | 'nothing'>> = {
  help: 'nothing',
  list: 'read',
  open: 'read',
  'delete-secret': 'read',
  'submit-create': 'step-up',
  'confirm-delete': 'step-up',
  'rotate-secret': 'read',
  rotations: 'read',
  expiring: 'read',
  link: 'read',
  unlink: 'read',
  'unlink-one': 'read',
  links: 'read',
  // Names and dates that stand in the same conversation already.
  digest: 'nothing',
  // Whoever does not manage the application hears so without signing in; the others sign in (due.ts).
  'digest-item': 'nothing',
  notify: 'read',
  managers: 'read',
  assign: 'read',
  unassign: 'read',
  'submit-assignment': 'step-up',
  request: 'read',
  'submit-request': 'read',
  requests: 'read',
  audit: 'read',
  sweep: 'read',
  undelivered: 'read',
  'undelivered-act': 'read',
  stored: 'nothing',
  'sign-in': 'read',
  'sign-out': 'nothing',
  'who-am-i': 'nothing',
  code: 'nothing',
  unsupported: 'nothing',
};

export function createUseCases(deps: Deps): UseCases {
  const keepAudit = createAuditHeadPublisher(deps);
  return {
    run: (command, asker) => run(deps, command, asker),
    exchange: async ({ signInId, token }, asker) => {
      const exchanged = await exchangeToken(deps, signInId, token, asker);
      if (exchanged.kind !== 'signed-in') return exchanged;
      return { kind: 'signed-in', outcome: await run(deps, exchanged.command, asker) };
    },
    reconcile: () => reconcile(deps),
    removeDueMessages: () => removeDueMessages(deps),
    sweepIfDue: () => sweepIfDue(deps),
    sweep: () => sweep(deps, undefined, false),
    planAssignmentFile: (rows) => planAssignmentFile(deps, rows),
    applyAssignmentFile: (plan) => applyAssignmentFile(deps, plan),
    planOnly: (each) => planOnly(deps, each),
    sendReminders: (stopping, lanes) => sendReminders(deps, stopping, lanes),
    tell: (stopping) => tell(deps, stopping),
    keepAudit,
    remember: (asker) => remember(deps, asker),
    heardFrom: (channel) => heardFrom(deps, channel),
    removedFrom: (where) => removedFrom(deps, where),
    returnedTo: (teamId) => returnedTo(deps, teamId),
  };
}

async function run(deps: Deps, command: Command, asker: Asker): Promise<Outcome> {
  const need = needOf(command);
  if (need !== 'nothing' && !(await isSignedInFor(deps, need, asker))) return beginSignIn(deps, command, need, asker);
  try {
    return await perform(deps, command, asker);
  } catch (cause) {
    return refuseFault(deps, cause);
  }
}

/** To mark a secret as replaced ends its reminders: that is a change, like deleting it. To approve gives a role. */
function needOf(command: Command): Need | 'nothing' {
  switch (command.kind) {
    case 'rotation':
      return command.act === 'replaced' ? 'step-up' : 'read';
    case 'review':
      return command.act === 'approve' ? 'step-up' : 'read';
    default:
      return NEEDS[command.kind];
  }
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
    case 'rotate-secret':
      return openRotateOf(deps, command.clientId, command.keyId, asker);
    case 'rotations':
      return rotations(deps, asker);
    case 'rotation':
      return rotationCommand(deps, command, asker);
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
    case 'managers':
    case 'assign':
    case 'unassign':
    case 'submit-assignment':
    case 'request':
    case 'submit-request':
    case 'requests':
    case 'review':
    case 'audit':
      return performAccess(deps, command, asker);
    default:
      return performReminder(deps, command, asker);
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
    case 'rotate':
      return openRotate(deps, command.query, command.hint, asker);
    case 'managers':
      return managers(deps, command.query, 1, asker);
    case 'audit':
      return showAudit(deps, { kind: 'audit', query: command.query, days: daysOf(command.hint), page: 1 }, asker);
  }
}

/** As a button carries them: see audit-command.ts. */
function daysOf(hint: string): number {
  return /^[1-9]\d{0,3}$/.test(hint) ? Number(hint) : AUDIT_DAYS;
}

async function continueAfterCode(deps: Deps, code: string, asker: Asker): Promise<Outcome> {
  const redeemed = await redeemCode(deps, code, asker);
  return 'command' in redeemed ? run(deps, redeemed.command, asker) : redeemed;
}
