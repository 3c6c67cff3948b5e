import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../bot/adapters/node/log.ts';
import { createUseCases } from '../../../bot/usecases/index.ts';
import { createReminderSetting, inDays } from '../../bot/usecases/reminders/reminder-setting.ts';
import { application } from '../../bot/usecases/shared/setting.ts';
import { deploy } from './deployment.ts';

const query = String(deploy({}).get('alerts')?.variable('query'));

/** Returns what the query asks of a line of the log, by the names in it. */
const asked = [...query.matchAll(/\bline\.(\w+) == "([^"]*)"/g)].map(([, name = '', text]) => [name, text] as const);

/** A sweep over two applications, and how many of the lines that the log then holds the query would count. */
async function counted(sweeps: readonly ('well' | 'failing' | 'empty')[]): Promise<number> {
  const one = application('Partner-NL-Matchwell-DM', inDays(5));
  const setting = await createReminderSetting({}, one, application('Partner-NL-Matchwell-SMC', inDays(9)));
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const usecases = createUseCases({ ...setting.deps, log: createLog('info', sink) });
  for (const how of sweeps) {
    const directory = { ...setting.deps.directory, everything: () => pages(how, setting.deps.directory.everything()) };
    const swept =
      how === 'well' ? usecases : createUseCases({ ...setting.deps, directory, log: createLog('info', sink) });
    await swept.sweepIfDue().catch(() => undefined);
    setting.clock.pass(86_400_000);
  }
  return lines.map((line) => JSON.parse(line)).filter((line) => asked.every(([name, text]) => line[name] === text))
    .length;
}

async function* pages<T>(how: 'well' | 'failing' | 'empty', all: AsyncIterable<readonly T[]>) {
  if (how === 'failing') throw new Error('Graph is down');
  if (how === 'well') yield* all;
}

describe('the alert for no successful sweep in 26 hours', () => {
  it('asks for the line by its message and result', () => {
    expect(asked.map(([name]) => name)).toEqual(['msg', 'result']);
    expect(query).toContain('ago(26h)');
    expect(query).toMatch(/summarize sweeps = count\(\)\n\| where sweeps == 0\n$/);
  });

  it('counts a sweep that was completed', async () => {
    expect(await counted(['well'])).toBe(1);
    expect(await counted(['well', 'well'])).toBe(2);
  });

  it('does not count a sweep that failed, or one that read suspiciously little', async () => {
    expect(await counted(['failing'])).toBe(0);
    expect(await counted(['well', 'empty'])).toBe(1);
  });

  it('looks every hour at two days, and fires if a row says that there was no sweep', () => {
    const rule = deploy({}).get('alerts')?.resource('noSweep');
    expect(rule).toMatchObject({
      properties: {
        evaluationFrequency: 'PT1H',
        windowSize: 'P2D',
        criteria: { allOf: [{ query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }] },
      },
    });
  });
});
