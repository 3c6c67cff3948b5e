import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Rendered } from '../fill.ts';
import { secretMarks, shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { DELETED, deletedText } from './sentences.ts';

/** Says that a secret was deleted now, or was gone before. Deleting it twice is no error. */
export function deletedCard(outcome: Extract<Outcome, { kind: 'deleted' }>): Rendered {
  const { application, secret, already } = outcome;
  const name = shownName(application.displayName);
  const { clientId } = application;
  if (already || secret === undefined) {
    return messageCard({ title: DELETED.alreadyTitle, lines: [name, DELETED.already], offers: ['list'], clientId });
  }
  const gone = deletedText(shownName(secret.name), secretMarks(secret, secret.sharesName), name);
  const unused = secret.status === 'expired' || secret.status === 'upcoming';
  const lines = unused ? [gone] : [gone, DELETED.after];
  return messageCard({
    title: DELETED.title,
    colour: 'Good',
    lines,
    offers: ['list'],
    clientId,
  });
}
