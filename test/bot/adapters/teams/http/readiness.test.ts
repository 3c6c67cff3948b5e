import { describe, expect, it } from 'vitest';
import { createReadiness } from '../../../../../bot/adapters/teams/http/readiness.ts';

/** Whether administrators can be told; undefined: it cannot be found out. */
const told = (is: boolean | undefined): boolean | undefined => is;

/** The answer of /readyz over a database that a test stops, with a fake clock and the number of looks at the database. */
function createWorld() {
  const state = { now: 0, up: true, draining: false, looks: 0, asked: 0, told: told(true) };
  const warned: string[] = [];
  const pending: (() => void)[] = [];
  const readiness = createReadiness({
    ledger: {
      check: async () => {
        state.looks += 1;
        await new Promise<void>((resolve) => pending.push(resolve));
        if (!state.up) throw new Error('down');
      },
    },
    gate: { ready: async () => undefined },
    log: { info: () => {}, warn: (event, fields) => warned.push(`${event}: ${fields?.reason}`), error: () => {} },
    canTell: async () => {
      state.asked += 1;
      if (state.told === undefined) throw new Error('unknown');
      return state.told;
    },
    isDraining: () => state.draining,
    now: () => state.now,
  });
  /** So many callers at once; the statuses of all answers. */
  const ask = async (count: number) => {
    const answers = Array.from({ length: count }, () => readiness());
    for (const resolve of pending.splice(0)) resolve();
    return new Set((await Promise.all(answers)).map(({ status }) => status));
  };
  const body = async () => {
    const answer = readiness();
    for (const resolve of pending.splice(0)) resolve();
    return (await answer).body;
  };
  return { state, warned, ask, body, begin: readiness };
}

describe('the answer of /readyz', () => {
  it('is shared by all who ask within a second, and looks once', async () => {
    const { state, ask } = createWorld();
    expect(await ask(100)).toEqual(new Set([200]));
    state.now += 999;
    expect(await ask(100)).toEqual(new Set([200]));
    expect(state.looks).toBe(1);
    state.now += 1;
    expect(await ask(100)).toEqual(new Set([200]));
    expect(state.looks).toBe(2);
  });

  it('is joined by callers while the look takes long', async () => {
    const { state, ask, begin } = createWorld();
    const first = begin();
    state.now += 4_000;
    expect(await ask(10)).toEqual(new Set([200]));
    expect((await first).status).toBe(200);
    expect(state.looks).toBe(1);
  });

  it('is the truth of at most a second ago, and one line in the log for each look', async () => {
    const { state, warned, ask } = createWorld();
    await ask(1);
    state.up = false;
    state.now += 1_000;
    expect(await ask(100)).toEqual(new Set([503]));
    expect(warned).toEqual(['not ready: database']);
    state.up = true;
    state.now += 1_000;
    expect(await ask(1)).toEqual(new Set([200]));
  });

  it('says that alarms reach nobody until they reach somebody, looks once a minute, and stays ready', async () => {
    const { state, body } = createWorld();
    state.told = false;
    expect(await body()).toEqual({
      status: 'ready',
      database: true,
      keys: true,
      warning: expect.stringContaining('my alarms reach nobody: no administrator has been met'),
    });
    state.told = true;
    state.now += 59_999;
    expect(await body()).toHaveProperty('warning');
    expect(state.asked).toBe(1);
    state.now += 1_000;
    expect(await body()).toEqual({ status: 'ready', database: true, keys: true });
  });

  it('says nothing of it if it cannot be found out', async () => {
    const { state, body } = createWorld();
    state.told = undefined;
    expect(await body()).toEqual({ status: 'ready', database: true, keys: true });
    state.up = false;
    state.now += 1_000;
    expect(await body()).toEqual({ status: 'not ready', database: false, keys: true });
    expect(state.asked).toBe(1);
  });

  it('says at once that the process stops', async () => {
    const { state, ask } = createWorld();
    await ask(1);
    state.draining = true;
    expect(await ask(1)).toEqual(new Set([503]));
    expect(state.looks).toBe(1);
  });
});
