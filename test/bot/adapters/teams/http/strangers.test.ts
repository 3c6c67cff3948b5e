import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStrangers } from '../../../../../bot/adapters/teams/http/strangers.ts';
import { visitor } from './visitor.ts';

const clock = { now: 0 };
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function pass(ms: number): Promise<void> {
  clock.now += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

function world() {
  const strangers = createStrangers(() => clock.now);
  const state = { answered: 0, over: 0 };
  const come = (count: number) => {
    for (let i = 0; i < count; i++) {
      const { response } = visitor('POST', '/api/messages');
      const answer = () => {
        state.answered += 1;
        response.end();
      };
      void strangers(response, answer).then(() => {
        state.over += 1;
      });
    }
  };
  return { strangers, state, come };
}

/** The response to a client that has left. */
async function leftResponse(): Promise<ServerResponse> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 9 } });
  client.on('error', () => {}).flushHeaders();
  const [, response]: [unknown, ServerResponse] = (await once(server, 'request')) as [unknown, ServerResponse];
  client.destroy();
  await once(response, 'close');
  server.close();
  return response;
}

describe('requests without a good token', () => {
  it('are answered at once if there are few, and a second later if there are many', async () => {
    const { state, come } = world();
    come(1_100);
    expect(state.answered).toBe(1_000);
    await pass(999);
    expect(state.answered).toBe(1_000);
    await pass(600);
    expect(state).toEqual({ answered: 1_100, over: 1_100 });
    come(200);
    expect(state.answered).toBeLessThan(1_300);
  });

  it('are not answered if too many wait already, and leave nothing behind', async () => {
    const { state, come } = world();
    come(2_000);
    await pass(2_000);
    expect(state).toEqual({ answered: 1_200, over: 2_000 });
  });

  it('take no place if their client left while their token was looked at', async () => {
    const response = await leftResponse();
    const { strangers, state, come } = world();
    come(1_000);
    for (let i = 0; i < 300; i++) await strangers(response, () => {});
    come(1);
    await pass(2_000);
    expect(state).toEqual({ answered: 1_001, over: 1_001 });
  });
});
