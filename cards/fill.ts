// This is the engine's own module, because the package's entry has types that import another package's TypeScript source.
import { Template } from 'adaptivecards-templating/lib/template-engine.js';

/**
 * What a template is filled with: texts, numbers, flags, and lists of records of these. An object in the place of a
 * text would become part of the card's structure. No value may be missing: the gap would show as a literal expression.
 */
export interface CardData {
  readonly [name: string]: string | number | boolean | readonly CardData[];
}

/**
 * An Adaptive Card, and a short text for notifications and for clients that cannot draw the card. The text holds
 * nothing private.
 */
export interface Rendered {
  readonly card: Record<string, unknown>;
  readonly fallbackText: string;
}

/**
 * Fills a template once, because filling a filled card would evaluate expressions that came with the data. The template
 * is a parsed object, because a text would be filled without escaping.
 */
export function fill(template: object, fallbackText: string, data: CardData): Rendered {
  const card: unknown = new Template(template).expand({ $root: { ...data, fallbackText } });
  if (!isRecord(card)) throw new TypeError('a card template must be one object');
  return { card, fallbackText };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
