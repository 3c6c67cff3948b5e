import type { INetworkModule } from '@azure/msal-node';
import { askOutside, type Question, type Send } from '../../ports/shared/ask-outside.ts';

const TIMEOUT_MS = 8_000;

/** The requests of msal, each with a time-out (its own have none on POST), and without following a redirect. */
export function createNetwork(send: Send = askOutside): INetworkModule {
  async function ask<T>(url: string, request: Question, timeoutMs = TIMEOUT_MS) {
    const response = await send(url, { ...request, redirect: 'error', timeoutMs });
    const body: T = JSON.parse(await response.text());
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
  return {
    sendGetRequestAsync: (url, options, timeout) =>
      ask(url, { headers: options?.headers ?? {} }, Math.min(timeout ?? TIMEOUT_MS, TIMEOUT_MS)),
    sendPostRequestAsync: (url, options) =>
      ask(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? null }),
  };
}
