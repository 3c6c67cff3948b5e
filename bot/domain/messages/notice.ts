import type { RequestView } from '../access/outcomes.ts';
import type { Link } from '../reminders/link.ts';
import type { ApplicationRef } from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';
import type { RequestNews } from './outbox.ts';

/** What a person is told outside a turn. */
export type Notice =
  /** A creation was interrupted. Its secret is removed, so nobody can use its value. */
  | {
      readonly kind: 'creation-undone';
      readonly application: ApplicationRef;
      readonly name: string;
      readonly startedAt: Date;
    }
  /** A deletion was interrupted and has been completed. */
  | { readonly kind: 'deletion-completed'; readonly application: ApplicationRef }
  /**
   * The person manages these applications now, and learns what that means. `by` is undefined if the operator's command
   * line did it.
   */
  | {
      readonly kind: 'assigned';
      readonly applications: readonly ApplicationRef[];
      readonly by: NamedPerson | undefined;
    }
  | { readonly kind: 'unassigned'; readonly applications: readonly ApplicationRef[] }
  /** A request that the reader may review, or has reviewed. */
  | { readonly kind: 'request'; readonly view: RequestView }
  /** To the person who asked for access. `query` is what they typed. */
  | { readonly kind: 'request-news'; readonly query: string; readonly news: RequestNews }
  | AdministratorNotice;

/** What the administrators have to look after. */
export type AdministratorNotice =
  /** The bot cannot reach these managers' channels any more. */
  | { readonly kind: 'links-died'; readonly links: readonly Link[] }
  /** Secrets of these applications expire, and nobody can be told. */
  | { readonly kind: 'nobody-to-tell'; readonly applications: readonly ApplicationRef[] }
  | { readonly kind: 'sweep-suspicious'; readonly read: number; readonly before: number | undefined }
  | { readonly kind: 'sweep-failing'; readonly since: Date | undefined; readonly reference: string }
  | { readonly kind: 'undelivered'; readonly count: number };
