import type { PersonWish, StoredCommand } from '../domain/shared/command.ts';
import { assignCommand, unassignCommand } from './access/assign.ts';
import { leaversCommand } from './access/leavers/leavers.ts';
import { managersCommand, openManagersCommand } from './access/managers.ts';
import { overviewCommand } from './access/overview.ts';
import { requestCommand, submitRequestCommand } from './access/request.ts';
import { requestsCommand } from './access/requests.ts';
import { reviewCommand } from './access/review.ts';
import { submitAssignmentCommand } from './access/submit-assignment.ts';
import { auditCommand, openAuditCommand } from './audit/show-audit.ts';
import { contactCommand } from './messages/contact.ts';
import { contactActCommand } from './messages/contact-act.ts';
import { contactsCommand } from './messages/contacts.ts';
import { nudgeCommand } from './messages/nudge/nudge.ts';
import { nudgeAllCommand } from './messages/nudge/nudge-all.ts';
import { undeliveredActCommand, undeliveredCommand } from './messages/undelivered.ts';
import { giveBackCommand, promiseCommand } from './reminders/claims.ts';
import { digestItemCommand } from './reminders/digest-item.ts';
import { expiringCommand } from './reminders/expiring.ts';
import { linkCommand } from './reminders/link.ts';
import { linksCommand } from './reminders/links.ts';
import { notifyCommand } from './reminders/notify.ts';
import { refreshAfter } from './reminders/plan-reminders.ts';
import { digestCommand } from './reminders/show-digest.ts';
import { sweepCommand } from './reminders/sweeping/sweep-command.ts';
import { unlinkCommand, unlinkOneCommand } from './reminders/unlink.ts';
import { unusedCommand } from './reminders/unused.ts';
import { rotationAfterChange } from './rotation/after-change.ts';
import { exposeCommand, submitExposeCommand } from './rotation/exposed/expose.ts';
import { leakedCommand } from './rotation/exposed/leaked.ts';
import { rotateCommand, rotateSecretCommand } from './rotation/rotate.ts';
import { rotationCommand } from './rotation/rotation.ts';
import { rotationsCommand } from './rotation/rotations.ts';
import type { AfterChange } from './secrets/after-change.ts';
import { confirmDeleteCommand } from './secrets/confirm-delete.ts';
import { createCommand } from './secrets/create.ts';
import { deleteCommand, deleteSecretCommand } from './secrets/delete.ts';
import { confirmExpiredCommand } from './secrets/expired/confirm-expired.ts';
import { deleteExpiredCommand } from './secrets/expired/delete-expired.ts';
import { findCommand } from './secrets/find/find.ts';
import { listCommand } from './secrets/list.ts';
import { showCommand } from './secrets/show.ts';
import { storedSecretCommand } from './secrets/stored.ts';
import { submitCreateCommand } from './secrets/submit-create.ts';
import { unexpectedCommand } from './secrets/unexpected/unexpected.ts';
import { unexpectedActCommand } from './secrets/unexpected/unexpected-act.ts';
import type { CommandModule, CommandOf, HelpLine } from './shared/command-module.ts';
import { helpCommand } from './shared/help.ts';
import { moduleFor, readButtonWith, readTextWith } from './shared/read-command.ts';
import { commandsMeant, phraseMeant } from './shared/understanding/understand.ts';
import { unsupportedCommand } from './shared/unsupported.ts';
import { codeCommand } from './sign-in/code.ts';
import { signInCommand } from './sign-in/sign-in-command.ts';
import { signOutCommand } from './sign-in/sign-out.ts';
import { whoAmICommand } from './sign-in/who-am-i.ts';

const AFTER_CHANGE: AfterChange = { ...rotationAfterChange, refresh: refreshAfter };

/** Every command of the bot, in the order in which help and Teams' menu show them. */
const LIST = [
  listCommand,
  findCommand,
  showCommand,
  createCommand,
  submitCreateCommand(AFTER_CHANGE),
  storedSecretCommand,
  rotateCommand,
  rotateSecretCommand,
  rotationsCommand,
  rotationCommand,
  leakedCommand,
  exposeCommand,
  submitExposeCommand,
  deleteCommand,
  deleteSecretCommand,
  confirmDeleteCommand(AFTER_CHANGE),
  deleteExpiredCommand,
  confirmExpiredCommand(AFTER_CHANGE),
  unexpectedCommand,
  unexpectedActCommand,
  expiringCommand,
  digestCommand,
  digestItemCommand,
  promiseCommand,
  giveBackCommand,
  unusedCommand,
  sweepCommand,
  undeliveredCommand,
  undeliveredActCommand,
  linkCommand,
  linksCommand,
  unlinkCommand,
  unlinkOneCommand,
  contactCommand,
  contactsCommand,
  contactActCommand,
  requestCommand,
  submitRequestCommand,
  managersCommand,
  openManagersCommand,
  requestsCommand,
  reviewCommand,
  auditCommand,
  openAuditCommand,
  overviewCommand,
  nudgeCommand,
  nudgeAllCommand,
  leaversCommand,
  assignCommand,
  unassignCommand,
  submitAssignmentCommand,
  notifyCommand,
  signInCommand,
  whoAmICommand,
  signOutCommand,
  codeCommand,
  helpCommand(helpLines),
  unsupportedCommand,
] as const;

/** Everything that a person can ask for, from chat text and from buttons alike. */
export type Command = CommandOf<(typeof LIST)[number]>;

export const COMMANDS: readonly CommandModule<Command>[] = LIST;

function helpLines(): readonly HelpLine[] {
  return COMMANDS.flatMap(({ help = [] }) => help);
}

/**
 * What plain text on one line asks for. `mentioned`: the people that the message mentions. What is no command as it was
 * typed may be one in other words: see understand.ts.
 */
export function readText(text: string, mentioned: readonly PersonWish[] = []): Command {
  const phrase = phraseMeant(text);
  const said = [...(phrase === undefined ? [] : [phrase]), text, ...commandsMeant(text)];
  for (const each of said) {
    const command = readTextWith(COMMANDS, each, mentioned);
    if (command !== undefined) return command;
  }
  return { kind: 'unsupported', text };
}

/** What a button asks for. Both are untrusted; `unsupported` for a verb or data that is not ours. */
export function readButton(verb: unknown, data: unknown): Command {
  return readButtonWith(COMMANDS, verb, data) ?? { kind: 'unsupported', text: '' };
}

/**
 * A command that was stored with a sign-in, as this version knows it. If it knows no such command, only the sign-in is
 * left.
 */
export function readStored(stored: StoredCommand): Command {
  const command = { ...stored, kind: moduleFor(COMMANDS, stored)?.kind ?? '' };
  return isCommand(command) ? command : { kind: 'sign-in' };
}

/** Stored commands were written by this program, so that their kind tells their shape. */
function isCommand(command: StoredCommand): command is Command {
  return moduleFor(COMMANDS, command) !== undefined;
}

/** The module that performs a command. */
export function moduleOf(command: Command): CommandModule<Command> {
  const module = moduleFor(COMMANDS, command);
  if (module === undefined) throw new Error(`no module for the command ${command.kind}`);
  return module;
}
