import type { Notice } from '../bot/domain/notice.ts';
import { shownMoment } from './dates.ts';
import { shownName } from './describe.ts';
import type { Rendered } from './fill.ts';
import { messageCard } from './message.ts';
import { completedText, NOTICES, undoneText } from './sentences-secret.ts';

/** The card of a notice. */
export function renderNotice(notice: Notice): Rendered {
  const { clientId } = notice.application;
  const application = shownName(notice.application.displayName);
  switch (notice.kind) {
    case 'creation-undone': {
      const text = undoneText(shownName(notice.name), application, shownMoment(notice.startedAt));
      return messageCard({
        title: NOTICES.undoneTitle,
        colour: 'Attention',
        lines: [text],
        offers: ['list'],
        clientId,
      });
    }
    case 'deletion-completed':
      return messageCard({
        title: NOTICES.completedTitle,
        colour: 'Good',
        lines: [completedText(application)],
        offers: ['list'],
        clientId,
      });
  }
}
