import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Refusal } from '../../bot/domain/shared/refusal.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import type { Rendered } from '../fill.ts';
import { messageCard, type Offer } from './message.ts';
import { MESSAGES, REFUSALS, type Sentences, signedInTitle, youWrote } from './sentences.ts';

/** An answer that holds only our own words. `ask`: what the form for access begins with. */
export function wordsCard({ title, text }: Sentences, offers: readonly Offer[], ask?: string): Rendered {
  return messageCard({ title, summary: `${title}. ${text}`, lines: [text], offers, ask });
}

/** The answer after signing in if no interrupted command goes on. */
export function signedInCard(name: string): Rendered {
  const { title, text } = signedInTitle(plainText(name, 120));
  return messageCard({ title, colour: 'Good', lines: [text], offers: ['list', 'help'] });
}

/** An expected "no", with its reference if the log has one. */
export function refusedCard({ refusal, reference }: Extract<Outcome, { kind: 'refused' }>): Rendered {
  return messageCard({
    title: refusedTitle(refusal),
    summary: REFUSALS[refusal],
    lines: [REFUSALS[refusal]],
    reference,
    offers: offersAfter(refusal),
  });
}

/** The heading above a refusal. Some of them are not of something that failed. */
function refusedTitle(refusal: Refusal): string {
  return HEADINGS.get(refusal) ?? 'That did not work';
}

const HEADINGS: ReadonlyMap<Refusal, string> = new Map<Refusal, string>([
  ['already-created', 'Already created'],
  ['in-progress', 'Already at work on it'],
  ['not-shown-yet', 'Not there yet'],
  ['outcome-unknown', 'Not clear yet'],
]);

/** The buttons that lead on from a "no". */
function offersAfter(refusal: Refusal): readonly Offer[] {
  switch (refusal) {
    case 'code-exhausted':
    case 'sign-in-failed':
      return ['sign-in', 'help'];
    case 'digest-gone':
      return ['expiring', 'list'];
    case 'rotation-gone':
    case 'rotation-over':
    case 'step-taken':
    case 'new-secret-gone':
      return ['rotations', 'list'];
    case 'request-gone':
    case 'request-over':
    case 'managers-confirm':
    case 'own-request':
    case 'not-confirmed':
    case 'asker-left':
    case 'too-many-requests':
      return ['requests', 'help'];
    case 'no-organisation':
      return ['list', 'request', 'help'];
    case 'contact-gone':
    case 'contact-over':
    case 'contact-refused':
    case 'mailed-enough':
    case 'mailed-just-now':
      return ['contacts', 'help'];
    case 'not-yours':
      return ['request', 'list', 'help'];
    default:
      return ['list', 'help'];
  }
}

/** The answer to a text that is no command. It shows the text, and what it may have meant. */
export function unknownCard({ text, likely = ['list', 'help'] }: Extract<Outcome, { kind: 'unknown' }>): Rendered {
  const written = plainText(text);
  const lines = written === '' ? [MESSAGES.unknown.text] : [youWrote(written), MESSAGES.unknown.text];
  return messageCard({ title: MESSAGES.unknown.title, lines, offers: likely });
}
