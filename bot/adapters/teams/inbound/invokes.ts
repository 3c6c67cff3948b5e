import { noteText } from '../../../../cards/index.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { Lack } from '../../../domain/sign-in/silent-failure.ts';
import type { Command } from '../../../usecases/commands.ts';
import type { ExchangeOutcome } from '../../../usecases/index.ts';
import { privately, type Said } from '../outbound/deliver.ts';
import {
  actionAnswer,
  actionNote,
  actionPrecondition,
  CONNECTION_NAME,
  type InvokeAnswer,
} from '../outbound/respond.ts';
import { faulted } from './fault.ts';
import type { PressedButton } from './parse.ts';
import { linksFor, type Replies, type ReplyDeps } from './replying.ts';

const FAILED: ExchangeOutcome = { kind: 'more-needed', detail: 'The sign-in could not be completed silently.' };

export interface Exchange {
  readonly signInId: string;
  readonly token: string;
}

/**
 * Answers a pressed button with the outcome. If Teams would wait too long, answers "working" and sends the outcome
 * later.
 */
export async function press(
  deps: ReplyDeps,
  replies: Replies,
  { command, code, exchange, stays, drawsSignIn }: PressedButton,
  asker: Asker,
  messageId?: string,
): Promise<InvokeAnswer> {
  const since = performance.now();
  const work =
    exchange !== undefined
      ? pressWithToken(deps, replies, command, exchange, asker)
      : replies.run(code === undefined ? command : { kind: 'code', code }, asker);
  const result = await replies.inTime(work, since);
  if (result !== undefined && 'status' in result) return result;
  const answer = (outcome: Outcome) => actionAnswer(outcome, deps.botId, linksFor(deps.links, asker), deps.zone);
  const isKept = stays || isShared(command);
  if (result?.kind === 'sign-in' && !drawsSignIn) return apart(replies, result, asker, since, SIGN_IN_NOTE_OF);
  if (result !== undefined && isKept) return beside(deps, replies, result, asker, since);
  if (result !== undefined) {
    if (messageId !== undefined) replies.later(noteShown(deps, result, asker, messageId));
    return answer(result);
  }
  replies.later(work.then((late) => ('status' in late ? undefined : sendLate(replies, late, asker, true))));
  return isKept ? actionNote(noteText({ kind: 'coming' })) : answer({ kind: 'working' });
}

/** The answer takes the place of the card, in the message that has the button. A note leaves the card as it is. */
async function noteShown(deps: ReplyDeps, outcome: Outcome, asker: Asker, activityId: string): Promise<void> {
  if (outcome.kind === 'note' || outcome.kind === 'sign-in') return;
  const { conversation } = asker;
  const targeted = privately(asker).kind === 'targeted';
  await deps.usecases.noteShown(outcome, asker, { conversation, activityId, targeted });
}

/** A button of a card that others see too. */
function isShared(command: Command): boolean {
  const mayBe = command.kind === 'review' || command.kind === 'unexpected-act';
  return command.kind === 'digest-item' || (mayBe && command.shared);
}

/**
 * The card stays, because others see it too or because it says what has happened. What one person opens from it follows as
 * a message for that person alone. The note says what has become of that message so far.
 */
async function beside(
  deps: ReplyDeps,
  replies: Replies,
  outcome: Outcome,
  asker: Asker,
  since: number,
): Promise<InvokeAnswer> {
  if (outcome.kind === 'note' || outcome.kind === 'sign-in') {
    // A note has no buttons: the one for asking follows in a message for this person alone.
    if (outcome.kind === 'note' && outcome.note.kind === 'not-yours')
      replies.later(sendLate(replies, outcome, asker, true));
    return actionAnswer(outcome, deps.botId, linksFor(deps.links, asker), deps.zone);
  }
  return apart(replies, outcome, asker, since, {
    ...NOTE_OF,
    here: asker.conversation.kind === 'personal' ? 'opened-below' : 'opened',
  });
}

type NoteOf = Readonly<
  Record<
    Said['kind'],
    'opened' | 'opened-below' | 'opened-in-chat' | 'sign-in-sent' | 'sign-in-in-chat' | 'coming' | 'not-sent'
  >
>;

const NOTE_OF: NoteOf = { here: 'opened', elsewhere: 'opened-in-chat', later: 'coming', lost: 'not-sent' };
/** For a client that does not show a sign-in which the answer to a press asks for. */
const SIGN_IN_NOTE_OF: NoteOf = { ...NOTE_OF, here: 'sign-in-sent', elsewhere: 'sign-in-in-chat' };

/** Sends the outcome as a message for this person alone, and answers with a note that says what has become of it. */
async function apart(
  replies: Replies,
  outcome: Outcome,
  asker: Asker,
  since: number,
  notes: NoteOf,
): Promise<InvokeAnswer> {
  const sent = replies.send(outcome, asker, true);
  replies.later(sent.then(() => undefined));
  const said = await replies.inTime(sent, since).catch(() => 'lost' as const);
  return actionNote(noteText({ kind: notes[said ?? 'later'] }));
}

/** The client repeats the button with a token: its sign-in continues the command. */
async function pressWithToken(
  deps: ReplyDeps,
  replies: Replies,
  command: PressedButton['command'],
  input: Exchange,
  asker: Asker,
): Promise<Outcome | InvokeAnswer> {
  const result = await exchanged(deps, input, asker);
  if (result.kind === 'signed-in') return result.outcome;
  return result.kind === 'duplicate' ? replies.run(command, asker) : actionPrecondition(result.detail);
}

/** The message with a secret that has removed itself needs no answer. `alone`: a button was pressed. See decision 0003. */
async function sendLate(replies: Replies, outcome: Outcome, asker: Asker, alone = false): Promise<void> {
  if (outcome.kind !== 'stored') await replies.send(outcome, asker, alone);
}

/** Answers signin/tokenExchange with 200 if the token was enough, and with 412 if the client must show the button. */
export async function exchangeToken(
  deps: ReplyDeps,
  replies: Replies,
  input: Exchange,
  asker: Asker,
): Promise<InvokeAnswer> {
  const work = exchanged(deps, input, asker);
  const result = await replies.inTime(work);
  if (result === undefined) {
    replies.later(work.then((late) => afterExchange(deps, replies, late, asker)));
    return { status: 200, body: {} };
  }
  if (result.kind === 'signed-in') replies.later(sendLate(replies, result.outcome, asker));
  if (result.kind !== 'more-needed') return { status: 200, body: {} };
  const failureDetail = result.detail;
  return { status: 412, body: { id: input.signInId, connectionName: CONNECTION_NAME, failureDetail } };
}

/** The client was told that the token was enough. If it was not, the bot must send the button. */
async function afterExchange(deps: ReplyDeps, replies: Replies, late: ExchangeOutcome, asker: Asker): Promise<void> {
  if (late.kind === 'signed-in') await replies.send(late.outcome, asker);
  if (late.kind === 'more-needed') await offerPage(deps, replies, 'unknown', asker);
}

/** Offers the sign-in page, without another silent attempt that would fail the same way. */
export async function offerPage(deps: ReplyDeps, replies: Replies, lack: Lack, asker: Asker): Promise<void> {
  const outcome = await deps.usecases.offerPage(lack, asker);
  if (outcome !== undefined) await replies.send(outcome, asker);
}

/** A fault counts as a token that is not enough. */
export async function exchanged(deps: ReplyDeps, input: Exchange, asker: Asker): Promise<ExchangeOutcome> {
  try {
    return await deps.usecases.exchange(input, asker);
  } catch (cause) {
    faulted(deps.log, 'token exchange failed', cause);
    return FAILED;
  }
}
