import type { SecretUse } from '../../domain/secrets/last-use.ts';
import type { ClientId } from '../../domain/shared/application.ts';

/** A page of the whole report. */
export interface ReportPage {
  readonly uses: readonly SecretUse[];
  /** Graph's link to the next page. Undefined if this is the last. */
  readonly link: string | undefined;
}

/** Entra's report of when credentials were last used. Optional: many tenants have none. */
export interface SignInReports {
  /**
   * The last uses of one application's secrets, for somebody who waits. Undefined if there is no report: the tenant has no
   * licence, the bot no permission, Entra does not answer, or it has been asked as often as it allows. Never throws.
   */
  of(clientId: ClientId): Promise<readonly SecretUse[] | undefined>;
  /**
   * The first page of the whole report, or the one to which `link` leads. Waits until Entra may be asked and leaves room
   * for others, or rejects at `stopping`. Throws DirectoryFault.
   */
  page(link: string | undefined, stopping: AbortSignal): Promise<ReportPage>;
}
