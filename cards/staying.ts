import type { Rendered } from './fill.ts';

/** The buttons that open something, and change nothing of what their card says. */
const OPENING: ReadonlySet<unknown> = new Set([
  ...(['open', 'list', 'help', 'expiring', 'rotations', 'requests', 'managers', 'contacts', 'unexpected'] as const),
  ...([
    'overview',
    'leavers',
    'undelivered',
    'links',
    'request',
    'rotate-secret',
    'delete-secret',
    'delete-expired',
    'assign',
    'unassign',
  ] as const),
]);

/**
 * A card that says what has happened stays when a button on it is pressed: what the button opens comes in a message of its
 * own. The buttons say so in their data (`stays`). Those that act on what the card says are left as they are.
 */
export function staying({ card, fallbackText }: Rendered): Rendered {
  return { card: marked(card) as Rendered['card'], fallbackText };
}

function marked(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(marked);
  if (typeof part !== 'object' || part === null) return part;
  const walked = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, marked(value)]));
  if (walked['type'] !== 'Action.Execute' || !OPENING.has(walked['verb'])) return walked;
  const { data, fallback } = walked as { readonly data?: object; readonly fallback?: { readonly data?: object } };
  const same = fallback && { fallback: { ...fallback, data: { ...fallback.data, stays: true } } };
  return { ...walked, data: { ...data, stays: true }, ...same };
}
