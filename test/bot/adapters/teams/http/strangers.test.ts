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
  return { state, come };
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
});
