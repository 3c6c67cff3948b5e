import type { ApplicationRef } from '../domain/application.ts';
import type { Asker } from '../domain/person.ts';

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

export interface Notifier {
  /** Privately: targeted where the person asked, else the 1:1 chat. Throws where nothing could be delivered. */
  tell(asker: Asker, notice: Notice): Promise<void>;
}
