import { createHash } from 'node:crypto';

/** What Entra keeps of the values of secrets: enough to recognise one, and not enough to show it. */
export interface SecretValues {
  keep(keyId: string, value: string): void;
  /** Which of these secrets has this value. */
  find<T extends { readonly keyId: string }>(secrets: readonly T[], value: string): T | undefined;
}

export function createSecretValues(): SecretValues {
  const digests = new Map<string, string>();
  return {
    keep: (keyId, value) => void digests.set(keyId, digestOf(value)),
    find: (secrets, value) => secrets.find(({ keyId }) => digests.get(keyId) === digestOf(value)),
  };
}

/** The value of a secret that the world begins with. It begins with the hint, as every value does. */
export function seededValue(key: string, hint: string): string {
  return `${hint}${createHash('sha256').update(`value ${key}`).digest('base64url').slice(0, 37)}`;
}

function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
