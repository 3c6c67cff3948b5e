import { folded, plainText } from './text.ts';

/** Characters that nobody sees: Unicode's default-ignorable ones, such as U+200B, U+FE0F and U+3164. */
const IGNORED = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** The blank pattern of braille is drawn as nothing, although Unicode calls it a symbol. */
const BLANK = /^[\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
const SINGLE_QUOTES = /[\u2018-\u201B\u2032\u2035\u02B9\u02BB\u02BC\u0060\u00B4]/g;
const DOUBLE_QUOTES = /[\u201C-\u201F\u2033\u2036\u00AB\u00BB]/g;
/** A phone makes one long dash of two short ones. */
const DASHES = /[\p{Pd}\u2043\u2212]+/gu;
/** What people, and their phones and editors, put before and after a name: quotes, markdown, brackets, punctuation. */
const BEFORE = /^[\s*_~'"<>([{]+/;
const AFTER = /[\s*_~'">)\]}.!?,;:…。．！？，、；：،؛؟।]+$/u;

/** Whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/**
 * A form of typed text for comparing. Phones write curly quotes and long dashes for those on their keys; they compare
 * as the plain ones. So do invisible characters and none.
 */
export function foldedTyping(text: string): string {
  const spaced = text.replace(/\s+/g, ' ').replace(IGNORED, '');
  return folded(spaced)
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(DASHES, '-')
    .replace(IGNORED, '');
}

/**
 * A form of a name for comparing with what people type. Quotes, brackets and markdown around it and punctuation after it
 * do not matter either. Never for keys, and never shown.
 */
export function foldedName(text: string): string {
  const name = foldedTyping(text).replace(BEFORE, '').replace(AFTER, '');
  return isBlank(name) ? '' : name;
}

/** Whether the text that a person typed is this name, or is the name as cards show it. */
export function isNamed(typed: string, name: string): boolean {
  const wanted = foldedName(typed);
  return wanted !== '' && (wanted === foldedName(name) || wanted === foldedName(plainText(name)));
}
