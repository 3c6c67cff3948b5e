import { z } from 'zod';

/**
 * What a button carries is untrusted. A command gets only the fields that it names, and only if they have this shape.
 */

/** At most so many people or applications at once; for more, the operator has a file. */
const MOST_IDS = 200;

/** Text from an input. It is cut and not refused: if it is too long, the form says so. */
export const TYPED = z
  .string()
  .default('')
  .transform((text) => text.slice(0, 1_000));
/** Text from an input that not every card with the button has. */
export const TYPED_IF_ASKED = z
  .string()
  .transform((text) => text.slice(0, 1_000))
  .optional();
export const QUERY = z.string().max(300).default('');
/** An organisation or application, as scopeId() writes it. */
export const SCOPE = z.string().max(300).default('');
export const NONCE = z.string().min(1).max(200);
export const ID = z.string().min(1).max(100);
export const OPTIONAL_ID = z.string().max(100).default('');
export const FLAG = z.boolean().default(false);
/** A flag that not every card with the button has. */
export const FLAG_IF_ASKED = z.boolean().optional();
export const PAGE_NUMBER = wholeUpTo(10_000);
export const PAGE = PAGE_NUMBER.default(1);
/** The choices of a multiple choice, which Teams joins with commas. */
export const IDS = z
  .string()
  .max(20_000)
  .default('')
  .transform((text) => text.split(',').map((id) => id.trim()))
  .transform((ids) => ids.filter((id) => id !== '').slice(0, MOST_IDS));

/** A flag, or a word that says more. */
export function flagOr<const T extends string>(word: T) {
  return z.union([z.boolean(), z.literal(word)]).default(false);
}

export function wholeUpTo(most: number) {
  return z.int().min(1).max(most);
}

/** A number that a button carries, or the text of it that a choice on the card gives. */
export function chosenUpTo(most: number) {
  return z.union([
    wholeUpTo(most),
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(wholeUpTo(most)),
  ]);
}

export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words);
}

/** The command of a button: its kind, and of the button's data these fields only. */
export function carries<K extends string, T extends z.ZodRawShape>(kind: K, fields: T) {
  return z.object({ ...fields, kind: z.literal(kind).catch(kind) });
}

/** The fields of a button now, or as an earlier version wrote them. */
export function either<C>(now: Fields<C>, former: Fields<C>): Fields<C> {
  return z.union([now, former]);
}

/** Reads untrusted data into a command; undefined if it has another shape. */
export type Fields<C> = z.ZodType<C>;
