import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEntraClient } from '../../../../bot/adapters/entra/client.ts';
import { createIdentity } from '../../../../bot/adapters/entra/identity.ts';
import { createTokenVerifier } from '../../../../bot/adapters/entra/token.ts';
import type { Identity } from '../../../../bot/ports/sign-in/identity.ts';
import { ADA, BOB, CLIENT, type Issuer, startIssuer, TEAMS_WEB, TENANT, tokenAnswer } from './issuer.ts';
import { recordingLog } from './recording-log.ts';

let issuer: Issuer;
let identity: Identity;
let log: ReturnType<typeof recordingLog>;
const CHALLENGE = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

beforeAll(async () => {
  issuer = await startIssuer();
  log = recordingLog();
  const entra = { loginUrl: issuer.url, tenantId: TENANT, clientId: CLIENT };
  identity = createIdentity({
    verifier: createTokenVerifier(entra),
    client: createEntraClient({ ...entra, credential: { kind: 'secret', secret: 'bot-secret' } }),
    policy: { authContext: undefined, stepUpMinutes: 10 },
    log,
  });
});
afterAll(() => issuer.close());

const ssoToken = (over: Record<string, unknown> = {}) =>
  issuer.sign(issuer.claims({ scp: 'access_as_user', azp: TEAMS_WEB, amr: ['pwd'], roles: ['R'], ...over }));
const idToken = (over: Record<string, unknown>) => issuer.sign(issuer.claims(over));
const tokenRequests = () => issuer.seen.filter(({ path }) => path.endsWith('/token'));

describe('a silent exchange', () => {
  it('asks Entra nothing if the token itself proves MFA', async () => {
    const before = tokenRequests().length;
    expect(await identity.exchange(await ssoToken({ amr: ['mfa'] }))).toMatchObject({ kind: 'verified' });
    expect(tokenRequests().length).toBe(before);
  });

  it('is invalid if the token is forged', async () => {
    expect(await identity.exchange(await ssoToken({ azp: ADA }))).toEqual({ kind: 'invalid', reason: 'azp' });
  });

  it('is verified if Entra answers on behalf of the person with an id token that proves MFA', async () => {
    issuer.bent.onBehalfOf = tokenAnswer(await idToken({ amr: ['mfa'] }), 'graph-token');
    expect(await identity.exchange(await ssoToken())).toMatchObject({
      kind: 'verified',
      claims: { person: { oid: ADA }, amr: ['mfa'], roles: ['R'] },
    });
    const form = tokenRequests().at(-1)?.form;
    expect(form?.get('requested_token_use')).toBe('on_behalf_of');
    expect(form?.get('scope')?.split(' ')).toContain('User.Read');
    expect(form?.get('claims')).toContain('cp1');
  });

  it.each<[string, Record<string, unknown>]>([
    ['does not prove MFA', { amr: ['pwd'] }],
    ['is another person’s', { amr: ['mfa'], oid: BOB }],
    ['is not genuine', { amr: ['mfa'], aud: BOB }],
  ])('needs interaction if the id token in between %s', async (_name, over) => {
    issuer.bent.onBehalfOf = tokenAnswer(await idToken(over), 'graph-token');
    expect(await identity.exchange(await ssoToken())).toMatchObject({
      kind: 'interaction-required',
      challenge: undefined,
    });
  });

  it.each(['interaction_required', 'invalid_grant'])('carries the claims challenge of %s', async (error) => {
    const body = { error, error_description: 'AADSTS50076', suberror: 'basic_action', claims: CHALLENGE };
    issuer.bent.onBehalfOf = { status: 400, body };
    expect(await identity.exchange(await ssoToken())).toMatchObject({
      kind: 'interaction-required',
      claims: { person: { oid: ADA } },
      challenge: CHALLENGE,
    });
  });

  it('falls back to the page on any other failure, and logs it without the token', async () => {
    const token = await ssoToken();
    issuer.bent.onBehalfOf = { status: 400, body: { error: 'invalid_client', error_description: `no ${token}` } };
    expect(await identity.exchange(token)).toMatchObject({ kind: 'interaction-required', challenge: undefined });
    expect(log.entries.at(-1)).toMatchObject({ level: 'warn', fields: { code: 'invalid_client' } });
    expect(JSON.stringify(log.entries)).not.toContain(token);
  });
});
