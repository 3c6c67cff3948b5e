import type { ApplicationRef } from '../shared/application.ts';
import type { Scope } from '../shared/organisation.ts';
import type { Asker, NamedPerson } from '../shared/person.ts';
import type { AccessRequest, ReasonProblem, RequestBecame, RequestProblem } from './access-request.ts';
import type { AwayHow, AwayManager } from './away.ts';
import type { DirectoryPerson, DirectoryStatus } from './directory-person.ts';
import type { OrganisationTrouble, TroubleCounts } from './overview.ts';

/** Somebody who is meant to get a role and is away. */
export interface AwayWish {
  readonly person: DirectoryPerson;
  readonly how: AwayHow;
}

export interface ManagerView {
  /** With the directory's name, or else the last one known. The name may be empty. */
  readonly person: NamedPerson;
  /** `left` or `disabled`: the person is away, and counts as no manager. */
  readonly status: DirectoryStatus;
  /** When a sweep saw first that the person is away. Left out if none has, or the person is there. */
  readonly awaySince?: Date | undefined;
  readonly guest: boolean;
  readonly since: Date;
  /** Undefined if the operator's command line did it. */
  readonly by: NamedPerson | undefined;
  /** Who in the organisation confirmed it; may be empty. */
  readonly confirmedBy: string;
}

export interface AssignmentFormView {
  readonly act: 'assign' | 'unassign';
  readonly nonce: string;
  readonly people: readonly DirectoryPerson[];
  readonly applications: readonly ApplicationRef[];
  /** How many pairs of a person and an application would change, and how many are so already. */
  readonly changes: number;
  readonly unchanged: number;
  /** Applications that would be left without any manager. */
  readonly abandoned: readonly ApplicationRef[];
  /** Whether this is the second question, about the last manager. */
  readonly asksAgain: boolean;
  readonly confirmedBy: string;
  readonly problem: 'confirmed-by-empty' | 'confirmed-by-too-long' | undefined;
}

/** A request as one of its reviewers sees it. */
export interface RequestView {
  readonly request: AccessRequest;
  /**
   * What the reader may do. `confirm`: as a manager of the organisation. `approve`: as an administrator. `nothing`: the
   * reader may only read it.
   */
  readonly may: 'confirm' | 'approve' | 'nothing';
  /** Nobody in the organisation can confirm it here, so the administrator who approves writes down who did. */
  readonly mustRecord: boolean;
  /** The names of the managers who can confirm it. Empty names are left out. */
  readonly confirmers: readonly string[];
  /** The applications that approving may assign. */
  readonly applications: readonly ApplicationRef[];
  readonly problem: 'confirmed-by-empty' | 'confirmed-by-too-long' | 'nothing-chosen' | ReasonProblem | undefined;
  /** The card asks for this before anything is done: the reason for declining, or what the words of the request mean. */
  readonly asks?: 'reason' | 'meaning';
  /** What the words may mean, if the card asks for it. */
  readonly meanings?: readonly Scope[];
  /** Others read the card, too: it says who asks for what, and nothing that anybody has typed. */
  readonly inChannel?: boolean;
  /** Those who can confirm it and may be in the channel of the card. */
  readonly mentions?: readonly Pick<Asker, 'accountId' | 'name'>[];
}

/** The outcomes of the commands about roles and requests. */
export type AccessOutcome =
  | {
      readonly kind: 'managers';
      readonly application: ApplicationRef;
      readonly managers: readonly ManagerView[];
      /** Whether the asker may assign and unassign. */
      readonly mayChange: boolean;
    }
  /** Applications with fewer than two managers, not counting those who are away. Those without any come first. */
  | {
      readonly kind: 'understaffed';
      readonly rows: readonly { readonly application: ApplicationRef; readonly managers: readonly ManagerView[] }[];
      readonly page: number;
      readonly pages: number;
      /** Counts of all pages: applications without a manager, and with one. */
      readonly none: number;
      readonly one: number;
    }
  /** What needs somebody, in numbers. */
  | {
      readonly kind: 'overview';
      readonly now: Date;
      /** IANA name of the zone whose calendar days count. */
      readonly zone: string;
      readonly all: TroubleCounts;
      /** How many applications stop connecting in each week from now. The first is this week. */
      readonly weeks: readonly number[];
      /** How many managers have left, or may not sign in. */
      readonly managersAway: number;
      /** Links of channels that the bot cannot reach any more. */
      readonly deadChannels: number;
      /** Designated contacts whose address the mail service refuses. */
      readonly deadContacts: number;
      /** How many organisations have applications here. */
      readonly named: number;
      /** One page of them, and of what follows no convention: those with the worst trouble first. */
      readonly organisations: readonly OrganisationTrouble[];
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      /** The lines of all pages. */
      readonly total: number;
    }
  /** One page of the managers who have left, or may not sign in. */
  | {
      readonly kind: 'leavers';
      readonly managers: readonly AwayManager[];
      readonly page: number;
      readonly pages: number;
      /** Counts all pages. */
      readonly total: number;
    }
  /** Somebody or something is still to be chosen, or was not found. */
  | {
      readonly kind: 'choose-assignment';
      readonly act: 'assign' | 'unassign';
      readonly people: readonly DirectoryPerson[];
      /** Words or mentions that mean nobody, or more than one person. */
      readonly unknownPeople: readonly string[];
      /** Those who cannot get the role because they are away. Left out if there are none. */
      readonly awayPeople?: readonly AwayWish[];
      readonly applications: readonly ApplicationRef[];
      readonly unknownApplications: readonly string[];
      /** The applications to choose from: all of them, or those that fit the words. */
      readonly choices: readonly ApplicationRef[];
    }
  | { readonly kind: 'assignment-form'; readonly form: AssignmentFormView }
  | {
      readonly kind: 'assignments-changed';
      readonly act: 'assign' | 'unassign';
      readonly people: readonly NamedPerson[];
      readonly applications: readonly ApplicationRef[];
      readonly changed: number;
      readonly unchanged: number;
      readonly abandoned: readonly ApplicationRef[];
      /** People that the bot has not met yet. They hear of it when they first open the bot. */
      readonly unmet: readonly NamedPerson[];
    }
  | {
      readonly kind: 'request-form';
      readonly query: string;
      readonly why: string;
      readonly who: string;
      readonly problems: readonly RequestProblem[];
    }
  /**
   * It is the same whether the application exists or not. `request`: its id; an answer of an earlier version has none.
   * `became`: what the asker has heard of it since.
   */
  | {
      readonly kind: 'requested';
      readonly query: string;
      readonly expiresAt: Date;
      readonly request?: string;
      readonly became?: RequestBecame | undefined;
    }
  | { readonly kind: 'already-manager'; readonly application: ApplicationRef }
  | {
      readonly kind: 'requests';
      /** The requests that the asker may review, oldest first, and those that the asker has made, newest first. */
      readonly review: readonly RequestView[];
      readonly own: readonly AccessRequest[];
    }
  | { readonly kind: 'request'; readonly view: RequestView };
