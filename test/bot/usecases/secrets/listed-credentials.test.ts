import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../ledger/test-database.ts';
import { application, createSettingWith, event, expectKind, START, someone } from '../shared/setting.ts';

const CERTIFICATE = { keyId: 'c', name: 'CN=a', start: START, end: new Date('2036-11-24') };
const FEDERATED = { id: 'f', name: 'deploy' };

/** What an administrator lists. No client secret lets the second application sign in: Entra tells how else it can. */
async function listedByAdministrator(report: boolean) {
  const live = application('Partner-NL-Matchwell-DM', '2027-11-01');
  const dark = {
    ...application('Partner-NL-Matchwell-SMC', '2026-01-01'),
    otherCredentials: { certificates: [CERTIFICATE], federated: [FEDERATED] },
  };
  const setting = await createSettingWith({ report }, live, dark);
  const watch = (clientId: string, displayName: string) => ({
    application: { clientId, displayName },
    print: 'print',
    kinds: ['certificate' as const],
    credentials: [{ kind: 'certificate' as const, ...CERTIFICATE, trusts: undefined }],
  });
  const look = { at: START, newId: () => 'id', audit: () => event };
  await setting.ledger.watchedApplications.noteKeys([watch(live.clientId, live.displayName)], look);
  const ada = someone('Ada', 'personal');
  await setting.signIn(ada, { roles: ['Credentials.Admin'] });
  const before = testDatabase.sent.length;
  const outcome = await setting.run({ kind: 'list', filter: 'NL', page: 1 }, ada);
  const { applications } = expectKind(outcome, 'applications');
  const others = (clientId: string) => applications.find((one) => one.clientId === clientId)?.others;
  return { live: others(live.clientId), dark: others(dark.clientId), statements: testDatabase.sent.length - before };
}

describe('the list of an administrator', () => {
  it('has the certificates that Entra has answered, and asks the database nothing for them', async () => {
    const { live, dark, statements } = await listedByAdministrator(false);
    expect(dark).toMatchObject([
      { kind: 'certificate', name: 'CN=a', status: 'valid', overlong: true },
      { kind: 'federated', name: 'deploy' },
    ]);
    expect(live).toBeUndefined();
    expect(statements).toBe(1);
  });

  it('has all that was seen if last uses are read, in the same statement', async () => {
    const { live, statements } = await listedByAdministrator(true);
    expect(live).toMatchObject([{ kind: 'certificate', name: 'CN=a' }]);
    expect(statements).toBe(2);
  });
});
