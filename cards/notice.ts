import type { ApplicationRef } from '../bot/domain/application.ts';
import { shownMoment } from './dates.ts';
import { shownName } from './describe.ts';
import type { Rendered } from './fill.ts';
import { messageCard } from './message.ts';
import { completedText, NOTICES, undoneText } from './sentences-secret.ts';

/** What a person is told outside a turn: the same shape as the notifier's notice. */
export type NoticeContent =
  | {
      readonly kind: 'creation-undone';
      readonly application: ApplicationRef;
      readonly name: string;
      readonly startedAt: Date;
    }
  | { readonly kind: 'deletion-completed'; readonly application: ApplicationRef };

/** The card of a notice. */
export function renderNotice(notice: NoticeContent): Rendered {
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
