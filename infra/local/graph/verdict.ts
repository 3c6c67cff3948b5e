import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../http.ts';
import { failureReply, GraphFailure } from './errors.ts';
import type { GraphFault } from './faults.ts';

/** The answer to a request, and what happens to the connection. */
export interface Verdict {
  readonly reply: Reply;
  readonly end: 'answer' | 'hang' | 'drop';
}

/** Performs a request, unless a planned fault says otherwise. `id` is the client's own id of the request. */
export async function judge(
  fault: GraphFault | undefined,
  perform: () => Promise<Verdict>,
  id: string | undefined,
): Promise<Verdict> {
  if (fault?.kind === 'delay') await wait(fault.delayMs ?? 0);
  if (fault === undefined || fault.kind === 'delay') return perform();
  if (fault.kind.startsWith('commit-then-')) await perform();
  const { status = 500, code = 'InternalServerError', message = 'Something went wrong.' } = fault;
  const reply = failureReply(new GraphFailure(status, code, message, fault.retryAfterSeconds), id);
  if (fault.kind === 'fail' || fault.kind === 'commit-then-fail') return { reply, end: 'answer' };
  return { reply: { status: 0 }, end: fault.kind.endsWith('hang') ? 'hang' : 'drop' };
}
