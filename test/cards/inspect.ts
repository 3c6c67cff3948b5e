import { createRequire } from 'node:module';
import type * as Renderer from 'adaptivecards';

/** The package's bundle: its modules import each other without file extensions, which Node refuses. */
const AdaptiveCards: typeof Renderer = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of a card, at any depth. */
export function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isNode(value)) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}

export function actionsOf(card: unknown): readonly Node[] {
  return nodesOf(card).filter((node) => String(node['type']).startsWith('Action.'));
}

/** The words of a problem below an input: a line whose sign is coloured. */
export function problemIn(node: Node): string | undefined {
  const runs = Array.isArray(node['inlines']) ? node['inlines'].filter(isNode) : [];
  return runs[0]?.['color'] === 'Attention' ? runs.map(({ text }) => text).join('') : undefined;
}

/**
 * What Microsoft's own parser complains about, but for what Teams adds to version 1.5: the code block, which has a
 * fallback, and the people picker.
 */
export function complaintsOf(card: unknown): readonly string[] {
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  new AdaptiveCards.AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message).filter(
    (message) => !message.includes('CodeBlock') && !message.includes('"choices.data"'),
  );
}

/** The sizes that Teams lets through, in bytes, with room for the activity around the card. */
export const SIZE_LIMIT = 80_000;

export function sizeOf(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card));
}
