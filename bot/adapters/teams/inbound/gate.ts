import { createHash } from 'node:crypto';
import { type CryptoKey, errors, jwtVerify } from 'jose';
import type { Clock } from '../../../ports/shared/clock.ts';
import { createServiceUrlCheck } from '../outbound/service-urls.ts';
import type { TeamsSettings } from '../settings.ts';
import { ACTIVITY, type Activity, tenantsOf } from './activity.ts';
import { createSigningKeys, KeysUnavailable, type SigningKey } from './keys.ts';
import { putNewest } from './limits/rate-limit.ts';
import { withoutNulls } from './without-nulls.ts';

const CHANNEL = 'msteams';
/** The clock skew that Microsoft allows for these tokens. */
const SKEW_SECONDS = 300;
/**
 * A genuine token is known for so long, or until it ends: Teams sends the same one with each activity, and to check its
 * signature again costs more than the rest of the gate. A key that is withdrawn is trusted so much longer: see
 * decision 0050.
 */
const KNOWN_MS = 5 * 60_000;
const KNOWN_TOKENS = 100;

/** Why a request is turned away; `reason` is for the log only. */
export interface TurnedAway {
  readonly kind: 'turned-away';
  readonly status: 400 | 401 | 403 | 503;
  readonly reason: string;
}

/** What the channel has signed about the origin of a request. */
export interface Passport {
  readonly kind: 'genuine';
  readonly serviceUrl: string;
}

export interface Admitted {
  readonly kind: 'admitted';
  readonly activity: Activity;
  /** The parsed body, without its nulls: the SDK takes some of them for objects. */
  readonly body: Record<string, unknown>;
}

export interface Gate {
  /** Checks the Authorization header before a byte of the body is read. */
  authenticate(authorization: string | undefined): Promise<Passport | TurnedAway>;
  /** Checks the body, given an authenticated token. */
  admit(passport: Passport, text: string): Admitted | TurnedAway;
  /** Resolves if tokens can be checked. */
  ready(): Promise<void>;
}

type GateSettings = Pick<
  TeamsSettings,
  'botId' | 'tenantId' | 'botOpenIdMetadataUrl' | 'botTokenIssuer' | 'botServiceUrls'
>;

/**
 * Our own check of every inbound activity, ahead of the SDK's, which is wider than it should be. See decision 0002: our
 * own gate checks every activity before the SDK sees it.
 */
export function createGate(settings: GateSettings, clock: Clock, cooldownMs?: number): Gate {
  const keys = createSigningKeys(settings.botOpenIdMetadataUrl, () => clock().getTime(), cooldownMs);
  const isServiceUrl = createServiceUrlCheck(settings.botServiceUrls);

  const findKey = async (kid: string | undefined): Promise<CryptoKey> => {
    const key = kid === undefined ? undefined : await keys.find(kid);
    if (key === undefined) throw new Rejected('unknown key');
    if (!speaksForTeams(key)) throw new Rejected('key not endorsed for the channel');
    return key.key;
  };
  const known = new Map<string, { readonly passport: Passport; readonly until: number }>();
  const verify = async (token: string): Promise<Passport> => {
    const digest = createHash('sha256').update(token).digest('base64');
    const before = known.get(digest);
    const now = clock();
    if (before !== undefined && now.getTime() < before.until) return before.passport;
    const { passport, endsAt } = await checkSignature(token, now);
    putNewest(known, digest, { passport, until: Math.min(endsAt, now.getTime() + KNOWN_MS) }, KNOWN_TOKENS);
    return passport;
  };
  const checkSignature = async (token: string, now: Date) => {
    const { payload } = await jwtVerify(token, (header) => findKey(header.kid), {
      algorithms: ['RS256'],
      issuer: settings.botTokenIssuer,
      audience: settings.botId,
      requiredClaims: ['exp', 'serviceurl'],
      clockTolerance: SKEW_SECONDS,
      currentDate: now,
    });
    const serviceUrl = payload['serviceurl'];
    if (payload.aud !== settings.botId || typeof serviceUrl !== 'string') throw new Rejected('claim of another type');
    const passport: Passport = { kind: 'genuine', serviceUrl };
    return { passport, endsAt: (payload.exp ?? 0) * 1000 };
  };

  return {
    async authenticate(authorization) {
      const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
      if (token === undefined) return turnedAway(401, 'no bearer token');
      try {
        return await verify(token);
      } catch (cause) {
        return cause instanceof KeysUnavailable
          ? turnedAway(503, 'signing keys unavailable')
          : turnedAway(401, reasonOf(cause));
      }
    },
    admit(passport, text) {
      const body = parseObject(text);
      const parsed = ACTIVITY.safeParse(body);
      if (body === undefined || !parsed.success) return turnedAway(400, 'not an activity');
      const activity = parsed.data;
      if (activity.channelId !== CHANNEL) return turnedAway(403, 'another channel');
      if (activity.serviceUrl !== passport.serviceUrl) return turnedAway(403, 'service URL is not the signed one');
      if (!isServiceUrl(activity.serviceUrl)) return turnedAway(403, 'service URL not allowed');
      const tenants = tenantsOf(activity);
      const ours = tenants.length > 0 && tenants.every((tenant) => tenant === settings.tenantId.toLowerCase());
      return ours ? { kind: 'admitted', activity, body } : turnedAway(403, 'another tenant');
    },
    ready: () => keys.ready(),
  };
}

class Rejected extends Error {}

function speaksForTeams({ endorsements }: SigningKey): boolean {
  return endorsements === undefined || endorsements.length === 0 || endorsements.includes(CHANNEL);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = withoutNulls(JSON.parse(text));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The log gets no message of a foreign error: it may quote the token. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Rejected) return cause.message;
  if (cause instanceof errors.JWTClaimValidationFailed) return `claim ${cause.claim} ${cause.reason}`;
  return cause instanceof errors.JOSEError ? cause.code : 'unreadable token';
}

function turnedAway(status: TurnedAway['status'], reason: string): TurnedAway {
  return { kind: 'turned-away', status, reason };
}
