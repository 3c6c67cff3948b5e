import { decoded } from './html-entities.ts';

/** One piece of what a person typed. */
export type Part =
  | { readonly kind: 'words'; readonly words: string }
  /** `name` is what the mention shows; `index` is which of the mentions it is, if the mark-up says so. */
  | {
      readonly kind: 'mention';
      readonly name: string;
      readonly index: number | undefined;
      /** The mention is in a quotation, so that the person who wrote this message did not type it. */
      readonly quoted: boolean;
    };

/**
 * Elements whose content the person did not type: what is quoted or forwarded, and what is attached. `quoted` is how Teams
 * marks a quoted reply in the text of a message, and it has no content there.
 * https://learn.microsoft.com/microsoftteams/platform/teams-sdk/essentials/sending-messages (quoted replies)
 */
const NOT_TYPED = ['quoted', 'quote', 'legacyquote', 'blockquote', 'attachment', 'emoji', 'script', 'style'];
/** Elements that Teams writes without content. If one is never closed, what follows it was typed. */
const MAY_BE_EMPTY = ['quoted', 'attachment', 'emoji'];
/** Elements that begin or end a line. */
const LINES = 'br|p|div|li|ul|ol|table|thead|tbody|tr|td|th|hr|h[1-6]|pre';
const INLINE = 'span|b|strong|i|em|u|s|strike|del|ins|code|a|font|sup|sub|img|small|mark';
const TAG = new RegExp(
  `<!--[\\s\\S]*?-->|<(\\/?)(at|${NOT_TYPED.join('|')}|${LINES}|${INLINE})(?![\\w-])((?:[^<>"']|"[^"]*"|'[^']*')*|[^<>]*)>`,
  'gi',
);
/** Teams' own elements, of which some clients send the brackets as entities. */
const ENCODED_TAG = /&lt;(\/?(?:quoted|attachment|at)(?![\w-])(?:(?!&[lg]t;)[^<>])*)&gt;/gi;
/** A line that begins with `>` is a quotation, as in markdown and in e-mail. */
const QUOTED_LINE = /^[ \t]*(?:>|&gt;).*$/gm;
const IS_LINE = new RegExp(`^(?:${LINES})$`);

type Tag = { readonly name: string; readonly rest: string; readonly sort: 'open' | 'close' | 'empty' };
type Token = { readonly text: string } | Tag;

/** Reads the text of a message, which is plain, with elements of Teams' own in it. */
export function readMarkUp(text: string): readonly Part[] {
  return partsOf(text.replace(QUOTED_LINE, ''));
}

/** Reads a message as HTML, which Teams sends beside its text. */
export function readHtml(html: string): readonly Part[] {
  return partsOf(html);
}

function partsOf(raw: string): readonly Part[] {
  const tokens = tokensOf(raw.replace(ENCODED_TAG, '<$1>'));
  const ends = endsOf(tokens);
  const parts: Part[] = [];
  let quotedUntil = -1;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const quoted = index < quotedUntil;
    const end = ends.get(index);
    if ('text' in token) {
      if (!quoted) parts.push({ kind: 'words', words: decoded(token.text) });
    } else if (isMention(token) && end !== undefined) {
      parts.push({ kind: 'mention', name: textIn(tokens, index, end), index: indexOf(token), quoted });
      index = end;
    } else if (NOT_TYPED.includes(token.name) && token.sort === 'open') {
      quotedUntil = Math.max(quotedUntil, end ?? (MAY_BE_EMPTY.includes(token.name) ? index : tokens.length));
      parts.push({ kind: 'words', words: ' ' });
    } else if (isBreak(token)) parts.push({ kind: 'words', words: '\n' });
  }
  return parts;
}

function tokensOf(raw: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of raw.matchAll(TAG)) {
    const [whole, slash, name, rest = ''] = match;
    tokens.push({ text: raw.slice(from, match.index) });
    if (name !== undefined) tokens.push(tagOf(name.toLowerCase(), rest, slash === '/'));
    from = match.index + whole.length;
  }
  return [...tokens, { text: raw.slice(from) }];
}

function tagOf(name: string, rest: string, isEnd: boolean): Tag {
  if (isEnd) return { name, rest, sort: 'close' };
  return { name, rest, sort: rest.trimEnd().endsWith('/') ? 'empty' : 'open' };
}

/** Returns the end of each element that is closed. */
function endsOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const open = new Map<string, number[]>();
  const ends = new Map<number, number>();
  for (const [index, token] of tokens.entries()) {
    if ('text' in token || token.sort === 'empty') continue;
    const others = open.get(token.name) ?? [];
    open.set(token.name, others);
    if (token.sort === 'open') others.push(index);
    else {
      const start = others.pop();
      if (start !== undefined) ends.set(start, index);
    }
  }
  return ends;
}

/** `<at>` in the text; in the HTML, a `span` of this type. */
function isMention({ name, rest, sort }: Tag): boolean {
  return sort === 'open' && (name === 'at' || (name === 'span' && /schema\.skype\.com\/Mention/i.test(rest)));
}

function indexOf({ rest }: Tag): number | undefined {
  const [, index] = /(?:^|\s)(?:item)?id\s*=\s*(?:["']|&quot;)?(\d{1,3})(?!\d)/i.exec(rest) ?? [];
  return index === undefined ? undefined : Number(index);
}

function textIn(tokens: readonly Token[], start: number, end: number): string {
  return decoded(tokens.slice(start, end).reduce((text, token) => text + ('text' in token ? token.text : ''), ''));
}

function isBreak({ name, sort }: Tag): boolean {
  return IS_LINE.test(name) || (name === 'at' && sort !== 'open') || (NOT_TYPED.includes(name) && sort !== 'open');
}
