import type { KnownUses, SecretUse } from '../../domain/secrets/last-use.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { KnownCredentials } from './known-credentials.ts';

/** Says at which place a reading of Entra's whole report begins. */
export interface ReportReading {
  /** Graph's link to the page at which a reading was left. Undefined if it begins with the first page. */
  readonly link: string | undefined;
}

/** One page of a reading, and where the reading goes on. */
export interface ReadPage {
  /** The uses of the page that are kept. */
  readonly uses: readonly SecretUse[];
  /** The newest entry of the page, of any application. */
  readonly newest: Date | undefined;
  /** Graph's link to the next page. Undefined if this was the last: then the reading is complete. */
  readonly link: string | undefined;
  /** Until when the reading belongs to this process. */
  readonly until: Date;
}

/** When the client secrets were last used, as Entra's report and its sign-in log have told. See decision 0036. */
export interface LastUses {
  /** What is known of the secrets of these applications. It is one statement. */
  of(clientIds: readonly ClientId[]): Promise<KnownUses>;
  /** Tells beside it what the applications have apart from client secrets. It is one statement, too. */
  withOthers(clientIds: readonly ClientId[]): Promise<KnownCredentials>;
  /** Keeps these uses. What is kept never goes back in time: a use before the last one changes nothing. */
  note(uses: readonly SecretUse[]): Promise<void>;
  /**
   * Takes up the reading of the whole report until `until`, if it was left in the middle or if the last complete one began
   * before `dueBefore`. Undefined if nothing is due, or if another process reads, or if it was put off.
   */
  takeUp(now: Date, dueBefore: Date, until: Date): Promise<ReportReading | undefined>;
  /** Keeps a page of the reading that was taken up, in one transaction. */
  keep(page: ReadPage): Promise<void>;
  /** Puts the reading off. `whole`: it begins with the first page then. */
  putOff(until: Date, whole: boolean): Promise<void>;
  /** Forgets uses before this moment, so that secrets which are long gone do not stay. */
  forget(before: Date): Promise<void>;
}
