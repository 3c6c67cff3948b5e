import { describe, expect, it } from 'vitest';
import type { Check, pass } from '../../../bot/doctor/check.ts';
import type { CheckId } from '../../../bot/doctor/checks.ts';
import { exitCodeOf, jsonOf, tableOf } from '../../../bot/doctor/report.ts';
import { type CheckResult, lookAt, runChecks } from '../../../bot/doctor/run.ts';

const RESULTS: readonly CheckResult[] = [
  { id: 'settings', title: 'Settings', status: 'pass', detail: 'Complete.' },
  {
    id: 'owners',
    title: 'Applications owned',
    status: 'failure',
    detail: 'The bot does not own 2 of 9 applications, and some of their names are long:\nOne\nTwo',
    advice:
      'Let an administrator make the bot their owner; this prints how, and does it with --perform:\nnpm run own -- x',
  },
  { id: 'sweep', title: 'Daily sweep', status: 'skipped', detail: 'Not reached.', advice: 'See “Database”.' },
];
const INSTALLATION = { gaps: [], names: [], root: new URL('../../../', import.meta.url) };

describe('tableOf', () => {
  it('aligns the columns, wraps long lines and gives advice the whole width', () => {
    expect(tableOf(RESULTS)).toBe(
      [
        'Settings            pass     Complete.',
        'Applications owned  FAILURE  The bot does not own 2 of 9 applications, and some',
        '                             of their names are long:',
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

  it('keeps a long address on one line', () => {
    const long = `https://graph.microsoft.com/${'x'.repeat(90)}`;
    const [first] = RESULTS;
    if (first === undefined) throw new Error('no result');
    expect(tableOf([{ ...first, detail: `See ${long} there.` }])).toContain(`\n                   ${long}\n`);
  });
});

describe('jsonOf and exitCodeOf', () => {
  it('names the checks that were left out', () => {
    expect(tableOf(RESULTS, ['owners', 'public-url'])).toMatch(
      /\n3 checks: 1 passed, 1 failed, 1 skipped\.\nLeft out: owners, public-url\.$/,
    );
    expect(JSON.parse(jsonOf(RESULTS, ['owners']))).toMatchObject({ leftOut: ['owners'] });
  });

  it('writes the id, status, detail and advice of every check, and the counts', () => {
    const [settings, owners, sweep] = RESULTS.map(({ title: _title, ...rest }) => ({ advice: null, ...rest }));
    expect(JSON.parse(jsonOf(RESULTS))).toEqual({
      checks: [settings, owners, sweep],
      summary: { pass: 1, warning: 0, failure: 1, skipped: 1 },
    });
  });

  it('ends with 1 if a check failed, and with 0 for warnings', () => {
    expect(exitCodeOf(RESULTS)).toBe(1);
    const fine = RESULTS.filter(({ status }) => status !== 'failure');
    expect(exitCodeOf(fine)).toBe(0);
    const [first] = fine;
    if (first === undefined) throw new Error('no result');
    expect(exitCodeOf([{ ...first, status: 'warning', advice: 'a' }])).toBe(0);
  });
});

describe('lookAt and runChecks', () => {
  const checkThat = (look: () => Promise<ReturnType<typeof pass>>): Check => ({
    title: 'One',
    lookWithoutSettings: look,
  });

  it('makes a check that throws a failure, and names codes but nothing that the message quotes', async () => {
    const cause = Object.assign(new Error('password "canary" of postgres://bot:canary@host'), { code: '28P01' });
    const found = await lookAt(
      checkThat(() => Promise.reject(new Error('canary', { cause }))),
      INSTALLATION,
      undefined,
    );
    expect(found).toMatchObject({ status: 'failure', detail: 'The check could not be carried out (28P01).' });
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('makes a check that does not end in time a failure', async () => {
    const never = checkThat(() => new Promise(() => {}));
    const found = await lookAt(never, INSTALLATION, undefined, 50);
    expect(found).toMatchObject({ status: 'failure', detail: 'No answer within 0.05 s.' });
  });

  it('skips the checks that need settings if the settings cannot be used', async () => {
    const results = await runChecks({ ...INSTALLATION, gaps: ['PUBLIC_URL is missing'] }, undefined, { plan: false });
    const failed = results.filter(({ status }) => status === 'failure').map(({ id }) => id);
    expect(failed).toEqual(['settings']);
    expect(results.filter(({ status }) => status === 'skipped')).toHaveLength(results.length - 2);
  });

  it('runs for a plan only the checks that need no deployment', async () => {
    const results = await runChecks(INSTALLATION, undefined, { plan: true });
    expect(results.map(({ id }) => id)).toEqual([
      ...['settings', 'packages', 'manifest', 'token-example', 'login', 'bot-keys', 'graph'],
      ...['registration', 'sign-in-policy', 'step-up', 'service-urls'],
    ]);
  });

  it('runs all checks but those that are left out', async () => {
    const ids = async (without?: readonly CheckId[]) =>
      (await runChecks(INSTALLATION, undefined, { plan: true, without })).map(({ id }) => id);
    const all = await ids();
    expect(await ids(['login', 'packages'])).toEqual(all.filter((id) => id !== 'login' && id !== 'packages'));
    expect(await ids(['sweep'])).toEqual(all);
  });
});
