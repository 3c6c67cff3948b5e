import type { ApplicationRef } from './application.ts';

/** What a person is told outside a turn. */
export type Notice =
  /** A creation was interrupted; its secret is removed and the value, if it was seen, is dead. */
  | {
      readonly kind: 'creation-undone';
      readonly application: ApplicationRef;
      readonly name: string;
      readonly startedAt: Date;
    }
  /** A deletion was interrupted and has been completed. */
  | { readonly kind: 'deletion-completed'; readonly application: ApplicationRef };
