import { describe, expect, it } from 'vitest';
import type { Apis } from '../../../../bot/domain/shared/naming.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { application, createSetting, expectKind, someone } from './setting.ts';

const OWN: Apis = [{ code: 'CBU', label: 'Cord blood', services: [{ name: 'Cord blood', dummy: true }] }];

/** What an administrator sees of these applications if the deployment has one API, and its code is CBU. */
async function listed(...names: readonly string[]) {
  const setting = await createSetting(...names.map((name) => application(name)));
  const ada = someone('Ada', 'personal');
  await setting.signIn(ada, { roles: ['Credentials.Admin'] });
  const usecases = createUseCases({ ...setting.deps, settings: { ...setting.deps.settings, apis: OWN } });
  const outcome = await usecases.run({ kind: 'list', filter: 'all', page: 1 }, ada);
  return expectKind(outcome, 'applications').applications;
}

describe('the codes of a deployment', () => {
  it('decide which applications administrators see', async () => {
    const seen = await listed('Partner-NL-Matchwell-CBU', 'Partner-NL-Matchwell-SMC');
    expect(seen.map(({ displayName }) => displayName)).toEqual(['Partner-NL-Matchwell-CBU']);
  });

  it('decide what an application is said to reach', async () => {
    const [one] = await listed('Partner-NL-Match-well-CBU');
    expect(one?.parts).toMatchObject({ organisation: 'Match-well', api: OWN[0], services: ['Cord blood'] });
  });
});
