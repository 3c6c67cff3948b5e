import type { Credential, CredentialKind } from './unexpected.ts';

/**
 * One text for each credential that lets other holders in, or for longer. Entra allows a change of most of it under the id of
 * before: the issuer and subject of a federated credential, and the end and the key of a certificate.
 */
export function identityOf({ kind, keyId, end, thumbprint, trusts }: Credential): string {
  switch (kind) {
    case 'secret':
      return [kind, keyId].join('\n');
    case 'certificate':
      return [kind, keyId, end?.toISOString() ?? '', thumbprint ?? ''].join('\n');
    case 'federated':
      return [kind, keyId, trusts?.issuer ?? '', trusts?.subject ?? ''].join('\n');
  }
}

/** Which credential an identity is of. */
export function credentialIn(identity: string): Pick<Credential, 'kind' | 'keyId'> {
  const [kind = '', keyId = ''] = identity.split('\n');
  return { kind: kind as CredentialKind, keyId };
}

/** What an application was seen with, as identities. */
export interface Sightings {
  readonly seen: readonly string[];
  /** Those of `seen` that the looks since then have missed. */
  readonly missed: readonly { readonly identity: string; readonly since: Date }[];
}

/** In place of the thumbprint of a certificate: the version before kept none, so that each fits. */
export const NOT_KEPT = '?';

/** Those that an application was not seen with before: an added one, one that was changed, and one that was gone and is back. */
export function freshAmong(credentials: readonly Credential[], { seen }: Sightings): readonly Credential[] {
  const before = new Set(seen);
  const isKnown = (one: Credential) =>
    before.has(identityOf(one)) || before.has(identityOf({ ...one, thumbprint: NOT_KEPT }));
  return credentials.filter((one) => !isKnown(one));
}

/**
 * What is known after a look that saw all credentials of these kinds. What it did not see may be there all the same: a replica
 * lags behind, or Entra answers with less than it has. So it is only noted as missed. What has another content under its id
 * is not there any more.
 */
export function afterLook(
  before: Sightings,
  credentials: readonly Credential[],
  kinds: readonly CredentialKind[],
  at: Date,
): Sightings {
  const present = new Set(credentials.map(identityOf));
  const ids = new Set(credentials.map(({ kind, keyId }) => `${kind}\n${keyId}`));
  const since = new Map(before.missed.map((one) => [one.identity, one.since]));
  const others = before.seen.filter((identity) => {
    const { kind, keyId } = credentialIn(identity);
    return !(present.has(identity) || ids.has(`${kind}\n${keyId}`));
  });
  const missed = others.flatMap((identity) => {
    const before = since.get(identity);
    const isMissed = kinds.includes(credentialIn(identity).kind);
    return before === undefined && !isMissed ? [] : [{ identity, since: before ?? at }];
  });
  return { seen: [...present, ...others], missed };
}

/** Forgets what was missed first at `until` or before, and by all looks since then. `kinds`: of which it is forgotten. */
export function withoutMissed(
  { seen, missed }: Sightings,
  kinds: readonly CredentialKind[],
  until: Date,
): { readonly sightings: Sightings; readonly gone: readonly string[] } {
  const isGone = (one: Sightings['missed'][number]) =>
    kinds.includes(credentialIn(one.identity).kind) && one.since <= until;
  const gone = missed.filter(isGone).map(({ identity }) => identity);
  const sightings = {
    seen: seen.filter((identity) => !gone.includes(identity)),
    missed: missed.filter((one) => !isGone(one)),
  };
  return { sightings, gone };
}
