import { beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../../../../../bot/adapters/teams/inbound/activity.ts';
import { ACTIVITY } from '../../../../../../bot/adapters/teams/inbound/activity.ts';
import { createSlowDown } from '../../../../../../bot/adapters/teams/inbound/limits/slow-down.ts';
import { activity } from '../../bench.ts';
import { type Buckets, sharedBuckets } from './shared-buckets.ts';

let clock: { now: number };
let buckets: Buckets;
let sent: unknown[];
beforeEach(() => {
  clock = { now: 0 };
  buckets = sharedBuckets(() => clock.now);
  sent = [];
});

function startProcess() {
  const sayOnlyThere = async (...message: unknown[]) => {
    sent.push(message);
    return { kind: 'here', posted: undefined } as const;
  };
  return createSlowDown({ messenger: { sayOnlyThere }, counts: buckets.counts, now: () => clock.now });
}

const read = (extra: object): Activity => ACTIVITY.parse(activity('https://service.test', { ...extra }));
const MESSAGE = read({ text: 'list' });
const PRESS = read({ type: 'invoke', name: 'adaptiveCard/action' });

describe('a person whose turns are turned away', () => {
  it('is told once, whatever comes at the same time, in all processes', async () => {
    const processes = [startProcess(), startProcess()];
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, turn) => processes[turn % 2]?.answer(MESSAGE, 'anna')),
    );
    expect(answers.filter(Boolean)).toEqual([{ status: 200 }]);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).toContain('Too many requests came at once');
  });

  it('is told again only after a minute without such a turn', async () => {
    const one = startProcess();
    await one.answer(MESSAGE, 'anna');
    for (let seconds = 0; seconds < 300; seconds += 50) {
      clock.now += 50_000;
      expect(await one.answer(MESSAGE, 'anna')).toBeUndefined();
    }
    clock.now += 61_000;
    expect(await one.answer(MESSAGE, 'anna')).toEqual({ status: 200 });
    expect(sent).toHaveLength(2);
  });

  it('is told again a little later than a minute after several processes have turned turns away', async () => {
    const processes = Array.from({ length: 3 }, startProcess);
    const turnedAway = () => Promise.all(processes.map((one) => one.answer(MESSAGE, 'anna')));
    await turnedAway();
    clock.now += 40_000;
    // A process that has heard nothing of the person yet asks too early.
    expect(await startProcess().answer(MESSAGE, 'anna')).toBeUndefined();
    clock.now += 70_000;
    expect((await turnedAway()).filter(Boolean)).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  it('reads it beside the card whose button was pressed, or in the place of what was searched', async () => {
    const one = startProcess();
    expect(await one.answer(PRESS, 'anna')).toMatchObject({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message' },
    });
    const search = read({ type: 'invoke', name: 'composeExtension/query' });
    expect(await one.answer(search, 'boris')).toMatchObject({ body: { composeExtension: { type: 'message' } } });
    expect(sent).toEqual([]);
  });

  it('is told by each process that cannot ask the others', async () => {
    buckets.state.down = true;
    expect(await startProcess().answer(PRESS, 'anna')).toBeDefined();
    buckets.state.hangs = true;
    expect(await startProcess().answer(PRESS, 'anna')).toBeDefined();
  });

  it('is told nothing if it is a bot, and can still be told if only events came', async () => {
    const one = startProcess();
    expect(await one.answer(read({ from: { id: '28:bot' } }), '28:bot')).toBeUndefined();
    expect(await one.answer(read({ type: 'conversationUpdate' }), 'anna')).toBeUndefined();
    expect(await one.answer(MESSAGE, 'anna')).toEqual({ status: 200 });
  });
});
