import { changedFields, changedItems, isObject, type JsonObject } from './changed.ts';
import type { Rendered } from './fill.ts';
import { inZone, momentFor, momentIn } from './shared/dates.ts';

/** What `shownMoment` writes. */
const MOMENT = /\{\{DATE\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ), SHORT\)\}\}, \{\{TIME\(\1\)\}\}/g;

/**
 * Draws a card with the days of the calendar of `zone`, and with times of day by the reader's own clock. `reader` is the
 * zone of the one reader (both IANA names): undefined if Teams never told it, or if the card has many readers.
 * See decision 0044: times of day are shown by the reader’s own clock.
 */
export function withClocks(zone: string, reader: string | undefined, draw: () => Rendered): Rendered {
  const { card, fallbackText } = inZone(zone, draw);
  const words = (text: string) =>
    text.includes('{{')
      ? text.replaceAll(MOMENT, (_all, instant: string) => {
          const at = new Date(instant);
          return reader === undefined ? momentIn(zone, at) : momentFor(reader, at);
        })
      : text;
  return { card: inNode(card, words), fallbackText: words(fallbackText) };
}

/**
 * Teams writes moments in text blocks itself, and shows the functions as they are in every other place. See
 * https://github.com/microsoft/AdaptiveCards/issues/6194
 */
function inNode(node: JsonObject, words: (text: string) => string): JsonObject {
  const isBlock = node['type'] === 'TextBlock';
  return changedFields(node, (value, name) => (isBlock && name === 'text' ? value : inValue(value, words)));
}

function inValue(value: unknown, words: (text: string) => string): unknown {
  if (typeof value === 'string') return words(value);
  if (Array.isArray(value)) return changedItems(value, (one) => inValue(one, words));
  return isObject(value) ? inNode(value, words) : value;
}
