import type { KnownUses } from '../../domain/secrets/last-use.ts';
import type { KeptCredentials } from './watched-applications.ts';

/** What is kept of the credentials of these applications, for a person who looks at them. */
export interface KnownCredentials {
  readonly uses: KnownUses;
  readonly others: readonly KeptCredentials[];
}
