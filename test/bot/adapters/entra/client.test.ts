import { X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { claimsRequest } from '../../../../bot/adapters/entra/claims-request.ts';
import { createEntraClient, KEEP_NOTHING } from '../../../../bot/adapters/entra/client.ts';
import type { Credential } from '../../../../bot/ports/shared/credential.ts';
import { CLIENT, type Issuer, startIssuer, TENANT, tokenAnswer } from './issuer.ts';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

const subject = [{ name: 'commonName', value: 'bot' }];
const formOf = async (credential: Credential) => {
  const client = createEntraClient({ loginUrl: issuer.url, tenantId: TENANT, clientId: CLIENT, credential });
  const redirectUri = 'https://bot.example';
  await client.acquireTokenByCode({ ...KEEP_NOTHING, code: 'x', redirectUri, scopes: ['openid'] }).catch(() => null);
  return issuer.seen.at(-1)?.form;
};

describe('the client of Entra', () => {
  it('sends the secret of the registration when one is set', async () => {
    expect((await formOf({ kind: 'secret', secret: 'bot-secret' }))?.get('client_secret')).toBe('bot-secret');
  });

  it('fetches a new assertion for each token when the registration is federated', async () => {
    const form = await formOf({
      kind: 'federated',
      identity: { token: async (resource) => `for ${resource}` },
      audience: 'api://AzureADTokenExchangeUSGov',
    });
    expect(form?.get('client_assertion')).toBe('for api://AzureADTokenExchangeUSGov');
  });

  it('signs with the certificate, names it by its SHA-256 thumbprint, and sends it along', async () => {
    const pems = await generate(subject);
    const { fingerprint256, raw } = new X509Certificate(pems.cert);
    const thumbprintSha256 = fingerprint256.replaceAll(':', '');
    const credential = { privateKey: pems.private, certificate: pems.cert, thumbprintSha256 };
    const assertion = (await formOf({ kind: 'certificate', ...credential }))?.get('client_assertion');
    const [header] = (assertion ?? '').split('.');
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toMatchObject({
      'x5t#S256': Buffer.from(thumbprintSha256, 'hex').toString('base64url'),
      x5c: [raw.toString('base64')],
    });
  });
});

describe('tokens', () => {
  it('keeps no token in memory after it was read', async () => {
    const credential = { kind: 'secret', secret: 's' } as const;
    const client = createEntraClient({ loginUrl: issuer.url, tenantId: TENANT, clientId: CLIENT, credential });
    using asked = vi.spyOn(ConfidentialClientApplication.prototype, 'acquireTokenByCode');
    const idToken = await issuer.sign(issuer.claims());
    issuer.bent.byCode = tokenAnswer(idToken, 'access-canary');
    const request = { code: 'x', redirectUri: 'https://bot.example', scopes: ['openid'] };
    const result = await client.acquireTokenByCode({ ...KEEP_NOTHING, ...request });
    expect(result.accessToken).toBe('access-canary');
    const [msal] = asked.mock.contexts;
    if (!(msal instanceof ConfidentialClientApplication)) throw new Error('not msal’s client');
    const kept = msal.getTokenCache().serialize();
    expect([kept.includes('canary'), kept.includes(idToken)]).toEqual([false, false]);
  });
});

describe('the claims request', () => {
  it('merges the challenge with the authentication context', () => {
    const challenge = '{"access_token":{"nbf":{"value":"1"}},"userinfo":{}}';
    const acrs = { essential: true, value: 'c1' };
    expect(JSON.parse(claimsRequest(challenge, 'c1') ?? '')).toEqual({
      access_token: { nbf: { value: '1' }, acrs },
      id_token: { acrs },
      userinfo: {},
    });
  });

  it.each(['', 'no json', '[]', '"x"', 'null', '{"a":'])(
    'leaves out a challenge that is not a JSON object: %j',
    (challenge) => {
      expect(claimsRequest(challenge, undefined)).toBeUndefined();
    },
  );

  it('changes no prototype when the challenge holds __proto__', () => {
    claimsRequest('{"__proto__":{"polluted":true},"access_token":{"__proto__":{"polluted":true}}}', 'c1');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
