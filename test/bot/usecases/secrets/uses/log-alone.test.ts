import { describe, expect, it } from 'vitest';
import { createUseCases } from '../../../../../bot/usecases/index.ts';
import { application, createSetting, expectKind, START, someone } from '../../shared/setting.ts';

const DAY = 86_400_000;
const NOTHING = async () => ({ entries: [], complete: true, unclearAt: undefined });
const SHOWN = { asOf: undefined, logAlone: true };

/** As if SIGN_IN_LOG were on and SIGN_IN_REPORT off. The log has shown a sign-in with the first secret. */
async function prepared(usedAt: Date) {
  const app = application('Partner-NL-Matchwell-DM', '2027-01-01', '2027-02-01');
  const setting = await createSetting(app);
  const ada = someone('Ada', 'personal');
  await setting.assign(ada, app);
  await setting.signIn(ada);
  const [keyId = ''] = app.secrets.map((secret) => secret.keyId);
  await setting.ledger.lastUses.note([{ clientId: app.clientId, keyId, at: usedAt }]);
  const usecases = createUseCases({ ...setting.deps, signInLog: { refused: NOTHING, succeeded: NOTHING } });
  const run = (command: Parameters<typeof usecases.run>[0]) => usecases.run(command, ada);
  const form = async () =>
    expectKind(await run({ kind: 'delete-secret', clientId: app.clientId, keyId }), 'delete-form').form;
  return { setting, app, usedAt, run, form };
}

describe('with the log of sign-ins alone', () => {
  it('list and show say what it has shown, and of every other secret that its use is not known', async () => {
    const { app, usedAt, run } = await prepared(new Date(START.getTime() - DAY));
    const [listed] = expectKind(await run({ kind: 'list', filter: '', page: 1 }), 'applications').applications;
    const show = { kind: 'open', purpose: 'show', query: app.clientId, hint: '' } as const;
    for (const one of [listed, expectKind(await run(show), 'application').application]) {
      expect(one?.report).toEqual(SHOWN);
      expect(one?.secrets.map(({ lastUse }) => lastUse?.at)).toEqual([usedAt, undefined]);
    }
  });

  it('so does what expires soon', async () => {
    const { usedAt, run } = await prepared(new Date(START.getTime() - DAY));
    const outcome = expectKind(await run({ kind: 'expiring', days: 90 }), 'expiring');
    expect(outcome.report).toEqual(SHOWN);
    expect(outcome.rows.map(({ secret }) => secret.lastUse?.at)).toEqual([usedAt, undefined]);
  });

  it('a secret that it has shown within seven days takes the name of the application to be deleted', async () => {
    const { usedAt, form } = await prepared(new Date(START.getTime() - DAY));
    expect(await form()).toMatchObject({ report: SHOWN, secret: { lastUse: { at: usedAt, inUse: true } } });
  });

  it('a secret that it has shown longer ago does not', async () => {
    const { usedAt, form } = await prepared(new Date(START.getTime() - 8 * DAY));
    expect(await form()).toMatchObject({ report: SHOWN, secret: { lastUse: { at: usedAt, inUse: false } } });
  });

  it('an earlier reading of the report, which is off now, does not count', async () => {
    const { setting, run } = await prepared(START);
    const { lastUses } = setting.ledger;
    const until = new Date(START.getTime() + DAY);
    await lastUses.takeUp(START, START, until);
    await lastUses.keep({ uses: [], newest: START, link: undefined, until });
    expect((await lastUses.of([])).report?.newest).toEqual(START);
    const [one] = expectKind(await run({ kind: 'list', filter: '', page: 1 }), 'applications').applications;
    expect(one?.report).toEqual(SHOWN);
  });
});
