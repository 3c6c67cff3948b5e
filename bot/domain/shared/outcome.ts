import type { AccessOutcome } from '../access/outcomes.ts';
import type { AuditOutcome } from '../audit/outcomes.ts';
import type { MessagesOutcome } from '../messages/outcomes.ts';
import type { Claim } from '../reminders/claim.ts';
import type { RemindersOutcome } from '../reminders/outcomes.ts';
import type { RotationOutcome } from '../rotation/outcomes.ts';
import type { SecretsOutcome } from '../secrets/outcomes.ts';
import type { TokenTarget } from '../secrets/token-target.ts';
import type { SignInOutcome } from '../sign-in/outcomes.ts';
import type { ApplicationRef } from './application.ts';
import type { ApplicationView } from './application-view.ts';
import type { HelpTopic, Purpose } from './command.ts';
import type { Apis } from './naming.ts';
import type { ContactRefusal, Refusal, RequestRefusal } from './refusal.ts';

/** How a system asks for a bearer token: shown with a placeholder for the secret. */
export interface TokenExample {
  readonly tokenUrl: string;
  readonly scope: string;
  /** Undefined if no single application was named. Then the example has a placeholder. */
  readonly clientId: string | undefined;
  /** Each needs an example of its own. If undefined, one example fits all: answers of an earlier version have none. */
  readonly targets?: readonly TokenTarget[] | undefined;
}

/** A short answer to a press on a card that stays as it is. */
export type Note =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'request'; readonly refusal: RequestRefusal }
  | { readonly kind: 'reviewed'; readonly how: 'confirmed' | 'declined' | 'approved' | 'meant' }
  | { readonly kind: 'contact'; readonly refusal: ContactRefusal }
  | { readonly kind: 'contact-decided'; readonly how: 'confirm' | 'decline' }
  /** The person has said that a credential which was added outside the bot is theirs. */
  | { readonly kind: 'is-ours' }
  /** It is of an application that the person does not manage, or the bot does not know it. */
  | { readonly kind: 'not-concerned' }
  /** Somebody has said whose it is, or it is gone. */
  | { readonly kind: 'answered-before' }
  /** The answer is in a message of its own (`opened`), in the 1:1 chat, or on its way; or Teams has refused it. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'opened-below' }
  | { readonly kind: 'opened-in-chat' }
  | { readonly kind: 'coming' }
  | { readonly kind: 'not-sent' }
  /** The person must sign in first: the card for it is in a message of its own, or in the 1:1 chat. */
  | { readonly kind: 'sign-in-sent' }
  | { readonly kind: 'sign-in-in-chat' }
  /** The person is not on it: it is another's claim, or nobody's. */
  | { readonly kind: 'not-on-it' }
  | { readonly kind: 'claimed-before'; readonly claim: Claim }
  | { readonly kind: 'settled' };

/** One thought of a page of help: a few words in bold, then the rest. */
export interface HelpPoint {
  readonly lead: string;
  readonly text: string;
  /** The line of a command is under this heading. An answer of an earlier version has none. */
  readonly section?: HelpSection;
}

/** The headings of the page with all commands, in their order. */
export const HELP_SECTIONS = ['secrets', 'reminders', 'access', 'administrators', 'account'] as const;
export type HelpSection = (typeof HELP_SECTIONS)[number];

/**
 * Who reads the first page of help: its buttons fit them. `colleague`: signed in, and without a role. `newcomer`: nothing is
 * known of them yet.
 */
export type HelpAudience = 'newcomer' | 'colleague' | 'manager' | 'administrator';

/** The outcomes that belong to no slice alone. */
export type SharedOutcome =
  | {
      readonly kind: 'help';
      readonly topic: HelpTopic;
      readonly apis: Apis;
      readonly example: TokenExample;
      readonly signedIn: boolean;
      /** An answer of an earlier version has none. */
      readonly audience?: HelpAudience;
      /** The commands that belong on this page, for this person. */
      readonly commands: readonly HelpPoint[];
    }
  | {
      readonly kind: 'applications';
      readonly applications: readonly ApplicationView[];
      readonly filter: string;
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      readonly total: number;
      /** Assigned to the person, and not in Entra any more. The name is empty if the bot never read it. */
      readonly gone: readonly ApplicationRef[];
      /** Whether these are the asker's own, or all that the bot looks after, as an administrator sees them. */
      readonly whose: 'own' | 'all';
      /** The asker is an administrator. */
      readonly mayShowAll: boolean;
    }
  /** `ask`: the words of the person, for the form for access. */
  | { readonly kind: 'no-applications'; readonly ask?: string }
  /** What the person means, or all that is assigned to them, is not in Entra any more. */
  | { readonly kind: 'applications-gone'; readonly applications: readonly ApplicationRef[] }
  | { readonly kind: 'application'; readonly application: ApplicationView }
  | {
      readonly kind: 'choose-application';
      readonly purpose: Purpose;
      readonly query: string;
      readonly hint: string;
      readonly candidates: readonly ApplicationRef[];
    }
  | {
      readonly kind: 'not-found';
      readonly purpose: Purpose;
      readonly query: string;
      /** Whether the person may have to ask for access first: only what they manage was searched. */
      readonly mayAsk?: boolean;
      readonly suggestions: readonly ApplicationRef[];
    }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'working' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly reference: string | undefined }
  /** `likely`: what the text may have meant; undefined if an earlier version answered. */
  | { readonly kind: 'unknown'; readonly text: string; readonly likely?: readonly LikelyCommand[] }
  /** Somebody said thank you. */
  | { readonly kind: 'thanks' };

/** Commands that can be offered without any more words. */
export const LIKELY_COMMANDS = ['list', 'expiring', 'create', 'rotations', 'requests', 'help'] as const;
export type LikelyCommand = (typeof LIKELY_COMMANDS)[number];

/** What the words may have meant instead: other applications that fit them, each with a button that opens it. */
export interface Beside {
  readonly purpose: Purpose;
  readonly hint: string;
  readonly others: readonly ApplicationRef[];
}

/** The outcome of a command, as data. Exactly one card answers each. */
export type Outcome = AnyOutcome & { readonly beside?: Beside };

type AnyOutcome =
  | SecretsOutcome
  | RotationOutcome
  | RemindersOutcome
  | AccessOutcome
  | SignInOutcome
  | AuditOutcome
  | MessagesOutcome
  | SharedOutcome;
