import type { SignInReport } from '../../domain/rotation/rotation.ts';
import type { ClientId } from '../../domain/shared/application.ts';

/** Entra's report of when credentials were last used. Optional: many tenants have none. */
export interface SignInReports {
  /** Undefined if there is no report: the tenant has no licence, the bot no permission, or Entra does not answer. Never throws. */
  of(clientId: ClientId): Promise<SignInReport | undefined>;
}
