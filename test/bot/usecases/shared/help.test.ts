import { describe, expect, it } from 'vitest';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { application, createSetting, expectKind, someone } from './setting.ts';

const SCOPES = { 'DM/production': 'api://dm/.default', 'DM/sandbox': 'api://dm-s/.default' } as const;

/** What `help token` says, if the two environments of DM have scopes of their own. */
async function helpToken(query: string, apiScopes: Readonly<Record<string, string>> = SCOPES) {
  const [dm, dummy] = [application('Partner-NL-Matchwell-DM'), application('PartnerAlternative-NL-Matchwell-SMC')];
  const setting = await createSetting(dm, dummy);
  const ada = someone('Ada', 'personal');
  await setting.signIn(ada);
  for (const one of [dm, dummy]) await setting.assign(ada, one);
  const usecases = createUseCases({ ...setting.deps, settings: { ...setting.deps.settings, apiScopes } });
  const outcome = await usecases.run({ kind: 'help', topic: 'token', query }, ada);
  return { dm, dummy, example: expectKind(outcome, 'help').example };
}

const namesOf = (example: Awaited<ReturnType<typeof helpToken>>['example']) =>
  example.targets?.map(({ api, environment, scope }) => `${api}/${environment} ${scope}`);

describe('help about tokens', () => {
  it('shows the address and scope of each environment that the named application reaches', async () => {
    const { dm, example } = await helpToken('Matchwell-DM');
    expect(example.clientId).toBe(dm.clientId);
    expect(namesOf(example)).toEqual(['DM/production api://dm/.default', 'DM/sandbox api://dm-s/.default']);
  });

  it('shows one example if all that the application reaches is asked in the same way', async () => {
    const { dummy, example } = await helpToken('PartnerAlternative-NL-Matchwell-SMC');
    expect(example).toEqual({
      clientId: dummy.clientId,
      tokenUrl: 'https://login.example/token',
      scope: 'api://x/.default',
      targets: undefined,
    });
  });

  it('shows every API and environment if no application is named, or one for all if nothing tells them apart', async () => {
    expect(namesOf((await helpToken('')).example)).toHaveLength(4);
    expect((await helpToken('', {})).example.targets).toBeUndefined();
  });
});
