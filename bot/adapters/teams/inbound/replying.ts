import type { AppLinks } from '../../../../cards/index.ts';
import type { Ways } from '../../../domain/shared/guidance.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { Log } from '../../../ports/shared/log.ts';
import type { Command } from '../../../usecases/commands.ts';
import type { UseCases } from '../../../usecases/index.ts';
import { changing } from '../../../usecases/rotation/shown-cards.ts';
import { destinationOf, type Messenger, privately, type Said } from '../outbound/deliver.ts';
import { outcomeMessage } from '../outbound/respond.ts';
import { faulted } from './fault.ts';

export interface ReplyDeps {
  readonly botId: string;
  readonly links: Ways;
  /** IANA name of the zone whose days are shown. */
  readonly zone: string;
  readonly usecases: Pick<UseCases, 'run' | 'exchange' | 'offerPage' | 'answerLater' | 'noteShown'>;
  readonly messenger: Messenger;
  readonly log: Log;
  /** Teams waits about 5 s for the answer to an invoke. */
  readonly answerWithinMs: number;
  /** If the answer to a message takes longer, Teams shows that the bot is typing. */
  readonly typingAfterMs: number;
}

/** Runs commands and sends their outcomes. Nothing here throws. */
export interface Replies {
  run(command: Command, asker: Asker): Promise<Outcome>;
  /**
   * Sends an outcome to those who may read it. If Teams takes nothing for now, the outbox sends it later. `alone`: the person
   * pressed a button or asked privately, and is answered privately.
   */
  send(outcome: Outcome, asker: Asker, alone?: boolean): Promise<Said['kind']>;
  /** Runs and sends. Shows that the bot is typing if it takes long, and returns early if it takes very long. */
  answer(command: Command, asker: Asker, alone?: boolean): Promise<void>;
  /** The result; undefined if it is not there in time, counted from `since`. The work then goes on. */
  inTime<T>(work: Promise<T>, since?: number): Promise<T | undefined>;
  /** Lets work go on after its turn. */
  later(work: Promise<void>): void;
  /** Resolves when no work is left. */
  settled(): Promise<void>;
}

export function createReplies(deps: ReplyDeps): Replies {
  const { usecases, messenger, log, botId } = deps;
  const underWay = new Set<Promise<void>>();

  const run = (command: Command, asker: Asker): Promise<Outcome> =>
    usecases.run(command, asker).catch((cause: unknown) => faulted(log, 'command failed', cause));
  const send = async (outcome: Outcome, asker: Asker, alone = false): Promise<Said['kind']> => {
    const destination = alone ? privately(asker) : destinationOf(outcome, asker);
    const links = { ...linksFor(deps.links, asker), isShared: destination.kind === 'everybody' };
    const message = outcomeMessage(outcome, botId, links, deps.zone);
    const said = await messenger.say(asker, destination, message);
    if (changing(outcome) !== undefined && 'posted' in said && said.posted !== undefined)
      await usecases.noteShown(outcome, asker, said.posted);
    if (said.kind === 'later') await usecases.answerLater(outcome, asker, said.afterMs);
    return said.kind;
  };
  const later = (work: Promise<void>): void => {
    const guarded = work
      .catch((cause: unknown) => void faulted(log, 'answer failed', cause))
      .finally(() => underWay.delete(guarded));
    underWay.add(guarded);
  };
  const inTime = <T>(work: Promise<T>, since = performance.now()): Promise<T | undefined> =>
    within(work, Math.max(0, since + deps.answerWithinMs - performance.now()));
  return {
    run,
    send,
    async answer(command, asker, alone) {
      const outcome = run(command, asker);
      const answered = outcome.then(async (settled) => void (await send(settled, asker, alone)));
      later(answered);
      if ((await within(outcome, deps.typingAfterMs)) === undefined) later(messenger.typing(asker));
      await inTime(answered).catch(() => undefined);
    },
    inTime,
    later,
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** The links that an answer to this person may offer. */
export function linksFor(links: Ways, { conversation }: Asker): AppLinks {
  return { ...links, inChat: conversation.kind === 'personal', readerZone: conversation.zone };
}

/** A plain timer, because one that is ended by a signal costs an error in every turn. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
