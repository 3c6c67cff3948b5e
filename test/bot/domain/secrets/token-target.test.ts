import { describe, expect, it } from 'vitest';
import { tokenTargets } from '../../../../bot/domain/secrets/token-target.ts';
import { parseApplicationName } from '../../../../bot/domain/shared/naming.ts';
import { APIS } from '../shared/apis.ts';

const SETTINGS = {
  apis: APIS,
  apiTokenUrl: 'https://login.example/all',
  apiScope: 'api://all/.default',
  apiTokenUrls: { 'SMC/sandbox': 'https://login.example/sandbox' },
  apiScopes: { 'DM/production': 'api://dm/.default', 'SMC/sandbox': 'api://smc-s/.default' },
} as const;
const targetsOf = (name?: string) =>
  tokenTargets(SETTINGS, name === undefined ? undefined : parseApplicationName(APIS, name)).map(
    ({ api, environment, tokenUrl, scope }) => [`${api}/${environment}`, tokenUrl, scope],
  );

describe('tokenTargets', () => {
  it('names every API in every environment, with its own address and scope or else those of all', () => {
    expect(targetsOf()).toEqual([
      ['DM/production', 'https://login.example/all', 'api://dm/.default'],
      ['DM/sandbox', 'https://login.example/all', 'api://all/.default'],
      ['SMC/production', 'https://login.example/all', 'api://all/.default'],
      ['SMC/sandbox', 'https://login.example/sandbox', 'api://smc-s/.default'],
    ]);
  });

  it('names what an application reaches: a dummy reaches the sandbox alone', () => {
    expect(targetsOf('Partner-NL-Matchwell-DM').map(([name]) => name)).toEqual(['DM/production', 'DM/sandbox']);
    expect(targetsOf('PartnerAlternative-NL-Matchwell-SMC').map(([name]) => name)).toEqual(['SMC/sandbox']);
  });

  it('names all of them for a name outside the convention', () => {
    expect(targetsOf('Legacy')).toHaveLength(4);
  });
});
