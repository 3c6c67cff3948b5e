import type { Note } from '../bot/domain/outcome.ts';
import { shownDay } from './dates.ts';
import { bareName } from './describe.ts';
import type { Rendered } from './fill.ts';
import { messageCard } from './message.ts';
import { claimedBefore, NOTES } from './sentences-messages.ts';

/** A note as one plain sentence, also for where markdown is read. */
export function noteText(note: Note): string {
  if (note.kind !== 'claimed-before') return NOTES[note.kind].text;
  const { claim, mine } = note;
  return claimedBefore(mine ? 'You are' : `${bareName(claim.by.name) || 'Somebody'} is`, shownDay(claim.at), mine);
}

/** The same where a card is asked for. */
export function noteCard(note: Note): Rendered {
  const { title } = NOTES[note.kind];
  return messageCard({ title, lines: [noteText(note)], offers: [] });
}
