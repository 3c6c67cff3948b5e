import type { Note } from '../../bot/domain/shared/outcome.ts';
import type { Rendered } from '../fill.ts';
import { shownDay } from './dates.ts';
import { bareName } from './describe.ts';
import { messageCard } from './message.ts';
import { REFUSALS } from './sentences.ts';
import { CONTACT_DECIDED, claimedBefore, NOTES, REVIEWED } from './sentences-notes.ts';

/** A note as one plain sentence. It is also fit for places that read markdown. */
export function noteText(note: Note, zone?: string): string {
  switch (note.kind) {
    case 'claimed-before': {
      const { by, at } = note.claim;
      return claimedBefore(bareName(by.name) || 'Somebody', shownDay(at, zone));
    }
    case 'request':
    case 'contact':
      return REFUSALS[note.refusal];
    case 'contact-decided':
      return CONTACT_DECIDED[note.how];
    case 'reviewed':
      return REVIEWED[note.how];
    default:
      return NOTES[note.kind].text;
  }
}

/** A note as a card, for places that need one, and for a person who can do something about it. */
export function noteCard(note: Note): Rendered {
  const { title } = NOTES[note.kind];
  if (note.kind !== 'not-yours') return messageCard({ title, lines: [noteText(note)], offers: [] });
  return messageCard({ title, lines: [REFUSALS['not-yours']], offers: ['request', 'help'] });
}
