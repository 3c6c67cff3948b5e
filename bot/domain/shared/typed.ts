/** Zero-width, bidirectional and other format characters. Nobody sees that they typed or pasted them. */
const UNSEEN = /\p{Cf}/gu;
const DIGIT = /\p{Nd}/u;
const DIGITS = /\p{Nd}/gu;
/** Marks that people put around a word: quotation marks, brackets, and the signs of bold, italic and code. */
const PAIRS = [
  '""',
  "''",
  '“”',
  '„“',
  '„”',
  '””',
  '‘’',
  '‚‘',
  '’’',
  '«»',
  '‹›',
  '()',
  '[]',
  '<>',
  '**',
  '__',
  '``',
  '~~',
];
/** What may end a sentence, in the scripts that people type. */
const END = /[\s.!?,;:…。．！？，、；：،؛؟।]+$/u;

/** Text without the characters that cannot be seen. Letters on both sides of one come together. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '');
}

/**
 * Text in which every decimal digit, such as ٣, ३ or ３, is one of 0 to 9. Unicode keeps the ten digits of a script in
 * one run, in their order, and runs that touch each other are whole ones.
 * https://www.unicode.org/versions/latest/core-spec/chapter-4/#G124206 (numeric value, decimal digits)
 */
export function asciiDigits(text: string): string {
  return text.replace(DIGITS, (digit) => String(digitValue(digit)));
}

function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/**
 * Text without what people put around a value: marks in pairs, and punctuation at its end. It is for comparing only: a
 * name may end in a full stop, so the text as it was typed is compared first.
 *
 * @example unwrapped('“Partner-NL-Matchwell-SMC”.') === 'Partner-NL-Matchwell-SMC'
 */
export function unwrapped(text: string): string {
  let rest = text.trim();
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(END, '').trim();
    const isWrapped = rest.length > 2 && PAIRS.includes(`${rest[0]}${rest.at(-1)}`);
    if (isWrapped) rest = rest.slice(1, -1).trim();
  }
  return rest;
}
