import { askOutside, type Question } from '../ports/shared/ask-outside.ts';

const TIMEOUT_MS = 8_000;

/** An answer and its whole body. */
export interface Probed {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Makes one request without credentials and follows no redirect. Throws if nothing answers. */
export async function probe(url: string, init: Pick<Question, 'method' | 'body' | 'headers'> = {}): Promise<Probed> {
  const response = await askOutside(url, { ...init, timeoutMs: TIMEOUT_MS });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The body as JSON; undefined if it is not JSON. */
export function bodyAsJson({ text }: Pick<Probed, 'text'>): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
