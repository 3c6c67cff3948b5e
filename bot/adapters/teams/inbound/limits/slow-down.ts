import { tooManyText } from '../../../../../cards/index.ts';
import type { TurnCounts } from '../../../../ports/shared/turn-counts.ts';
import { type Messenger, privately } from '../../outbound/deliver.ts';
import { actionNote, type InvokeAnswer, textMessage } from '../../outbound/respond.ts';
import { searchSentence } from '../../outbound/search-answer.ts';
import { type Activity, readConversation } from '../activity.ts';
import { putNewest } from './rate-limit.ts';

/** Somebody who was told is told again after no turn of theirs was turned away for so long. */
const QUIET_MS = 60_000;
/**
 * Who tells takes nearly twice what the bucket of all processes holds, which is nearly all that it can owe. So those who
 * ask too early hardly make it emptier: it is full again a minute after somebody told, and at most two seconds later.
 */
const TELLING = { taken: 1.95, burst: 1, refillMs: QUIET_MS / 1.95 };
/** What is left if the bucket was full; less than a hundredth of it does not count. */
const LEFT_IF_FULL = TELLING.burst - TELLING.taken - 0.01;
const PEOPLE = 10_000;
/** If the database needs longer, this process decides alone. */
const ANSWER_MS = 1_000;

/** Tells a person once that their turns are turned away, and is silent after that. */
export interface SlowDown {
  /** The answer to a turn that is not worked on; undefined if the person has been told already, or cannot be told. */
  answer(activity: Activity, key: string): Promise<InvokeAnswer | undefined>;
}

interface SlowDownDeps {
  readonly messenger: Pick<Messenger, 'sayOnlyThere'>;
  /** Undefined if there is one process. */
  readonly counts: TurnCounts | undefined;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

export function createSlowDown({ messenger, counts, now }: SlowDownDeps): SlowDown {
  const turnedAwayAt = new Map<string, number>();
  const isFirst = async (key: string): Promise<boolean> => {
    const before = turnedAwayAt.get(key);
    putNewest(turnedAwayAt, key, now(), PEOPLE);
    if (before !== undefined && now() - before < QUIET_MS) return false;
    return counts === undefined || isFirstOfAll(counts, key);
  };
  return {
    answer: async (activity, key) => {
      const say = wayToTell(messenger, activity);
      return say !== undefined && (await isFirst(key)) ? say() : undefined;
    },
  };
}

/** Whether no other process has told the person: each person has a bucket for that. */
async function isFirstOfAll(counts: TurnCounts, key: string): Promise<boolean> {
  const name = `told:${key}`;
  const asked = counts.settle([{ key: name, ...TELLING }]).then(
    (levels) => (levels.get(name) ?? 0) >= LEFT_IF_FULL,
    () => true,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS, true);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function wayToTell(messenger: SlowDownDeps['messenger'], activity: Activity) {
  const text = tooManyText();
  // Two bots that answer each other would never stop.
  if (activity.type === 'message' && !activity.from.id.startsWith('28:')) {
    const reader = { accountId: activity.from.id, conversation: readConversation(activity) };
    return async () => {
      await messenger.sayOnlyThere(privately(reader), textMessage(text));
      return { status: 200 };
    };
  }
  if (activity.name === 'adaptiveCard/action') return async () => actionNote(text);
  if (activity.name === 'composeExtension/query') return async () => searchSentence(text);
  return undefined;
}
