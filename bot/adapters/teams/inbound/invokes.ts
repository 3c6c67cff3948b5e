import { noteText } from '../../../../cards/index.ts';
import type { Command } from '../../../domain/shared/command.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { ExchangeOutcome } from '../../../usecases/index.ts';
import {
  actionAnswer,
  actionNote,
  actionPrecondition,
  CONNECTION_NAME,
  type InvokeAnswer,
} from '../outbound/respond.ts';
import { faulted } from './fault.ts';
import type { PressedButton } from './parse.ts';
import type { Speech, SpeechDeps } from './replying.ts';

const FAILED: ExchangeOutcome = { kind: 'more-needed', detail: 'The sign-in could not be completed silently.' };

interface Exchange {
  readonly signInId: string;
  readonly token: string;
}

/** A pressed button: the outcome within the time Teams waits, else "working", and the outcome as a message later. */
export async function press(
  deps: SpeechDeps,
  speech: Speech,
  { command, code, exchange }: PressedButton,
  asker: Asker,
): Promise<InvokeAnswer> {
  const work =
    exchange !== undefined
      ? pressWithToken(deps, speech, command, exchange, asker)
      : speech.run(code === undefined ? command : { kind: 'code', code }, asker);
  const result = await speech.inTime(work);
  if (result !== undefined && 'status' in result) return result;
  if (result !== undefined)
    return isShared(command) ? beside(deps, speech, result, asker) : actionAnswer(result, deps.botId);
  speech.later(work.then((late) => ('status' in late ? undefined : sendLate(speech, late, asker))));
  return isShared(command) ? actionNote(noteText({ kind: 'opened' })) : actionAnswer({ kind: 'working' }, deps.botId);
}

/** A button of a card that others see too. */
function isShared(command: Command): boolean {
  return command.kind === 'due' || (command.kind === 'judge' && command.shared);
}

/**
 * It is everybody's card: what one person opens from it follows as a message for them alone, and the card stays.
 */
function beside(deps: SpeechDeps, speech: Speech, outcome: Outcome, asker: Asker): InvokeAnswer {
  if (outcome.kind === 'note' || outcome.kind === 'sign-in') return actionAnswer(outcome, deps.botId);
  speech.later(speech.send(outcome, asker));
  return actionNote(noteText({ kind: 'opened' }));
}

/** The client repeats the button with a token: its sign-in continues the command. */
async function pressWithToken(
  deps: SpeechDeps,
  speech: Speech,
  command: PressedButton['command'],
  input: Exchange,
  asker: Asker,
): Promise<Outcome | InvokeAnswer> {
  const exchanged = await tryExchange(deps, input, asker);
  if (exchanged.kind === 'signed-in') return exchanged.outcome;
  return exchanged.kind === 'duplicate' ? speech.run(command, asker) : actionPrecondition(exchanged.detail);
}

/** A message that removed itself has nothing left to say. */
async function sendLate(speech: Speech, outcome: Outcome, asker: Asker): Promise<void> {
  if (outcome.kind !== 'stored') await speech.send(outcome, asker);
}

/** signin/tokenExchange: 200 where the token was enough, 412 where the client must show the button. */
export async function exchangeToken(
  deps: SpeechDeps,
  speech: Speech,
  input: Exchange,
  asker: Asker,
): Promise<InvokeAnswer> {
  const work = tryExchange(deps, input, asker);
  const exchanged = await speech.inTime(work);
  if (exchanged === undefined) {
    speech.later(work.then((late) => afterExchange(speech, late, asker)));
    return { status: 200, body: {} };
  }
  if (exchanged.kind === 'signed-in') speech.later(speech.send(exchanged.outcome, asker));
  if (exchanged.kind !== 'more-needed') return { status: 200, body: {} };
  const failureDetail = exchanged.detail;
  return { status: 412, body: { id: input.signInId, connectionName: CONNECTION_NAME, failureDetail } };
}

/** The client was told that all is well: where it is not, the button has to come from us. */
async function afterExchange(speech: Speech, late: ExchangeOutcome, asker: Asker): Promise<void> {
  if (late.kind === 'signed-in') await speech.send(late.outcome, asker);
  if (late.kind === 'more-needed') await offerButton(speech, asker);
}

/** Offers the sign-in page, without another silent attempt that would fail the same way. */
export async function offerButton(speech: Speech, asker: Asker): Promise<void> {
  const outcome = await speech.run({ kind: 'sign-in' }, asker);
  if (outcome.kind === 'sign-in') await speech.send({ ...outcome, sso: false }, asker);
}

async function tryExchange(deps: SpeechDeps, input: Exchange, asker: Asker): Promise<ExchangeOutcome> {
  try {
    return await deps.usecases.exchange(input, asker);
  } catch (cause) {
    faulted(deps.log, 'token exchange failed', cause);
    return FAILED;
  }
}
