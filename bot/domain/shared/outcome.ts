import type { AccessOutcome } from '../access/access-view.ts';
import type { Claim, DigestView } from '../reminders/digest.ts';
import type { Link } from '../reminders/link.ts';
import type { SweepReport } from '../reminders/sweep.ts';
import type { DeleteWarning, Evidence, Rotation } from '../rotation/rotation.ts';
import type { FormProblem } from '../secrets/secret-form.ts';
import type { Need } from '../sign-in/session.ts';
import type { Application, ApplicationRef, ClientSecret } from './application.ts';
import type { HelpTopic, MailChoice, Purpose } from './command.ts';
import type { SecretStatus } from './expiry.ts';
import type { ApplicationName } from './naming.ts';
import type { Scope } from './organisation.ts';
import type { Refusal, RequestRefusal } from './refusal.ts';

export interface SecretView extends ClientSecret {
  readonly status: SecretStatus;
}

/** An application as a card shows it: secrets with their status, sorted (expiring, valid, expired; soonest first). */
export interface ApplicationView extends Application {
  readonly secrets: readonly SecretView[];
  /** Undefined where the name does not follow the naming convention. */
  readonly parts: ApplicationName | undefined;
  readonly hasLiveSecret: boolean;
}

/** How a system asks for a bearer token: shown with a placeholder for the secret. */
export interface TokenExample {
  readonly tokenUrl: string;
  readonly scope: string;
  /** Undefined where no single application was named: the example then has a placeholder. */
  readonly clientId: string | undefined;
}

export interface CreateForm {
  readonly nonce: string;
  readonly application: ApplicationRef;
  /** What the person typed, or the prefill. */
  readonly name: string;
  readonly expiry: string;
  /** First and last day that may be chosen, `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly problems: readonly FormProblem[];
}

export interface DeleteForm {
  readonly nonce: string;
  readonly application: ApplicationRef;
  readonly secret: SecretView;
  /** The application's only live secret: its name must be typed. */
  readonly lastLive: boolean;
  readonly typedName: string;
  readonly mismatch: boolean;
  /** In a rotation: what speaks against deleting already. */
  readonly warnings: readonly DeleteWarning[];
}

/** One secret on the timeline. */
export interface ExpiringRow {
  readonly application: ApplicationRef;
  readonly secret: SecretView;
  /** Calendar days; 0 is today. */
  readonly daysLeft: number;
}

export interface RotationView {
  readonly rotation: Rotation;
  /** Nothing connects with the old secret any more, whatever the steps. */
  readonly oldExpired: boolean;
  /** Undefined where the sign-in report is off or not to be had. */
  readonly evidence: Evidence | undefined;
  /** Whether the operator has switched the sign-in report on. */
  readonly reportOn: boolean;
  /** At step 1: live secrets, newer than the old one, that could take its place. */
  readonly candidates: readonly ClientSecret[];
  readonly warnings: readonly DeleteWarning[];
  /** Somebody else was faster, or something changed outside: said above the card. */
  readonly news: 'step-taken' | 'new-secret-gone' | 'secret-created' | undefined;
  /** Where the value went, with news `secret-created`. */
  readonly delivered: { readonly where: 'here' | 'personal'; readonly minutes: number } | undefined;
}

/** A digest that could not be delivered, for administrators. */
export interface Undelivered {
  readonly digest: string;
  /** In words: the channel's or the person's name. */
  readonly to: { readonly kind: 'channel' | 'chat' | 'mail' | 'administrators'; readonly name: string };
  readonly items: number;
  readonly since: Date;
  /** The platform's own word for the last failure. */
  readonly code: string;
}

/** A short answer beside a card that stays as it is. */
export type Note =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'request'; readonly refusal: RequestRefusal }
  | { readonly kind: 'reviewed'; readonly how: 'confirmed' | 'declined' | 'approved' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'claimed' }
  | { readonly kind: 'claimed-before'; readonly claim: Claim; readonly mine: boolean }
  | { readonly kind: 'settled' };

/** What a command came to, as data: exactly one card answers each. */
export type Outcome =
  | {
      readonly kind: 'help';
      readonly topic: HelpTopic;
      readonly example: TokenExample;
      readonly signedIn: boolean;
      /** Whether e-mail is set up, and so may be spoken of. */
      readonly mail: boolean;
      readonly administrator: boolean;
    }
  | {
      readonly kind: 'applications';
      readonly applications: readonly ApplicationView[];
      readonly filter: string;
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      readonly total: number;
    }
  | { readonly kind: 'no-applications' }
  | { readonly kind: 'application'; readonly application: ApplicationView }
  | { readonly kind: 'create-form'; readonly form: CreateForm }
  | {
      readonly kind: 'created';
      readonly application: ApplicationRef;
      readonly secret: SecretView;
      readonly where: 'here' | 'personal';
      readonly minutes: number;
      /** The guide advises against short lives. */
      readonly shortLived: boolean;
    }
  | { readonly kind: 'delete-form'; readonly form: DeleteForm }
  | {
      readonly kind: 'deleted';
      readonly application: ApplicationRef;
      readonly secret: SecretView | undefined;
      readonly already: boolean;
    }
  | {
      readonly kind: 'choose-application';
      readonly purpose: Purpose;
      readonly query: string;
      readonly hint: string;
      readonly candidates: readonly ApplicationRef[];
    }
  | {
      readonly kind: 'choose-secret';
      readonly purpose: 'delete' | 'rotate';
      readonly application: ApplicationView;
      readonly hint: string;
    }
  | {
      readonly kind: 'not-found';
      readonly purpose: Purpose;
      readonly query: string;
      readonly suggestions: readonly ApplicationRef[];
    }
  | {
      readonly kind: 'who-am-i';
      readonly name: string;
      readonly administrator: boolean;
      readonly managed: number;
      readonly signedInAt: Date;
      readonly sessionUntil: Date;
      readonly stepUpUntil: Date | undefined;
      readonly now: Date;
    }
  | { readonly kind: 'not-signed-in' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly name: string }
  | {
      readonly kind: 'sign-in';
      readonly need: Need;
      /** Identifies the silent token exchange that may make the button unnecessary. */
      readonly signInId: string;
      readonly url: string;
      /** Whether silent single sign-on may be tried: never for a step-up, never in a channel. */
      readonly sso: boolean;
    }
  | {
      readonly kind: 'expiring';
      readonly days: number;
      readonly now: Date;
      /** IANA name of the zone whose calendar days count. */
      readonly zone: string;
      /** Soonest first. */
      readonly rows: readonly ExpiringRow[];
    }
  | {
      readonly kind: 'choose-scope';
      readonly act: 'link' | 'unlink';
      readonly query: string;
      readonly scopes: readonly Scope[];
    }
  | { readonly kind: 'linked'; readonly scope: Scope; readonly already: boolean }
  | { readonly kind: 'unlinked'; readonly scope: Scope | undefined }
  | {
      readonly kind: 'links';
      readonly links: readonly Link[];
      /** Of these the asker may unlink; by link id. */
      readonly mayUnlink: ReadonlySet<string>;
    }
  | { readonly kind: 'digest'; readonly digest: DigestView; readonly page: number }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'rotation'; readonly view: RotationView }
  | { readonly kind: 'rotations'; readonly rotations: readonly Rotation[] }
  | { readonly kind: 'nothing-to-rotate'; readonly application: ApplicationRef }
  | { readonly kind: 'mail-choice'; readonly choice: MailChoice; readonly changed: boolean }
  | { readonly kind: 'sweep'; readonly report: SweepReport; readonly before: number | undefined }
  | { readonly kind: 'undelivered'; readonly digests: readonly Undelivered[] }
  | AccessOutcome
  | { readonly kind: 'stored' }
  | { readonly kind: 'working' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly reference: string | undefined }
  | { readonly kind: 'unknown'; readonly text: string };
