import { describe, expect, it } from 'vitest';
import { startTogether } from '../../bot/start.ts';

function parts(failing?: 'server' | 'jobs') {
  const events: string[] = [];
  const jobsMayStart = Promise.withResolvers<void>();
  const server = {
    listen: async () => {
      if (failing === 'server') throw new Error('port in use');
      events.push('listening');
      return 3978;
    },
    close: async () => void events.push('closed'),
  };
  const startJobs = async () => {
    await jobsMayStart.promise;
    if (failing === 'jobs') throw new Error('no queue');
    events.push('jobs started');
    return { stop: async () => void events.push('jobs stopped') };
  };
  return { events, jobsMayStart, run: () => startTogether(server, startJobs) };
}

describe('startTogether', () => {
  it('listens before the job queue has started, and resolves when it has', async () => {
    const { events, jobsMayStart, run } = parts();
    const started = run();
    await expect.poll(() => events).toEqual(['listening']);
    jobsMayStart.resolve();
    expect((await started).port).toBe(3978);
    expect(events).toEqual(['listening', 'jobs started']);
  });

  it('stops the job queue if the port cannot be used', async () => {
    const { events, jobsMayStart, run } = parts('server');
    jobsMayStart.resolve();
    await expect(run()).rejects.toThrow('port in use');
    expect(events).toEqual(['jobs started', 'jobs stopped']);
  });

  it('closes the port if the job queue cannot start', async () => {
    const { events, jobsMayStart, run } = parts('jobs');
    jobsMayStart.resolve();
    await expect(run()).rejects.toThrow('no queue');
    expect(events).toEqual(['listening', 'closed']);
  });
});
