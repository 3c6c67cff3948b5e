const TIMEOUT_MS = 8_000;

/** An answer, read whole. */
export interface Probed {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One request without any credential, no redirect followed. Throws where nothing answers. */
export async function probe(url: string, init: Pick<RequestInit, 'method' | 'body' | 'headers'> = {}): Promise<Probed> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Undefined for what is no JSON. */
export function jsonOf({ text }: Pick<Probed, 'text'>): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
