import type { IssuedSecret } from '../../domain/secrets/issued-secret.ts';
import type { NewSecret } from '../../domain/secrets/secret-form.ts';
import type { Application, ClientId, FederatedCredential } from '../../domain/shared/application.ts';

/** Whether a person waits for the answer, which is the usual case. Then Entra is asked to answer it before others. */
export type Urgency = 'person-waits' | 'background';

/** The applications and their client secrets, in Entra. Reads may lag writes by seconds. */
export interface Directory {
  /** Whether it is a registration of the bot's own. Such a one exists for nobody: it is never read, and never changed. */
  isOwn(clientId: ClientId): boolean;
  /**
   * The given applications that exist, in no particular order. Only these are read: one request for up to 300 of them,
   * however many the tenant has. Throws DirectoryFault.
   */
  applications(clientIds: readonly ClientId[], urgency?: Urgency): Promise<readonly Application[]>;
  application(clientId: ClientId): Promise<Application | undefined>;
  /**
   * The same applications. Those without a live client secret say how else they can sign in, if Entra tells. It costs a
   * request for each 300 of these, and none if each application has a live secret. Throws DirectoryFault.
   */
  withOtherCredentials(applications: readonly Application[], urgency?: Urgency): Promise<readonly Application[]>;
  /**
   * The federated credentials of these applications, at most 300 of them, for one request. Throws DirectoryFault if the
   * request fails.
   */
  federatedCredentials(clientIds: readonly ClientId[]): Promise<FederatedAnswers>;
  /**
   * The applications whose names begin with one of these texts; letter case may matter or not. Costs a request for each
   * 15 texts, and for each 999 applications that are found. Throws DirectoryFault.
   */
  beginningWith(beginnings: readonly string[]): Promise<readonly Application[]>;
  /**
   * Every application that the bot can see, with its certificates, page by page, so that any number fits into memory. It costs a request for each
   * 999 of the tenant, so it is for what can be answered in no other way. Throws DirectoryFault.
   */
  everything(): AsyncIterable<readonly Application[]>;
  /** Creates a secret. Is never retried after the request may have arrived. Throws DirectoryFault. */
  addSecret(clientId: ClientId, secret: NewSecret): Promise<IssuedSecret>;
  /** The days that a secret may live by the tenant's default policy. Undefined if there is no limit, or it cannot be read. */
  longestLife(): Promise<number | undefined>;
  /** `absent`: Entra knows no such key (already gone, or just added and not replicated yet). */
  removeSecret(clientId: ClientId, keyId: string): Promise<'removed' | 'absent'>;
}

/** What Entra has told of some applications. Those that are in neither map do not exist. */
export interface FederatedAnswers {
  readonly found: ReadonlyMap<ClientId, readonly FederatedCredential[]>;
  /** Why it has not told of these. */
  readonly faults: ReadonlyMap<ClientId, DirectoryFault>;
}

export type DirectoryProblem =
  | 'absent'
  | 'forbidden'
  /** The tenant's policy allows no life as long as that. */
  | 'lifetime'
  /** The tenant's policy allows this application no client secret. */
  | 'credential-type'
  | 'full'
  /** Entra allows an application that personal accounts may use two secrets, and both are there. */
  | 'two-at-most'
  | 'throttled'
  | 'unreachable'
  | 'unexpected';

export class DirectoryFault extends Error {
  readonly problem: DirectoryProblem;
  /** Whether a change may have been carried out all the same (time-out, 5xx). */
  readonly ambiguous: boolean;
  /** Graph's request id, for the operator's log. */
  readonly requestId: string | undefined;

  constructor(
    problem: DirectoryProblem,
    details: { ambiguous: boolean; requestId?: string | undefined; cause?: unknown },
  ) {
    super(`directory: ${problem}`, { cause: details.cause });
    this.name = 'DirectoryFault';
    this.problem = problem;
    this.ambiguous = details.ambiguous;
    this.requestId = details.requestId;
  }
}
