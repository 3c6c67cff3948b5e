import type { FilePlan, FileRow } from '../domain/access/assignment-file.ts';
import type { ReportRow } from '../domain/access/report.ts';
import type { Lane } from '../domain/messages/outbox.ts';
import type { Channel } from '../domain/reminders/link.ts';
import type { PlannedReminder } from '../domain/reminders/reminder.ts';
import type { SweepReport } from '../domain/reminders/sweep.ts';
import type { Outcome } from '../domain/shared/outcome.ts';
import type { Asker } from '../domain/shared/person.ts';
import type { Lack } from '../domain/sign-in/silent-failure.ts';
import type { Posted } from '../ports/messages/announcer.ts';
import type { ContactLinks } from '../ports/messages/contact-links.ts';
import { applyAssignmentFile, type FileDone, planAssignmentFile } from './access/assign-file.ts';
import { report } from './access/report.ts';
import { routeRequests } from './access/route-requests.ts';
import { createAuditHeadPublisher } from './audit/publish-audit-head.ts';
import { type Command, moduleOf, readButton, readStored } from './commands.ts';
import { CONTENTS } from './contents.ts';
import { answerLater } from './messages/answer-later.ts';
import { contactLinks } from './messages/contact-links.ts';
import { remember } from './messages/known-people.ts';
import { sendOutbox } from './messages/send-outbox.ts';
import { heardFrom, removedFrom, renamed, returnedTo, sharedOutside } from './reminders/channel-events.ts';
import { readSignIns } from './reminders/outages/read-sign-ins.ts';
import { lookBetweenSweeps, planOnly, type SweepPlan, sweep } from './reminders/sweep.ts';
import { sweepIfDue } from './reminders/sweeping/sweep-if-due.ts';
import { toldOfStoppedRemoval } from './rotation/exposed/removal-stopped.ts';
import { removeExposed } from './rotation/exposed/remove-exposed.ts';
import { noteShown } from './rotation/shown-cards.ts';
import { removeDueMessages } from './secrets/ephemeral.ts';
import { reconcile } from './secrets/reconcile.ts';
import { readUses } from './secrets/uses/read-uses.ts';
import { canTellAdministrators } from './shared/administrators.ts';
import { type Deps, forTurn, type TurnDeps } from './shared/deps.ts';
import { refuseFault } from './shared/refuse.ts';
import { likeliestApplication } from './shared/understanding/likeliest-application.ts';
import { beginSignIn, exchangeToken, isSignedInFor, offerPage } from './sign-in/sign-in.ts';

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
  /** The silent sign-on has failed in Teams: the page for the command that waits; undefined if it was offered already. */
  offerPage(lack: Lack, asker: Asker): Promise<Outcome | undefined>;
  /** Teams did not take an answer, which is sent again, at the earliest after `afterMs`. */
  answerLater(outcome: Outcome, asker: Asker, afterMs: number | undefined): Promise<void>;
  /** Settles the changes that a died process has left; safe at any time, in any process. */
  reconcile(): Promise<void>;
  /** Begins to remove the secrets that are in wrong hands and whose time is up; reconcile() brings it to its end. */
  removeExposed(): Promise<void>;
  /** Removes secret messages whose time is up. */
  removeDueMessages(): Promise<void>;
  /** Sweeps if no sweep has begun since the last REMINDER_TIME. Throws if it fails. */
  sweepIfDue(): Promise<void>;
  /** Looks at a part of what a sweep does not read; costs a request at most. */
  lookBetweenSweeps(): Promise<void>;
  /** Sweeps now; `busy` if another process does. */
  sweep(): Promise<SweepReport | 'busy'>;
  /** Works out what a file of assignments would change now; writes nothing. Throws DirectoryFault. */
  planAssignmentFile(rows: readonly FileRow[]): Promise<FilePlan>;
  /** Carries out all of such a plan or nothing. */
  applyAssignmentFile(plan: FilePlan): Promise<FileDone>;
  /** Hands out what a sweep would plan now; writes and sends nothing. */
  planOnly(each: (planned: readonly PlannedReminder[]) => void): Promise<SweepPlan>;
  /** Every secret of the applications that the bot looks after, as metadata for other tools. Throws DirectoryFault. */
  report(): Promise<readonly ReportRow[]>;
  /** Whether a message to the administrators would reach somebody now. */
  canTellAdministrators(): Promise<boolean>;
  /** Finds out what new requests for access mean, and who can confirm them; ends those whose time is up. */
  routeRequests(): Promise<void>;
  /**
   * Sends everything that the bot has to say of its own accord and that is due, and redraws posted cards that are no
   * longer true. Ends early at `stopping`. Uses all lanes if none is named.
   */
  sendOutbox(stopping?: AbortSignal, lanes?: readonly Lane[]): Promise<void>;
  /** What the holder of an address does with the link of its first e-mail. */
  readonly contactLinks: ContactLinks;
  /** Writes the head of the audit record out, and trims rows that are too old. */
  keepAudit(): Promise<void>;
  /** Goes on with reading Entra's report of last uses, if that is due. Ends early at `stopping`. */
  readUses(stopping: AbortSignal): Promise<void>;
  /** A person sees this outcome in a message, where it can be drawn again. */
  noteShown(outcome: Outcome, asker: Asker, posted: Posted): Promise<void>;
  /** Reads what is new in Entra's log of sign-ins. Ends early at `stopping`. */
  readSignIns(stopping: AbortSignal): Promise<void>;
  /** The bot has just met a person: messages that wait for them are sent. */
  remember(asker: Asker): Promise<void>;
  /** The bot has just heard from a channel. */
  heardFrom(channel: Channel): Promise<void>;
  /** The bot was removed from a team or a channel. */
  removedFrom(where: { readonly teamId: string } | { readonly conversationId: string }): Promise<void>;
  /** The bot was added to a team (again). */
  returnedTo(where: Parameters<typeof returnedTo>[1]): Promise<void>;
  /** A team or a channel has another name. */
  renamed(where: Parameters<typeof renamed>[1], name: string): Promise<void>;
  /** People of other organisations may read a channel now. */
  sharedOutside(channel: Parameters<typeof sharedOutside>[1]): Promise<void>;
}

export function createUseCases(deps: Deps): UseCases {
  const keepAudit = createAuditHeadPublisher(deps);
  return {
    run: (command, asker) => run(deps, command, asker),
    exchange: async ({ signInId, token }, asker) => {
      const exchanged = await exchangeToken(deps, signInId, token, asker);
      if (exchanged.kind !== 'signed-in') return exchanged;
      return { kind: 'signed-in', outcome: await run(deps, readStored(exchanged.command), asker) };
    },
    offerPage: (lack, asker) => offerPage(forTurn(deps, asker), lack, asker),
    answerLater: (outcome, asker, afterMs) => answerLater(deps, outcome, asker, afterMs),
    reconcile: () => reconcile(deps, toldOfStoppedRemoval),
    removeExposed: () => removeExposed(deps),
    removeDueMessages: () => removeDueMessages(deps),
    sweepIfDue: () => sweepIfDue(deps),
    lookBetweenSweeps: () => lookBetweenSweeps(deps),
    sweep: () => sweep(deps, undefined, false),
    planAssignmentFile: (rows) => planAssignmentFile(deps, rows),
    applyAssignmentFile: (plan) => applyAssignmentFile(deps, plan),
    planOnly: (each) => planOnly(deps, each),
    report: () => report(deps),
    canTellAdministrators: () => canTellAdministrators(deps),
    routeRequests: () => routeRequests(deps),
    sendOutbox: (stopping, lanes) => sendOutbox(deps, CONTENTS, stopping, lanes),
    contactLinks: contactLinks(deps),
    keepAudit,
    readUses: (stopping) => readUses(deps, stopping),
    noteShown: (outcome, asker, posted) => noteShown(deps, outcome, asker, posted),
    readSignIns: (stopping) => readSignIns(deps, stopping),
    remember: (asker) => remember(deps, asker),
    heardFrom: (channel) => heardFrom(deps, channel),
    removedFrom: (where) => removedFrom(deps, where),
    returnedTo: (where) => returnedTo(deps, where),
    renamed: (where, name) => renamed(deps, where, name),
    sharedOutside: (channel) => sharedOutside(deps, channel),
  };
}

/** Performs a command, or asks for the sign-in that it needs. */
async function run(given: Deps, command: Command, asker: Asker): Promise<Outcome> {
  const deps = forTurn(given, asker);
  const module = moduleOf(command);
  const need = typeof module.need === 'object' ? module.need.of(command) : module.need;
  if (need !== 'nothing' && !(await isSignedInFor(deps, need))) return beginSignIn(deps, command, need, asker);
  try {
    const result = await module.perform(deps, command, asker);
    return result.kind === 'resumed'
      ? await run(deps, readStored(result.command), asker)
      : await openLikeliest(deps, result, asker);
  } catch (cause) {
    return refuseFault(deps, cause);
  }
}

/** If the question is which application is meant, and one is far likelier than the others, that one is opened at once. */
async function openLikeliest(deps: TurnDeps, outcome: Outcome, asker: Asker): Promise<Outcome> {
  const likeliest = likeliestApplication(outcome);
  if (likeliest === undefined) return outcome;
  const { opens, beside } = likeliest;
  const command = readButton('open', opens);
  const opened = await moduleOf(command).perform(deps, command, asker);
  return opened.kind === 'resumed' ? outcome : { ...opened, beside };
}
