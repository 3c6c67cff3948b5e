import { describe, expect, it } from 'vitest';
import type { Check, pass } from '../../../bot/doctor/check.ts';
import { exitCodeOf, jsonOf, tableOf } from '../../../bot/doctor/report.ts';
import { lookAt, type Result, runChecks } from '../../../bot/doctor/run.ts';

const RESULTS: readonly Result[] = [
  { id: 'settings', title: 'Settings', status: 'pass', detail: 'Complete.' },
  {
    ...{ id: 'owners', title: 'Applications owned', status: 'failure' },
    detail: '2 of 9 applications not, among them some with names that take more than a line:\nOne\nTwo',
    advice:
      'Let an administrator make the bot their owner; this prints how, and does it with --perform:\nnpm run own -- x',
  },
  { id: 'sweep', title: 'Daily sweep', status: 'skipped', detail: 'Not reached.', advice: 'See “Database”.' },
];
const PLACE = { gaps: [], root: new URL('../../../', import.meta.url), manifest: undefined };

describe('the table', () => {
  it('is aligned, wraps, and gives advice the whole width', () => {
    expect(tableOf(RESULTS)).toBe(
      [
        'Settings            pass     Complete.',
        'Applications owned  FAILURE  2 of 9 applications not, among them some with names',
        '                             that take more than a line:',
        '                             One',
        '                             Two',
        '  > Let an administrator make the bot their owner; this prints how, and does it',
        '    with --perform:',
        '    npm run own -- x',
        'Daily sweep         skipped  Not reached.',
        '  > See “Database”.',
        '',
        '3 checks: 1 passed, 1 failed, 1 skipped.',
      ].join('\n'),
    );
  });

  it('breaks no address or command apart', () => {
    const long = `https://graph.microsoft.com/${'x'.repeat(90)}`;
    const [first] = RESULTS;
    if (first === undefined) throw new Error('no result');
    expect(tableOf([{ ...first, detail: `See ${long} there.` }])).toContain(`\n                   ${long}\n`);
  });
});

describe('for machines', () => {
  it('every check has its id, status, detail and advice, and the counts are there', () => {
    const [settings, owners, sweep] = RESULTS.map(({ title: _title, ...rest }) => ({ advice: null, ...rest }));
    expect(JSON.parse(jsonOf(RESULTS))).toEqual({
      checks: [settings, owners, sweep],
      summary: { pass: 1, warning: 0, failure: 1, skipped: 1 },
    });
  });

  it('the exit code is 1 for a failure alone', () => {
    expect(exitCodeOf(RESULTS)).toBe(1);
    const fine = RESULTS.filter(({ status }) => status !== 'failure');
    expect(exitCodeOf(fine)).toBe(0);
    const [first] = fine;
    if (first === undefined) throw new Error('no result');
    expect(exitCodeOf([{ ...first, status: 'warning', advice: 'a' }])).toBe(0);
  });
});

describe('a check', () => {
  const early = (look: () => Promise<ReturnType<typeof pass>>): Check => ({ title: 'One', early: look });

  it('that throws is a failure, which says why by codes and not by what the message quotes', async () => {
    const cause = Object.assign(new Error('password "canary" of postgres://bot:canary@host'), { code: '28P01' });
    const found = await lookAt(
      early(() => Promise.reject(new Error('canary', { cause }))),
      PLACE,
      undefined,
    );
    expect(found).toMatchObject({ status: 'failure', detail: 'The check could not be carried out (28P01).' });
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('that does not end is a failure in its time', async () => {
    const never = early(() => new Promise(() => {}));
    const found = await lookAt(never, PLACE, undefined, 50);
    expect(found).toMatchObject({ status: 'failure', detail: 'No answer within 0.05 s.' });
  });

  it('that needs settings is skipped without them', async () => {
    const results = await runChecks({ ...PLACE, gaps: ['PUBLIC_URL is missing'] }, undefined, { plan: false });
    const failed = results.filter(({ status }) => status === 'failure').map(({ id }) => id);
    expect(failed).toEqual(['settings']);
    expect(results.filter(({ status }) => status === 'skipped')).toHaveLength(results.length - 2);
  });

  it('is part of a plan where nothing need be deployed for it', async () => {
    const results = await runChecks(PLACE, undefined, { plan: true });
    expect(results.map(({ id }) => id)).toEqual(['settings', 'packages', 'manifest', 'login', 'bot-keys']);
  });
});
