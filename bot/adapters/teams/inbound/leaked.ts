import { z } from 'zod';
import { valueHintsInField } from '../../../domain/secrets/leaked-value.ts';

const FIELDS = z.record(z.string(), z.unknown());

/**
 * The beginnings of what was typed into the fields of a card and is shaped like the value of a client secret. It is found
 * here, where a message comes in, so that no command, no stored form and no row ever holds it.
 */
export function leakedInFields(data: unknown): readonly string[] {
  const fields = Object.values(FIELDS.safeParse(data).data ?? {});
  return fields.flatMap((value) => (typeof value === 'string' ? valueHintsInField(value) : []));
}
