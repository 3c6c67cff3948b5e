import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../../bot/config/index.ts';
import { parseApplicationName } from '../../../bot/domain/shared/naming.ts';
import { APIS } from '../domain/shared/apis.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const MINIMUM = {
  PUBLIC_URL: 'https://bot.example.org',
  BOT_ID: GUID,
  BOT_TYPE: 'SingleTenant',
  TENANT_ID: GUID,
  BOT_CLIENT_SECRET: 'canary-value-of-a-secret',
  SIGN_IN_AUTH_CONTEXT: 'policy',
  STEP_UP_AUTH_CONTEXT: 'none',
};

function gapsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig({ ...MINIMUM, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.gaps;
    throw error;
  }
}

describe('API_CODES', () => {
  it('names the two APIs of the guide if it is not set', () => {
    expect(readConfig(MINIMUM).apis).toEqual(APIS);
  });

  it('takes other codes, with what each reaches and what the dummy reaches of it', () => {
    const { apis } = readConfig({
      ...MINIMUM,
      API_CODES: ' DM = Data Manager;\nCBU2=Cord blood, units: Search*+ Order ;',
    });
    expect(apis).toEqual([
      { code: 'DM', label: 'Data Manager', services: [{ name: 'Data Manager', dummy: true }] },
      {
        code: 'CBU2',
        label: 'Cord blood, units',
        services: [
          { name: 'Search', dummy: false },
          { name: 'Order', dummy: true },
        ],
      },
    ]);
    expect(parseApplicationName(apis, 'Partner-NL-A-B-CBU2')).toMatchObject({
      organisation: 'A-B',
      services: ['Search', 'Order'],
    });
    expect(parseApplicationName(apis, 'PartnerAlternative-NL-A-CBU2')?.services).toEqual(['Order']);
    expect(parseApplicationName(apis, 'Partner-NL-A-SMC')).toBeUndefined();
  });

  it.each([
    ['DM', /must be code=name/],
    [';', /must be code=name/],
    ['dm=Data Manager', /1 to 10 upper-case letters and digits/],
    ['D-M=Data Manager', /1 to 10 upper-case letters and digits/],
    ['ABCDEFGHIJK=Data Manager', /1 to 10 upper-case letters and digits/],
    ['=Data Manager', /1 to 10 upper-case letters and digits/],
    ['DM=', /name for DM/],
    ['DM=**Data**', /name for DM/],
    ['DM=Data Manager: ', /DM reaches something/],
    ['DM=Data Manager: [x](https://evil.example)', /DM reaches something/],
    ['DM=Data Manager: Data Manager*', /asterisk/],
    ['DM=Data Manager; DM=Other', /DM more than once/],
  ])('refuses %j with one sentence', (value, words) => {
    const gaps = gapsOf({ API_CODES: value });
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatch(/^API_CODES /);
    expect(gaps[0]).toMatch(words);
  });

  it('decides which targets API_RESOURCES may name, each by a client ID', () => {
    const API_RESOURCES = `DM/production=${GUID.toUpperCase()}, DM/sandbox=${GUID}`;
    expect(readConfig({ ...MINIMUM, API_RESOURCES }).apiResources).toEqual({
      'DM/production': GUID,
      'DM/sandbox': GUID,
    });
    expect(readConfig(MINIMUM).apiResources).toEqual({});
    for (const wrong of ['DM/production=api://dm', `CBU/production=${GUID}`, GUID]) {
      const gaps = gapsOf({ API_RESOURCES: wrong });
      expect(gaps).toHaveLength(1);
      expect(gaps[0]).toMatch(/^API_RESOURCES /);
    }
  });

  it('decides which targets API_SCOPES may name', () => {
    const API_CODES = 'CBU=Cord blood';
    expect(readConfig({ ...MINIMUM, API_CODES, API_SCOPES: 'CBU/sandbox=api://cbu/.default' }).apiScopes).toEqual({
      'CBU/sandbox': 'api://cbu/.default',
    });
    expect(gapsOf({ API_CODES, API_SCOPES: 'DM/sandbox=api://dm/.default' })).toEqual([
      'API_SCOPES must be target=value, several separated by commas, each of CBU/production, CBU/sandbox at most once',
    ]);
  });
});
