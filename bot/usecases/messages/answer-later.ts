import { type AnswerRights, type LateAnswer, type OutboxContent, readerOf } from '../../domain/messages/outbox.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import type { Deps } from '../shared/deps.ts';
import { mayStillSee, rightsOf } from './answer-rights.ts';
import { type ContentRules, type GivenUp, noRows, type Unreached, undeliveredRow } from './content-rules.ts';

/** The pause before the first attempt of the outbox, if Teams has named none. */
const PAUSE_MS = 2_000;
/** No announced pause is longer than this. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** After this long an answer may not be true any more, and its form cannot be used. */
const TRUE_MS = 30 * 60_000;

/** Teams did not take the answer to a command. It goes to the asker, for their eyes only, when Teams takes messages again. */
export async function answerLater(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'jobs'>,
  outcome: Outcome,
  asker: Asker,
  afterMs: number | undefined,
): Promise<void> {
  // The client shows by itself that the message with the value is gone.
  if (outcome.kind === 'stored' && outcome.instead === undefined) return;
  const at = deps.clock();
  const notBefore = new Date(at.getTime() + Math.min(afterMs ?? PAUSE_MS, LONGEST_PAUSE_MS));
  const content: OutboxContent = keepable(outcome, await rightsOf(deps, asker.person));
  const to = { kind: 'asker', asker } as const;
  await deps.ledger.outbox.put([{ id: deps.random.token(), to, content, at, notBefore }]);
  await deps.jobs.wake('send-outbox', notBefore);
}

/** No row holds a link for signing in, or a text that the bot did not understand: that could be anything. */
function keepable(outcome: Outcome, rights: AnswerRights | undefined): OutboxContent {
  if (outcome.kind === 'sign-in') return { kind: 'unanswered' };
  return { kind: 'answer', outcome: outcome.kind === 'unknown' ? { ...outcome, text: '' } : outcome, rights };
}

interface Kept {
  readonly outcome: LateAnswer;
  readonly rights: AnswerRights | undefined;
}

/** The answer, as long as it is true and the asker may still see it; after that, that there was none. */
export function answerContent(kept: Kept): ContentRules {
  return {
    draw: async (deps, { at, to }) => {
      const isTrue = deps.clock().getTime() - at.getTime() < TRUE_MS;
      const shown = isTrue && (await mayStillSee(deps, readerOf(to), kept));
      return { kind: 'post', content: shown ? { kind: 'answer', outcome: kept.outcome } : UNANSWERED };
    },
    ...LEFT_ALONE,
  };
}

/** The asker hears that there was no answer, and can ask again. */
export function unansweredContent(): ContentRules {
  return { draw: async () => ({ kind: 'post', content: UNANSWERED }), ...LEFT_ALONE };
}

const UNANSWERED = { kind: 'notice', notice: { kind: 'unanswered' } } as const;

/** Nobody waits for days for an answer, so it ends with a row in the record. */
const LEFT_ALONE = { sentRows: noRows, unreached: end, giveUp: end } as const;

async function end(deps: Deps, due: DueMessage, code: string): Promise<Unreached & GivenUp> {
  return { kind: 'drop', audit: [undeliveredRow(deps, due, code)] };
}
