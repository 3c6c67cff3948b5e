import type { Application, ApplicationRef } from '../shared/application.ts';
import { liveSecrets, type SecretStatus, secretStatus } from '../shared/expiry.ts';

/** An application as a search finds it: its name, and how its client secrets are. Nothing tells one secret from another. */
export interface FoundApplication extends ApplicationRef {
  /** How many client secrets are live. */
  readonly live: number;
  /** The live secret that ends first. Undefined if none is live. */
  readonly first: { readonly status: SecretStatus; readonly start: Date; readonly end: Date } | undefined;
  /** When the last of the live secrets ends. */
  readonly until: Date | undefined;
  /** When this was so. The card that shows it is not drawn again. */
  readonly seenAt: Date;
}

export function foundApplication(application: Application, now: Date): FoundApplication {
  const live = liveSecrets(application, now).toSorted((a, b) => a.end.getTime() - b.end.getTime());
  const [first, last] = [live[0], live.at(-1)];
  const { clientId, displayName } = application;
  return {
    clientId,
    displayName,
    live: live.length,
    first: first && { status: secretStatus(first, now), start: first.start, end: first.end },
    until: last?.end,
    seenAt: now,
  };
}
