import type { BotAnswer } from '../types.ts';

export interface FoundCard {
  readonly contentType: string;
  readonly content: unknown;
  /** What the list of results shows of it. */
  readonly line: { readonly title: string; readonly text: string };
}

/** What the bot answered to a search. `precondition`: the token was not enough, so the link of the answer before is opened. */
export type SearchAnswer =
  | { readonly kind: 'results'; readonly cards: readonly FoundCard[] }
  | { readonly kind: 'sign-in'; readonly silent: boolean; readonly title: string; readonly url: string }
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'precondition' };

type Json = Readonly<Record<string, unknown>>;

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const LINES = ['application/vnd.microsoft.card.thumbnail', 'application/vnd.microsoft.card.hero'];

/**
 * Reads the answer to a search as strictly as Teams does. Throws with what is wrong: Teams then shows nothing but an error.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 */
export function readSearchAnswer({ status, body }: BotAnswer): SearchAnswer {
  if (status === 412) return { kind: 'precondition' };
  const answer = json(json(body)?.['composeExtension']);
  if (status !== 200 || answer === undefined) throw new Error(`no answer to a search: status ${status}`);
  switch (answer['type']) {
    case 'result':
      return { kind: 'results', cards: cardsOf(answer) };
    case 'auth':
    case 'silentAuth':
      return { kind: 'sign-in', silent: answer['type'] === 'silentAuth', ...linkOf(answer) };
    case 'message':
      return { kind: 'sentence', text: required(answer['text'], 'a message without text') };
    default:
      throw new Error(`no such answer to a search: ${String(answer['type'])}`);
  }
}

function cardsOf({ attachmentLayout, attachments }: Json): readonly FoundCard[] {
  if (attachmentLayout !== 'list' && attachmentLayout !== 'grid') throw new Error('results without a layout');
  if (!Array.isArray(attachments)) throw new Error('results without attachments');
  return attachments.map((attachment) => {
    const { contentType, content, preview } = json(attachment) ?? {};
    const shown = json(preview);
    // An Adaptive Card is no line of a list, so it must bring one.
    if (contentType !== ADAPTIVE || json(content)?.['type'] !== 'AdaptiveCard') throw new Error('no Adaptive Card');
    if (!LINES.includes(String(shown?.['contentType']))) throw new Error('a card without a preview');
    const { title, text } = json(shown?.['content']) ?? {};
    return { contentType, content, line: { title: required(title, 'no title'), text: String(text ?? '') } };
  });
}

function linkOf({ suggestedActions }: Json): { readonly title: string; readonly url: string } {
  const actions = json(suggestedActions)?.['actions'];
  const [action, ...others] = Array.isArray(actions) ? actions.map(json) : [];
  if (action?.['type'] !== 'openUrl' || others.length > 0) throw new Error('a sign-in without its one link');
  return { title: required(action['title'], 'a link without a title'), url: required(action['value'], 'no address') };
}

function required(text: unknown, fault: string): string {
  if (typeof text !== 'string' || text === '') throw new Error(fault);
  return text;
}

function json(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
