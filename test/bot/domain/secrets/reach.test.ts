import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../../bot/domain/secrets/reach.ts';
import { parseApplicationName } from '../../../../bot/domain/shared/naming.ts';
import { APIS } from '../shared/apis.ts';

const SETTINGS = {
  apis: APIS,
  apiResources: { 'DM/production': 'dm', 'DM/sandbox': 'dm-s', 'SMC/production': 'smc', 'SMC/sandbox': 'smc' },
} as const;
const NAME = parseApplicationName(APIS, 'Partner-NL-Matchwell-SMC');
const BY_NAME = { by: 'name', name: NAME };

describe('what an application may reach', () => {
  it('is what its permissions name, each API with its environments, and how many other APIs', () => {
    expect(reachOf(SETTINGS, { resources: ['dm-s', 'graph', 'smc', 'other'] }, NAME)).toEqual({
      by: 'permissions',
      apis: [
        { label: 'Data Manager', environments: ['sandbox'] },
        { label: 'Search, Match & Connect', environments: ['production', 'sandbox'] },
      ],
      others: 2,
    });
  });

  it('is known without a name that follows the convention', () => {
    expect(reachOf(SETTINGS, { resources: ['dm'] }, undefined)).toMatchObject({ by: 'permissions', others: 0 });
    expect(reachOf(SETTINGS, { resources: [] }, undefined)).toBeUndefined();
  });

  it.each([
    ['nobody has read its permissions', SETTINGS, undefined],
    ['it asks for none', SETTINGS, []],
    ['it asks for none of our APIs', SETTINGS, ['graph']],
    ['the operator has not said which API is which', { apis: APIS, apiResources: {} }, ['dm', 'smc']],
  ])('is said by its name if %s', (_, settings, resources) => {
    expect(reachOf(settings, { resources }, NAME)).toEqual(BY_NAME);
  });
});
