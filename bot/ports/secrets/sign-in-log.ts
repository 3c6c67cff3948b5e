import type { LoggedSignIn, Refusal } from '../../domain/secrets/sign-in-log.ts';
import type { ClientId } from '../../domain/shared/application.ts';

/** What was read of the log. */
export interface LogPart {
  readonly entries: readonly LoggedSignIn[];
  /** False if there were more entries than are read at once. Then the oldest are left out. */
  readonly complete: boolean;
  /**
   * The newest sign-in that may have been with any secret, because the log does not say with which credential; now if an entry
   * could not be read. Undefined if every entry is clear.
   */
  readonly unclearAt: Date | undefined;
}

/**
 * Entra's log of the sign-ins of applications. It runs minutes late, and is for background work: a question waits
 * for its turn, until `stopping`. Throws DirectoryFault; `forbidden` if the bot lacks the right or the tenant the licence.
 */
export interface SignInLog {
  /** The sign-ins of all applications that Entra has refused for this reason since then. */
  refused(why: Refusal, since: Date, stopping: AbortSignal): Promise<LogPart>;
  /** The successful sign-ins of one application since then. */
  succeeded(clientId: ClientId, since: Date, stopping: AbortSignal): Promise<LogPart>;
}
