import type { KnownUses } from '../secrets/last-use.ts';
import type { Application, ClientSecret } from '../shared/application.ts';
import { cannotConnect, hasExpired } from '../shared/expiry.ts';
import type { SecretState } from './escalation.ts';
import { newerSecretOf } from './newer-secret.ts';

/** `uses`: what is known of the use of its secrets; undefined if Entra's report is switched off. */
export function secretStateOf(
  application: Application,
  secret: ClientSecret,
  now: Date,
  uses: KnownUses | undefined,
): SecretState {
  const cutOff = hasCutOff(application, secret, now);
  const newer = newerSecretOf(secret, application.secrets, now, uses);
  if (newer === undefined) return { newer: false, cutOff };
  return { newer: true, newerSecret: { keyId: newer.keyId, name: newer.name }, cutOff };
}

/** If an application cannot connect, the secret that expired last speaks for it. */
function hasCutOff(application: Application, secret: ClientSecret, now: Date): boolean {
  if (!hasExpired(secret, now) || !cannotConnect(application, now)) return false;
  return application.secrets.every((other) => !hasExpired(other, now) || !isLater(other, secret));
}

function isLater(a: ClientSecret, b: ClientSecret): boolean {
  return a.end > b.end || (a.end.getTime() === b.end.getTime() && a.keyId > b.keyId);
}
