import type { Need } from './session.ts';
import type { Lack } from './silent-failure.ts';

/** The outcomes of signing in and out. */
export type SignInOutcome =
  | {
      readonly kind: 'sign-in';
      readonly need: Need;
      /** Identifies the silent token exchange that may make the button unnecessary. */
      readonly signInId: string;
      readonly url: string;
      /** Whether silent single sign-on may be tried: never for a step-up, never in a channel. */
      readonly sso: boolean;
      /** What the silent sign-on lacked, if it failed. */
      readonly lack: Lack | undefined;
    }
  | { readonly kind: 'signed-in'; readonly name: string }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'not-signed-in' }
  | {
      readonly kind: 'who-am-i';
      readonly name: string;
      readonly administrator: boolean;
      readonly managed: number;
      readonly signedInAt: Date;
      readonly sessionUntil: Date;
      readonly stepUpUntil: Date | undefined;
      readonly now: Date;
    };
