import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { Log } from '../../../ports/shared/log.ts';
import type { Command } from '../../../usecases/commands.ts';
import type { UseCases } from '../../../usecases/index.ts';
import { destinationOf, type Messenger, privately } from '../outbound/deliver.ts';
import { outcomeMessage } from '../outbound/respond.ts';
import { faulted } from './fault.ts';

export interface ReplyDeps {
  readonly botId: string;
  readonly usecases: Pick<UseCases, 'run' | 'exchange'>;
  readonly messenger: Messenger;
  readonly log: Log;
  /** Teams waits about 5 s for the answer to an invoke. */
  readonly answerWithinMs: number;
  /** Until an answer to a message, or a sign of life. */
  readonly typingAfterMs: number;
}

/** Runs commands and says what they come to. Nothing here throws. */
export interface Replies {
  run(command: Command, asker: Asker): Promise<Outcome>;
  /** Sends an outcome to those who may read it. */
  send(outcome: Outcome, asker: Asker): Promise<void>;
  /** `alone`: whoever asked privately is answered privately. Runs and sends, with a sign of life where it takes long; returns early where it takes very long. */
  answer(command: Command, asker: Asker, alone?: boolean): Promise<void>;
  /** The result, or undefined where it is not there in time: then the work goes on. */
  inTime<T>(work: Promise<T>): Promise<T | undefined>;
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
  const send = async (outcome: Outcome, asker: Asker, alone = false): Promise<void> => {
    const destination = alone ? privately(asker) : destinationOf(outcome, asker);
    await messenger.say(asker, destination, outcomeMessage(outcome, botId));
  };
  const later = (work: Promise<void>): void => {
    const guarded = work
      .catch((cause: unknown) => void faulted(log, 'answer failed', cause))
      .finally(() => underWay.delete(guarded));
    underWay.add(guarded);
  };
  const inTime = <T>(work: Promise<T>): Promise<T | undefined> => within(work, deps.answerWithinMs);
  return {
    run,
    send,
    async answer(command, asker, alone) {
      const outcome = run(command, asker);
      const answered = outcome.then((settled) => send(settled, asker, alone));
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

async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const cancel = new AbortController();
  const timer = wait(ms, undefined, { signal: cancel.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, timer]);
  } finally {
    cancel.abort();
  }
}
