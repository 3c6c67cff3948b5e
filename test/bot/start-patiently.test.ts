import { describe, expect, it } from 'vitest';
import { DatabaseAwayError, StoppedEarlyError, startPatiently } from '../../bot/start-patiently.ts';

/** A start that fails so often, and what happened meanwhile. */
function setting(failures: number, fault: () => Error = () => new DatabaseAwayError({ cause: new Error('away') })) {
  const events: string[] = [];
  const stopping = new AbortController();
  const waits: number[] = [];
  let left = failures;
  const run = () =>
    startPatiently(
      async (freePort) => {
        if (left > 0) {
          left -= 1;
          throw fault();
        }
        await freePort();
        events.push('listening');
        return 'started';
      },
      {
        holdPort: { listen: async () => void events.push('held'), close: async () => void events.push('freed') },
        wordsOf: (cause) => (cause instanceof Error ? cause.message : ''),
        log: { error: (_event, fields) => void events.push(`said ${fields?.['reason']}`) },
        stopping: stopping.signal,
        wait: async (ms) => {
          waits.push(ms);
          if (waits.length === 20) stopping.abort();
        },
      },
    );
  return { events, stopping, waits, run };
}

describe('startPatiently', () => {
  it('holds no port if the first attempt succeeds', async () => {
    const { events, run } = setting(0);
    expect(await run()).toBe('started');
    expect(events).toEqual(['listening']);
  });

  it('holds the port once over several attempts, says why at each, and frees it for the bot', async () => {
    const { events, run } = setting(2);
    expect(await run()).toBe('started');
    expect(events).toEqual(['said away', 'held', 'said away', 'freed', 'listening']);
  });

  it('waits twice as long after each attempt, and a quarter of a minute at most', async () => {
    const { waits, run } = setting(6);
    await run();
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it('frees the port and ends when the process is told to stop', async () => {
    const { events, run } = setting(1_000);
    await expect(run()).rejects.toThrow(StoppedEarlyError);
    expect(events.at(-1)).toBe('freed');
  });

  it('says nothing of another attempt and takes no port if it was told to stop during one', async () => {
    const { events, stopping, run } = setting(1, () => {
      stopping.abort();
      return new DatabaseAwayError({ cause: new Error('away') });
    });
    await expect(run()).rejects.toThrow(StoppedEarlyError);
    expect(events).toEqual([]);
  });

  it('tries only once if something else than the database is wrong', async () => {
    const { events, run } = setting(1, () => new Error('port in use'));
    await expect(run()).rejects.toThrow('port in use');
    expect(events).toEqual([]);
  });
});
