/** Control, bidirectional, zero-width and other invisible characters, and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/u;
const INVISIBLE_ALL = new RegExp(INVISIBLE.source, 'gu');

/** Words of printable ASCII with one space between them: nothing in them is to be changed. */
const FIT = /^[!-~]+(?: [!-~]+)*$/;

export function hasControlCharacters(text: string): boolean {
  return INVISIBLE.test(text);
}

/** Untrusted text made fit to show: one line, no invisible or direction-changing characters, bounded length. */
export function plainText(text: string, limit = 200): string {
  if (text.length <= limit && FIT.test(text)) return text;
  const shown = text.replace(INVISIBLE_ALL, ' ').replace(/\s+/g, ' ').trim();
  const characters = [...shown];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : shown;
}

/** A form of the text for comparing what people type: case, extra spaces and compatibility forms do not matter. */
export function folded(text: string): string {
  return plainText(text, 1000).normalize('NFKC').toLowerCase();
}
