import type { Notice } from '../../domain/messages/notice.ts';
import type { Asker } from '../../domain/shared/person.ts';

export interface Notifier {
  /** Privately: targeted where the person asked, else the 1:1 chat. Throws where nothing could be delivered. */
  tell(asker: Asker, notice: Notice): Promise<void>;
}
