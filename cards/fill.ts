// This is the engine's own module, because the package's entry has types that import another package's TypeScript source.
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import { isObject } from './changed.ts';
import { withColouredSigns } from './signs.ts';

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
  readonly card: Readonly<Record<string, unknown>>;
  readonly fallbackText: string;
}

/**
 * The parsed templates. Parsing takes thirty times as long as filling, and a template never changes while the bot runs. See
 * decision 0029: what a turn costs.
 */
const parsed = new WeakMap<object, Template>();

/**
 * Fills a template once, because filling a filled card would evaluate expressions that came with the data. The template
 * is an object that does not change; a text would be filled without escaping.
 */
export function fill(template: object, fallbackText: string, data: CardData): Rendered {
  const card: unknown = fresh(template).expand({ $root: { ...data, fallbackText } });
  if (!isObject(card)) throw new TypeError('a card template must be one object');
  return { card: withColouredSigns(card), fallbackText };
}

/**
 * The engine keeps what it has filled a template with last. That may be the value of a secret, so that each filling gets
 * an object of its own, which has nothing but the parsed template in common with the others.
 */
function fresh(template: object): Template {
  const kept = parsed.get(template) ?? new Template(template);
  parsed.set(template, kept);
  return Object.create(kept);
}
