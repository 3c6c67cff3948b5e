import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { parsed, unbelieved } from './answers.ts';
import { type GraphClient, LONGEST_PAUSE_S, READ_RETRIES } from './client.ts';
import { partFault, toFault } from './errors.ts';

/** https://learn.microsoft.com/graph/json-batching: a batch holds at most so many requests. */
export const MOST_IN_A_BATCH = 20;

/** The statuses with which Graph asks to come later. The SDK tries them again for a request that is in no batch. */
const BUSY = [429, 503, 504];
const PAUSE_S = 0.5;

const PART = z.object({
  id: z.string(),
  status: z.number().int(),
  headers: z.record(z.string(), z.unknown()).nullish(),
  body: z.unknown(),
});
type Part = z.infer<typeof PART>;
const BATCH = z.object({ responses: z.array(PART) });

/** One read of a batch. Its id is its index. */
interface Asked {
  readonly id: string;
  /** Begins after the version. */
  readonly url: string;
}

/**
 * Reads several addresses with one request, and returns the bodies in the order of the addresses. Graph answers and
 * throttles each part on its own, in any order, so parts that were busy are asked for once more, without the others. If
 * one part fails, all have failed: a missing answer must never read as "no such application". Throws DirectoryFault.
 */
export async function readTogether(
  client: GraphClient,
  urls: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  return readParts(client, urls, headers, () => undefined);
}

/**
 * Reads several addresses with one request, as `readTogether` does, and some of them may lead to nothing: an object that Graph
 * does not know reads as `ABSENT`.
 */
export async function readThere(
  client: GraphClient,
  urls: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  return readParts(client, urls, headers, (part) => (isAbsentPart(part) ? ABSENT : undefined));
}

/**
 * Reads several addresses with one request, and settles each by itself: in the place of the body of a part that failed is its
 * DirectoryFault. Throws DirectoryFault if the batch itself fails.
 */
export async function readSettled(client: GraphClient, urls: readonly string[]): Promise<readonly unknown[]> {
  return readParts(client, urls, {}, ({ status, body }) => partFault(status, body));
}

/** In the place of a body: Graph's own answer that there is no such object. */
export const ABSENT = Symbol('absent');

/** `insteadOf`: what is in the place of the body of a part that failed; undefined if all have failed with it. */
async function readParts(
  client: GraphClient,
  urls: readonly string[],
  headers: Readonly<Record<string, string>>,
  insteadOf: (part: Part) => unknown,
): Promise<readonly unknown[]> {
  const deadline = client.deadline();
  const bodies: unknown[] = urls.map(() => undefined);
  let open: readonly Asked[] = urls.map((url, index) => ({ id: String(index), url }));
  for (let attempt = 0; open.length > 0; attempt += 1) {
    const parts = await partsOf(client, open, headers, deadline);
    const busy = parts.filter(({ status }) => BUSY.includes(status));
    const pause = pauseAfter(busy, attempt);
    const again = pause === undefined ? [] : busy;
    for (const part of parts.filter((one) => !again.includes(one))) bodies[Number(part.id)] = bodyOf(part, insteadOf);
    if (pause !== undefined) await wait(pause * 1000);
    open = open.filter(({ id }) => again.some((part) => part.id === id));
  }
  return bodies;
}

function bodyOf(part: Part, insteadOf: (part: Part) => unknown): unknown {
  if (part.status === 200) return part.body;
  const instead = insteadOf(part);
  if (instead === undefined) throw partFault(part.status, part.body);
  return instead;
}

function isAbsentPart({ status, body }: Part): boolean {
  return status === 404 && partFault(status, body).problem === 'absent';
}

/** Exactly one answer for each request. */
async function partsOf(
  client: GraphClient,
  asked: readonly Asked[],
  headers: Readonly<Record<string, string>>,
  deadline: AbortSignal,
): Promise<readonly Part[]> {
  const requests = asked.map(({ id, url }) => ({ id, method: 'GET', url, headers }));
  try {
    const answer: unknown = await client.batch(deadline).headers(headers).post({ requests });
    const { responses } = parsed(BATCH, answer, 'no answer to a batch');
    const ids = new Set(responses.map(({ id }) => id));
    const isWhole = responses.length === asked.length && asked.every(({ id }) => ids.has(id));
    if (!isWhole) throw unbelieved('to another batch');
    return responses;
  } catch (error) {
    throw toFault(error, 'read');
  }
}

/** The pause in seconds before the parts that were busy are asked for again. Undefined if that is not worth it. */
function pauseAfter(busy: readonly Part[], attempt: number): number | undefined {
  if (busy.length === 0 || attempt >= READ_RETRIES) return undefined;
  const pause = Math.max(...busy.map((part) => retryAfterOf(part) ?? PAUSE_S * 2 ** attempt));
  return pause > LONGEST_PAUSE_S ? undefined : pause;
}

function retryAfterOf({ headers }: Part): number | undefined {
  const named = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after');
  const seconds = Number(named?.[1] ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
