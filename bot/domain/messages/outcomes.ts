import type { ApplicationRef } from '../shared/application.ts';
import { APPLICATION_STATES } from '../shared/application-filter.ts';
import type { ContactAct } from '../shared/command.ts';
import type { OrganisationScope } from '../shared/organisation.ts';
import type { Contact } from './contact.ts';
import type { ContentKind, RecipientKind } from './kinds.ts';
import type { WaitingPerson } from './notice.ts';

/** A message that was given up, for administrators. */
export interface Undelivered {
  /** The message's id. */
  readonly message: string;
  /** The name of the channel or the person; empty if unknown. */
  readonly to: { readonly kind: RecipientKind; readonly name: string };
  readonly about: ContentKind;
  /** How many reminders are in it; 0 if it is no digest. */
  readonly items: number;
  readonly since: Date;
  /** The platform's own word for the last failure. */
  readonly code: string;
}

/** Messages that are not given up: they wait for a person without a 1:1 chat, or until the bot meets an administrator. */
export type Waiting = { readonly since: Date } & (
  | ({ readonly kind: 'person' } & WaitingPerson)
  | { readonly kind: 'administrators'; readonly about: readonly ContentKind[] }
);

/** Why the form about contacts is shown again. */
export type ContactProblem = 'no-address' | 'bad-address' | 'too-many' | 'full';

/** A contact as a manager of its organisation, or an administrator, sees it. */
export interface ContactView extends Contact {
  /** The link of its first e-mail is too old, so that its holder cannot confirm it any more. */
  readonly isLinkOver: boolean;
  /** Its organisation has no application any more, so that it gets nothing. False if nobody has looked. */
  readonly isForsaken: boolean;
}

/** Which applications are meant: those in a state, or those of which a manager is away. */
export const NUDGE_ABOUT = [...APPLICATION_STATES, 'away'] as const;
export type NudgeAbout = (typeof NUDGE_ABOUT)[number];

/** What would end a way in which people are reached. */
export type WayEnd = 'unlink' | 'mail-off' | 'contact';

/** The outcomes of the commands about messages that did not arrive, and about those who get them. */
export type MessagesOutcome =
  | {
      readonly kind: 'undelivered';
      readonly messages: readonly Undelivered[];
      /** The longest waiting first. */
      readonly waiting: readonly Waiting[];
    }
  /**
   * The names of the managers to whom a message is on its way, and of those whom the bot has not met. A name is untrusted
   * text, and empty if none is known.
   */
  | {
      readonly kind: 'nudged';
      readonly application: ApplicationRef;
      readonly told: readonly string[];
      readonly untold: readonly string[];
    }
  /** The managers of several applications at once: `ask` before anybody is asked, `asked` afterwards. */
  | {
      readonly kind: 'nudged-all';
      readonly step: 'ask' | 'asked';
      readonly about: NudgeAbout;
      /** How many applications it is about, and how many of these nobody manages. */
      readonly applications: number;
      readonly unmanaged: number;
      readonly told: readonly string[];
      readonly untold: readonly string[];
    }
  | {
      readonly kind: 'contact-form';
      /** As it was typed, like `addresses`. */
      readonly query: string;
      readonly addresses: string;
      readonly problem: ContactProblem | undefined;
      /** Words that are no address. */
      readonly bad: readonly string[];
      /** The asker is an administrator, so that nobody has to accept what they add. */
      readonly adds: boolean;
    }
  | {
      readonly kind: 'contacts-added';
      readonly organisation: OrganisationScope;
      readonly added: readonly Contact[];
      /** Addresses that the organisation had already. */
      readonly known: readonly Contact[];
      /** Addresses whose holders want no mail, so that they were not added. */
      readonly refused: readonly string[];
    }
  | {
      readonly kind: 'contacts';
      /** One page of them, by organisation. */
      readonly contacts: readonly ContactView[];
      /** The words by which they were chosen. */
      readonly query: string;
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      readonly total: number;
      /** The asker is an administrator, who accepts what others have proposed. */
      readonly confirms: boolean;
      /** What the press of a button came to; undefined if the asker has only looked. */
      readonly done?: ContactAct;
    }
  /** It would be the end of the last way to reach the people of these applications, so nothing was changed. */
  | {
      readonly kind: 'last-way';
      readonly end: WayEnd;
      /** A few of those that the asker sees; maybe none. */
      readonly applications: readonly ApplicationRef[];
      readonly total: number;
    };
