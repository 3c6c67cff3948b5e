import type { INetworkModule } from '@azure/msal-node';

const TIMEOUT_MS = 8_000;

type Answer<T> = Awaited<ReturnType<INetworkModule['sendGetRequestAsync']>> & { body: T };

/** msal's requests with a time-out on every one (its own has none on POST), and no redirect followed. */
export function createNetwork(): INetworkModule {
  return {
    sendGetRequestAsync: (url, options, timeout) =>
      send(url, 'GET', options?.headers, undefined, Math.min(timeout ?? TIMEOUT_MS, TIMEOUT_MS)),
    sendPostRequestAsync: (url, options) => send(url, 'POST', options?.headers, options?.body, TIMEOUT_MS),
  };
}

async function send<T>(
  url: string,
  method: string,
  headers: Record<string, string> | undefined,
  body: string | undefined,
  timeoutMs: number,
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: headers ?? {},
    body: body ?? null,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer: T = JSON.parse(await response.text());
  return { status: response.status, headers: Object.fromEntries(response.headers), body: answer };
}
