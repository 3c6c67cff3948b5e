import { type CryptoKey, importJWK } from 'jose';
import { z } from 'zod';
import { askOutside } from '../../../ports/shared/ask-outside.ts';

const TIMEOUT_MS = 5000;
const FRESH_MS = 24 * 60 * 60_000;
/** An unknown key id causes at most one fetch in this time: invented ids must not cause a flood. */
const COOLDOWN_MS = 30_000;

const METADATA = z.object({ jwks_uri: z.url() });
const KEY = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).optional(),
});
const KEY_SET = z.object({ keys: z.array(z.unknown()) });

export interface SigningKey {
  readonly key: CryptoKey;
  /** The channels that the key may sign for; undefined if the key set lists none. */
  readonly endorsements: readonly string[] | undefined;
}

/** The key set could not be fetched. This says nothing about any token. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('signing keys are not available', { cause });
    this.name = 'KeysUnavailable';
  }
}

export interface SigningKeys {
  /** Undefined for a key id that the newest key set does not hold. Throws KeysUnavailable if there is no key set. */
  find(kid: string): Promise<SigningKey | undefined>;
  /** Resolves if there is a key set. */
  ready(): Promise<void>;
}

/** The channel's signing keys, found through its OpenID metadata. `now` in ms. */
export function createSigningKeys(metadataUrl: string, now: () => number, cooldownMs = COOLDOWN_MS): SigningKeys {
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;

  const fetchKeys = async (): Promise<void> => {
    triedAt = now();
    keys = await loadKeys(metadataUrl);
    fetchedAt = now();
  };
  const refresh = (): Promise<void> => {
    underWay ??= fetchKeys().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  const current = async (): Promise<ReadonlyMap<string, SigningKey>> => {
    if (keys === undefined) await refresh().catch((cause: unknown) => Promise.reject(new KeysUnavailable(cause)));
    // An outage of the key server must not lock out keys that are known already.
    else if (now() - fetchedAt > FRESH_MS && now() - triedAt > cooldownMs) await refresh().catch(() => undefined);
    return keys ?? new Map();
  };
  return {
    async find(kid) {
      const known = (await current()).get(kid);
      if (known !== undefined) return known;
      if (now() - triedAt >= cooldownMs || underWay !== undefined) await refresh().catch(() => undefined);
      return keys?.get(kid);
    },
    async ready() {
      await current();
    },
  };
}

async function loadKeys(metadataUrl: string): Promise<ReadonlyMap<string, SigningKey>> {
  const { jwks_uri } = METADATA.parse(await getJson(metadataUrl));
  const { keys } = KEY_SET.parse(await getJson(jwks_uri));
  const entries = await Promise.all(keys.map(readKey));
  return new Map(entries.filter((entry) => entry !== undefined));
}

/** An unusable entry is left out; the other keys count. */
async function readKey(entry: unknown): Promise<readonly [string, SigningKey] | undefined> {
  const parsed = KEY.safeParse(entry);
  if (!parsed.success) return undefined;
  const { kid, kty, n, e, endorsements } = parsed.data;
  try {
    const key = await importJWK({ kty, n, e }, 'RS256');
    return key instanceof Uint8Array ? undefined : [kid, { key, endorsements }];
  } catch {
    return undefined;
  }
}

async function getJson(url: string): Promise<unknown> {
  const response = await askOutside(url, { timeoutMs: TIMEOUT_MS });
  if (!response.ok) throw new Error(`key server answered ${response.status}`);
  return response.json();
}
