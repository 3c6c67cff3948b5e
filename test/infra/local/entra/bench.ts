import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfidentialClientApplication, CryptoProvider } from '@azure/msal-node';
import { decodeJwt, type JWTPayload } from 'jose';
import { type LocalEntra, startEntra } from '../../../../infra/local/entra/index.ts';
import { createTls, type Tls } from '../../../../infra/local/tls.ts';
import type { TrafficEntry } from '../../../../infra/local/traffic.ts';
import { createWorld, type LocalWorld } from '../../../../infra/local/world.ts';
import { EntraBrowser, type Step } from '../browser.ts';
import { trust } from '../trust.ts';
import { restoreTenant } from './restore-tenant.ts';

export const REDIRECT = 'http://localhost:3978/sign-in/callback';
export const ACRS = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });
export const ANNA = '0a000000-0000-4000-8000-000000000001';
export const EVA = '0a000000-0000-4000-8000-000000000005';
/** A member of the tenant, unlike the others here. */
export const DAAN = '0a000000-0000-4000-8000-000000000004';
export const FINN = '0a000000-0000-4000-8000-000000000006';

type Changes = Readonly<Record<string, string>>;

/** The stand-in for Entra, and an application that asks it as msal does. */
export interface EntraBench {
  readonly world: LocalWorld;
  readonly entra: LocalEntra;
  readonly tls: Tls;
  readonly traffic: readonly TrafficEntry[];
  msal(secret?: string): ConfidentialClientApplication;
  apiScope(): string;
  /** Returns an authorize address as msal builds it, and the verifier with which its code is redeemed. */
  authorizeUrl(changes?: Changes): Promise<{ url: string; verifier: string }>;
  redeem(code: string, verifier: string, changes?: Changes): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Signs in through the pages. Returns the claims of both tokens. */
  signIn(oid: string, changes?: Changes, browser?: EntraBrowser): Promise<{ access: JWTPayload; id: JWTPayload }>;
  /** Puts the tenant in order again, and signs every browser out. */
  reset(): void;
  close(): Promise<void>;
}

export async function openEntra(): Promise<EntraBench> {
  const folder = await mkdtemp(join(tmpdir(), 'entra-'));
  const tls = await createTls(folder);
  trust(tls);
  const world = createWorld(new Date());
  const traffic: TrafficEntry[] = [];
  const entra = await startEntra({ world, tls, redirectUris: [REDIRECT], onTraffic: (entry) => traffic.push(entry) });
  const apiScope = () => `${world.appId}/access_as_user`;
  const msal = (secret = world.botClientSecret) => {
    const authority = `${entra.loginUrl}/${world.tenantId}`;
    const knownAuthorities = [new URL(entra.loginUrl).host];
    return new ConfidentialClientApplication({
      auth: { clientId: world.appId, clientSecret: secret, authority, knownAuthorities },
    });
  };
  const authorizeUrl = async (changes: Changes = {}) => {
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
    const built = await msal().getAuthCodeUrl({
      scopes: [apiScope()],
      redirectUri: REDIRECT,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state: 'state-1',
      nonce: 'nonce-1',
    });
    const url = new URL(built);
    for (const [key, value] of Object.entries(changes)) {
      if (value === '') url.searchParams.delete(key);
      else url.searchParams.set(key, value);
    }
    return { url: url.href, verifier };
  };
  const redeem = async (code: string, verifier: string, changes: Changes = {}) => {
    const response = await fetch(`${entra.loginUrl}/${world.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: world.appId,
        client_secret: world.botClientSecret,
        redirect_uri: REDIRECT,
        code,
        code_verifier: verifier,
        ...changes,
      }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    world,
    entra,
    tls,
    traffic,
    msal,
    apiScope,
    authorizeUrl,
    redeem,
    signIn: async (oid, changes = {}, browser = new EntraBrowser(entra)) => {
      const { url, verifier } = await authorizeUrl(changes);
      const { body } = await redeem(codeOf(await browser.signIn(url, oid)), verifier);
      return { access: decodeJwt(String(body['access_token'])), id: decodeJwt(String(body['id_token'])) };
    },
    reset: () => {
      restoreTenant(world);
      traffic.splice(0);
      entra.sessions.clear();
    },
    close: async () => {
      await entra.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function codeOf(step: Step): string {
  return step.location?.searchParams.get('code') ?? '';
}
