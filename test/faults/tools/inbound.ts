/** An activity as it reached the bot, with the token of the connector, and what the bot answered. */
export interface Inbound {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: string;
}

/** Keeps every activity that this process sends to the bot. `end` takes the listening away. */
export function keepInbound(): { readonly kept: readonly Inbound[]; end(): void } {
  const kept: Inbound[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (String(input).endsWith('/api/messages') && typeof init?.body === 'string') {
      const headers = Object.fromEntries(new Headers(init.headers));
      kept.push({ body: init.body, headers, answer: await response.clone().text() });
    }
    return response;
  };
  return {
    kept,
    end: () => {
      globalThis.fetch = fetch;
    },
  };
}
