import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const LOOK_EVERY_MS = 50;

/** Sends each turn to the first of several processes that says it is ready, as a platform's front end does. */
export interface Switch {
  readonly url: string;
  forwardedTo(target: string): number;
  /** Turns that no process answered. */
  failed(): number;
  close(): Promise<void>;
}

export async function startSwitch(targets: readonly string[]): Promise<Switch> {
  const counts = new Map<string, number>();
  const state = { current: targets[0] ?? '', failed: 0, open: true };
  const follow = async () => {
    while (state.open) {
      const ready = await Promise.all(targets.map((target) => isReady(target)));
      state.current = targets.find((_target, i) => ready[i]) ?? state.current;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
  const following = follow();
  const server = createServer(async (request, response) => {
    const to = state.current;
    counts.set(to, (counts.get(to) ?? 0) + 1);
    const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' };
    const answer = await fetch(`${to}${request.url}`, {
      method: request.method ?? 'POST',
      headers,
      body: await text(request),
    }).catch(() => undefined);
    if (answer === undefined || answer.status >= 500) state.failed += 1;
    response.writeHead(answer?.status ?? 502, { 'content-type': 'application/json' });
    response.end(await answer?.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    forwardedTo: (target) => counts.get(target) ?? 0,
    failed: () => state.failed,
    close: async () => {
      state.open = false;
      await following;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function isReady(target: string): Promise<boolean> {
  return fetch(`${target}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
}
