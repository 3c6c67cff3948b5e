import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTurnedAwayLog } from '../../../../../bot/adapters/teams/http/turned-away.ts';
import { recordingLog } from '../bench.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('logs the first activity of each kind that is turned away, and counts those of the next ten seconds', () => {
  const log = recordingLog();
  const note = createTurnedAwayLog(log);
  for (let times = 1; times <= 17_000; times += 1) note({ status: 401, reason: 'no bearer token' });
  note({ status: 413, reason: 'body too large' });
  const [token, body] = [
    { status: 401, reason: 'no bearer token' },
    { status: 413, reason: 'body too large' },
  ];
  expect(log.lines).toEqual([
    { event: 'activity turned away', fields: token },
    { event: 'activity turned away', fields: body },
  ]);
  vi.advanceTimersByTime(10_000);
  expect(log.lines.slice(2)).toEqual([{ event: 'activities turned away', fields: { ...token, count: 16_999 } }]);
  note({ status: 401, reason: 'no bearer token' });
  expect(log.lines).toHaveLength(4);
});
