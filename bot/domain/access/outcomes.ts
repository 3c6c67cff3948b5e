import type { ApplicationRef } from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';
import type { AccessRequest, RequestProblem } from './access-request.ts';
import type { DirectoryPerson, DirectoryStatus } from './directory-person.ts';

export interface ManagerView {
  /** By the directory's name, else by the last one known; may be empty. */
  readonly person: NamedPerson;
  readonly status: DirectoryStatus;
  readonly guest: boolean;
  readonly since: Date;
  /** Undefined for the operator's command line. */
  readonly by: NamedPerson | undefined;
  /** Who in the organisation confirmed it; may be empty. */
  readonly confirmedBy: string;
}

export interface AssignmentFormView {
  readonly act: 'assign' | 'unassign';
  readonly nonce: string;
  readonly people: readonly DirectoryPerson[];
  readonly applications: readonly ApplicationRef[];
  /** Of all pairs, those that would change, and those that are so already. */
  readonly changes: number;
  readonly unchanged: number;
  /** Applications that would be left without any manager. */
  readonly abandoned: readonly ApplicationRef[];
  /** The second question, about the last manager. */
  readonly asksAgain: boolean;
  readonly confirmedBy: string;
  readonly problem: 'confirmed-by-empty' | 'confirmed-by-too-long' | undefined;
}

/** A request as one of its reviewers sees it. */
export interface RequestView {
  readonly request: AccessRequest;
  /** `confirm`: as a manager of the organisation. `approve`: as an administrator. `nothing`: only to be read. */
  readonly may: 'confirm' | 'approve' | 'nothing';
  /** Nobody could confirm it: whoever approves writes down who did. */
  readonly mustRecord: boolean;
  /** The managers who can confirm it, by name; empty names left out. */
  readonly confirmers: readonly string[];
  /** What approving may assign. */
  readonly applications: readonly ApplicationRef[];
  readonly problem: 'confirmed-by-empty' | 'confirmed-by-too-long' | 'nothing-chosen' | undefined;
}

/** What the commands about roles and requests come to. */
export type AccessOutcome =
  | {
      readonly kind: 'managers';
      readonly application: ApplicationRef;
      readonly managers: readonly ManagerView[];
      /** Whether the asker may assign and unassign. */
      readonly mayChange: boolean;
    }
  /** Applications with fewer than two managers, those with none first. */
  | {
      readonly kind: 'understaffed';
      readonly rows: readonly { readonly application: ApplicationRef; readonly managers: readonly ManagerView[] }[];
      readonly page: number;
      readonly pages: number;
      /** Of all pages. */
      readonly none: number;
      readonly one: number;
    }
  /** Somebody or something is still to be chosen, or was not found. */
  | {
      readonly kind: 'choose-assignment';
      readonly act: 'assign' | 'unassign';
      readonly people: readonly DirectoryPerson[];
      /** Words or mentions that stand for nobody, or for more than one. */
      readonly unknownPeople: readonly string[];
      readonly applications: readonly ApplicationRef[];
      readonly unknownApplications: readonly string[];
      /** What may be chosen: every application, or those that fit the words. */
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
      /** Whom the bot has not met yet: they hear of it when they first open it. */
      readonly unmet: readonly NamedPerson[];
    }
  | {
      readonly kind: 'request-form';
      readonly query: string;
      readonly why: string;
      readonly who: string;
      readonly problems: readonly RequestProblem[];
    }
  /** The same whether what was typed exists or not. */
  | { readonly kind: 'requested'; readonly query: string; readonly expiresAt: Date }
  | { readonly kind: 'already-manager'; readonly application: ApplicationRef }
  | {
      readonly kind: 'requests';
      /** What the asker may review, oldest first, and what they asked for themselves, newest first. */
      readonly review: readonly RequestView[];
      readonly own: readonly AccessRequest[];
    }
  | { readonly kind: 'request'; readonly view: RequestView };
