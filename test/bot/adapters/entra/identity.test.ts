import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../../../bot/adapters/entra/identity.ts';
import { createTokenVerifier } from '../../../../bot/adapters/entra/token.ts';
import type { Identity } from '../../../../bot/ports/sign-in/identity.ts';
import { ADA, CLIENT, type Issuer, startIssuer, TEAMS_WEB, TENANT } from './issuer.ts';

let issuer: Issuer;
let identity: Identity;

beforeAll(async () => {
  issuer = await startIssuer();
  identity = createIdentity(createTokenVerifier({ loginUrl: issuer.url, tenantId: TENANT, clientId: CLIENT }));
});
afterAll(() => issuer.close());

const ssoToken = (over: Record<string, unknown> = {}) =>
  issuer.sign(issuer.claims({ scp: 'access_as_user', azp: TEAMS_WEB, roles: ['R'], ...over }));

describe('a silent exchange', () => {
  it('is valid without any context, and asks Entra for no token', async () => {
    expect(await identity.exchange(await ssoToken())).toMatchObject({
      kind: 'valid',
      claims: { person: { oid: ADA }, acrs: [], roles: ['R'] },
    });
    expect(issuer.seen.filter(({ path }) => path.endsWith('/token'))).toEqual([]);
  });

  it.each([
    ['an unknown client', ADA],
    ['ourselves, on the sign-in page', CLIENT],
  ])('is invalid if the token was issued to %s', async (_name, azp) => {
    expect(await identity.exchange(await ssoToken({ azp }))).toEqual({ kind: 'invalid', reason: 'azp' });
  });
});
