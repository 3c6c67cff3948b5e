import type { ApplicationRef } from '../shared/application.ts';
import type { ApplicationView, SecretView } from '../shared/application-view.ts';
import type { Refusal } from '../shared/refusal.ts';
import type { DeleteWarning } from './delete-warning.ts';
import type { FoundApplication } from './found.ts';
import type { ReportShown } from './last-use.ts';
import type { FormProblem } from './secret-form.ts';
import type { UnexpectedCredential } from './unexpected.ts';

export interface CreateForm {
  readonly nonce: string;
  readonly application: ApplicationRef;
  /** What the person typed, or what the bot filled in. */
  readonly name: string;
  readonly expiry: string;
  /** First and last day that may be chosen, `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** The last day by the tenant's default policy, if it is before `lastDay`. An application may have another policy. */
  readonly policyDay?: string | undefined;
  readonly problems: readonly FormProblem[];
  /** The rotation that it is a step of: Cancel leads back to it. */
  readonly rotation?: string | undefined;
}

export interface DeleteForm {
  readonly nonce: string;
  readonly application: ApplicationRef;
  readonly secret: SecretView;
  /** Undefined if Entra's report of last uses is switched off. What it says of the secret is in `secret`. */
  readonly report?: ReportShown;
  /** Whether this is the application's only live secret. Then, or if it is in use, the application's name must be typed. */
  readonly lastLive: boolean;
  readonly typedName: string;
  readonly mismatch: boolean;
  /** If it is a step of a rotation: why it is too early to delete. */
  readonly warnings: readonly DeleteWarning[];
  /** The rotation that it is a step of: Cancel leads back to it. */
  readonly rotation?: string | undefined;
}

/** An expired secret in a form for several. */
export interface ExpiredSecret {
  readonly secret: SecretView;
  /** Its form. */
  readonly nonce: string;
}

/** What has become of one of several secrets. `kept`: it has not expired. */
export interface ExpiredResult {
  readonly keyId: string;
  /** Undefined if Entra did not show it before. */
  readonly secret: SecretView | undefined;
  readonly how: 'deleted' | 'gone' | 'kept' | 'failed';
  /** Defined if it has failed. */
  readonly refusal?: Refusal;
  readonly reference?: string;
}

/** What became of the message with a value. `stored`: its reader has confirmed that. `time`: its time was up. */
export interface ValueGone {
  readonly how: 'stored' | 'time';
  readonly at: Date;
}

export interface SecretOfApplication {
  readonly application: ApplicationRef;
  readonly secret: SecretView;
}

/** The outcomes of the commands that create and delete client secrets. */
export type SecretsOutcome =
  | { readonly kind: 'create-form'; readonly form: CreateForm }
  | {
      readonly kind: 'created';
      /** The nonce of the operation that created it. */
      readonly operation: string;
      readonly application: ApplicationRef;
      readonly secret: SecretView;
      readonly where: 'here' | 'personal';
      readonly minutes: number;
      /** Whether the application had no other secret. Left out if it had. */
      readonly isFirst?: boolean;
      /** Left out while the message with the value is there. */
      readonly gone?: ValueGone;
    }
  | { readonly kind: 'delete-form'; readonly form: DeleteForm }
  | {
      readonly kind: 'deleted';
      readonly application: ApplicationRef;
      readonly secret: SecretView | undefined;
      readonly already: boolean;
    }
  | {
      readonly kind: 'expired-form';
      readonly application: ApplicationRef;
      /** The oldest come first. */
      readonly secrets: readonly ExpiredSecret[];
      /** How many others have expired. */
      readonly more: number;
      readonly report?: ReportShown;
    }
  | {
      readonly kind: 'expired-deleted';
      readonly application: ApplicationRef;
      readonly results: readonly ExpiredResult[];
    }
  | {
      readonly kind: 'choose-secret';
      readonly purpose: 'delete' | 'rotate';
      readonly application: ApplicationView;
      readonly hint: string;
    }
  /** What a search has found: the asker's own, the most urgent first. */
  | { readonly kind: 'found'; readonly applications: readonly FoundApplication[] }
  /** Something like a value was sent. These secrets of the asker's own begin so. */
  | { readonly kind: 'leaked'; readonly fitting: readonly SecretOfApplication[] }
  /** Asks what is to become of a secret that is in wrong hands. Cancel leads back to `rotation`, if a card of it asked. */
  | { readonly kind: 'expose-form'; readonly exposed: SecretOfApplication; readonly rotation?: string | undefined }
  /** Credentials that were added outside the bot, of which nobody has said whose they are. */
  | {
      readonly kind: 'unexpected';
      readonly credentials: readonly UnexpectedCredential[];
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      readonly total: number;
      /** Says whether they are of the asker's own applications, or of all, as an administrator sees them. */
      readonly whose: 'own' | 'all';
    }
  /** The bot does not remove it: the answer says who can. `manages`: the asker manages its application. */
  | { readonly kind: 'remove-elsewhere'; readonly unexpected: UnexpectedCredential; readonly manages: boolean }
  /**
   * The message with the value is removed, unless `instead` says otherwise. `overwritten`: Teams did not delete it, but its
   * value is gone. `kept`: Teams refuses both for now. `nothing-left`: the bot knows of no message. `isFirst`: the application
   * had no other secret when this one was created.
   */
  | {
      readonly kind: 'stored';
      readonly instead?: 'overwritten' | 'kept' | 'nothing-left';
      readonly isFirst?: boolean;
    };
