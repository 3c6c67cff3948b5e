const [OPEN, CLOSE] = ['\u0001', '\u0002'];

/**
 * Returns a copy of a card with marks for `markdown` around each mention that has its entity. Any other `<at>` stays
 * plain text, and marks that were in the text are removed.
 */
export function markMentions(card) {
  const entities = Array.isArray(card?.msteams?.entities) ? card.msteams.entities : [];
  const known = new Set(entities.filter((one) => one?.type === 'mention').map((one) => one.text));
  const marked = (text) =>
    text
      .replace(/[\u0001\u0002]/g, '')
      .replace(/<at>([^<]*)<\/at>/g, (whole, name) => (known.has(whole) ? `${OPEN}${name}${CLOSE}` : whole));
  return copy(card, marked);
}

/** Mentions work in the text of a TextBlock and in the values of a FactSet. */
function copy(part, marked) {
  if (Array.isArray(part)) return part.map((each) => copy(each, marked));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => {
    if (part.type === 'TextBlock' && key === 'text' && typeof value === 'string') return [key, marked(value)];
    if (part.type === 'FactSet' && key === 'facts' && Array.isArray(value)) {
      return [
        key,
        value.map((fact) => (typeof fact?.value === 'string' ? { ...fact, value: marked(fact.value) } : fact)),
      ];
    }
    return [key, copy(value, marked)];
  });
  return Object.fromEntries(entries);
}
