import { createHash } from 'node:crypto';
import type { LocalApplication, LocalSecret } from './objects.ts';
import { APPLICATIONS, type SeedApplication, type SeedSecret, type SeedSystem } from './seed.ts';
import { stableId } from './stable-id.ts';
import { createSecretValues, type SecretValues, seededValue } from './systems/secret-values.ts';
import type { LocalSystem } from './systems/system.ts';
import { accessTo } from './tenant/apis.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Seeded secrets begin and end a little later in the day, so that passing days go through "expires today". */
const LATER_MS = 3 * 60 * 60_000;

export function application(seed: SeedApplication, now: Date): LocalApplication {
  return {
    id: stableId(`object ${seed.displayName}`),
    appId: clientIdOf(seed.displayName),
    displayName: seed.displayName,
    ownedByBot: true,
    passwordCredentials: seed.secrets.map((secret, i) => credential(secret, `${seed.displayName} ${i}`, now)),
    ...(seed.reaches && { requiredResourceAccess: accessTo(seed.reaches) }),
  };
}

function credential(seed: SeedSecret, key: string, now: Date): LocalSecret {
  return {
    keyId: stableId(`key ${key}`),
    displayName: seed.name,
    hint: hintOf(key),
    startDateTime: timestamp(now.getTime() + seed.startDays * DAY_MS + LATER_MS),
    endDateTime: timestamp(now.getTime() + seed.endDays * DAY_MS + LATER_MS),
  };
}

function hintOf(key: string): string {
  return createHash('sha256').update(`hint ${key}`).digest('base64url').replaceAll(/[-_]/g, '~').slice(0, 3);
}

export function seededValues(): SecretValues {
  const values = createSecretValues();
  for (const { displayName, secrets } of APPLICATIONS)
    for (const i of secrets.keys()) {
      const key = `${displayName} ${i}`;
      values.keep(stableId(`key ${key}`), seededValue(key, hintOf(key)));
    }
  return values;
}

export function system({ id, name, displayName, secret, resource }: SeedSystem): LocalSystem {
  const key = `${displayName} ${secret}`;
  const clientId = clientIdOf(displayName);
  return { id, name, clientId, resource, value: seededValue(key, hintOf(key)), last: undefined };
}

export function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}

export function clientIdOf(displayName: string): string {
  return stableId(`app ${displayName}`);
}
