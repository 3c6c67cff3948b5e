import { renderNotice } from '../../../../cards/index.ts';
import type { Notifier } from '../../../ports/messages/notifier.ts';
import { type Messenger, privately } from './deliver.ts';
import { cardMessage } from './respond.ts';

/** Tells a person something outside a turn: where they asked, for their eyes only, else in the 1:1 chat. */
export function createNotifier(messenger: Messenger): Notifier {
  return {
    async tell(asker, notice) {
      const { card, fallbackText } = renderNotice(notice);
      const told = await messenger.say(asker, privately(asker), cardMessage(card, fallbackText));
      if (!told) throw new Error('the notice could not be delivered');
    },
  };
}
