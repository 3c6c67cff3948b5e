import { z } from 'zod';
import { valueHints } from '../../../domain/secrets/leaked-value.ts';

/** What our own cards put into their buttons, and nobody types: some of it is drawn by lot, too. */
const OUR_OWN = /^(?:verb|nonce|message|id|digest|contact|request|credential|.*Ids?)$/;
const FIELDS = z.record(z.string(), z.unknown());

/**
 * The beginnings of what was typed into the fields of a card and is shaped like the value of a client secret. It is found
 * here, where a message comes in, so that no command, no stored form and no row ever holds it.
 */
export function leakedInFields(data: unknown): readonly string[] {
  const fields = Object.entries(FIELDS.safeParse(data).data ?? {});
  return fields.flatMap(([name, value]) => (OUR_OWN.test(name) || typeof value !== 'string' ? [] : valueHints(value)));
}
