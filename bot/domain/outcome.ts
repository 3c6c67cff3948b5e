import type { Application, ApplicationRef, ClientSecret } from './application.ts';
import type { HelpTopic, Purpose } from './command.ts';
import type { SecretStatus } from './expiry.ts';
import type { ApplicationName } from './naming.ts';
import type { Refusal } from './refusal.ts';
import type { FormProblem } from './secret-form.ts';
import type { Need } from './session.ts';

export interface SecretView extends ClientSecret {
  readonly status: SecretStatus;
}

/** An application as a card shows it: secrets judged and sorted (expiring, valid, expired; soonest first). */
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
}

/** What a command came to, as data: exactly one card answers each. */
export type Outcome =
  | { readonly kind: 'help'; readonly topic: HelpTopic; readonly example: TokenExample; readonly signedIn: boolean }
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
  | { readonly kind: 'choose-secret'; readonly application: ApplicationView; readonly hint: string }
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
  | { readonly kind: 'stored' }
  | { readonly kind: 'working' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly reference: string | undefined }
  | { readonly kind: 'unknown'; readonly text: string };
