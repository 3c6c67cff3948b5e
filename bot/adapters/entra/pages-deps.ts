import type { Guidance } from '../../domain/shared/guidance.ts';
import type { SignInPolicy } from '../../domain/sign-in/session.ts';
import type { People } from '../../ports/access/people.ts';
import type { Clock } from '../../ports/shared/clock.ts';
import type { Ledger } from '../../ports/shared/ledger.ts';
import type { Log } from '../../ports/shared/log.ts';
import type { Random } from '../../ports/shared/random.ts';
import type { LinkTokens } from '../../ports/sign-in/link-tokens.ts';
import type { EntraClient } from './client.ts';
import type { TokenVerifier } from './token.ts';

/** What the sign-in pages need. */
export interface SignInPagesDeps {
  readonly settings: {
    /** No trailing slash. */
    readonly publicUrl: string;
    /** The registration that people sign in to (AAD_APP_CLIENT_ID). */
    readonly clientId: string;
    /** The origins of Teams that may show the pages, as a Content-Security-Policy names them. */
    readonly teamsHosts: readonly string[];
    /** Further origins that may host the sign-in window, as well as Teams' own. */
    readonly clientOrigins: readonly string[];
    /** It says whom people ask if a sign-in does not succeed. */
    readonly guidance: Guidance;
  };
  readonly policy: SignInPolicy;
  readonly verifier: TokenVerifier;
  readonly client: EntraClient;
  readonly ledger: Pick<Ledger, 'signIns' | 'audit'>;
  /** Names the account that a link was made for, if another person used it. */
  readonly people: Pick<People, 'find'>;
  readonly random: Random;
  readonly links: LinkTokens;
  readonly clock: Clock;
  readonly log: Log;
}
