import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
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

describe('the reader of help', () => {
  async function audience(asker: Asker, known: { manages?: boolean; signedIn?: boolean; roles?: readonly string[] }) {
    const one = application('Partner-NL-Matchwell-DM');
    const setting = await createSetting(one);
    if (known.manages) await setting.assign(asker, one);
    if (known.signedIn) await setting.signIn(asker, { roles: known.roles ?? [] });
    return expectKind(await setting.run({ kind: 'help', topic: 'overview', query: '' }, asker), 'help').audience;
  }

  it('is an administrator, a manager or a colleague, once signed in', async () => {
    expect(await audience(someone('Eva'), { signedIn: true, manages: true, roles: [ADMIN_ROLE] })).toBe(
      'administrator',
    );
    expect(await audience(someone('Ada'), { signedIn: true, manages: true })).toBe('manager');
    expect(await audience(someone('Daan'), { signedIn: true })).toBe('colleague');
  });

  it('is known before the sign-in in the 1:1 chat alone, because everybody in a channel reads help', async () => {
    expect(await audience(someone('Ada', 'personal'), { manages: true })).toBe('manager');
    expect(await audience(someone('Ada', 'channel'), { manages: true })).toBe('newcomer');
    expect(await audience(someone('Daan', 'personal'), {})).toBe('newcomer');
  });
});
