import { type Rendered, renderNotice, renderOutcome } from '../../../cards/index.ts';
import { actionsOf, nodesOf } from '../inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from './index.ts';

/** The card of an outcome, by `kind` or `kind-variant`. */
export function drawn(name: string): Rendered {
  const outcome = NAMED_OUTCOMES.get(name);
  if (outcome === undefined) throw new Error(`no outcome ${name}`);
  return renderOutcome(outcome);
}

/** The card of a notice, by `kind` or `kind-variant`. */
export function told(name: string): Rendered {
  const notice = NAMED_NOTICES.get(name);
  if (notice === undefined) throw new Error(`no notice ${name}`);
  return renderNotice(notice);
}

export function textOf({ card }: Rendered): string {
  return JSON.stringify(card);
}

/** What a card says in plain texts, one a line. */
export function linesOf({ card }: Rendered): string {
  const inlines = nodesOf(card).flatMap((node) => (Array.isArray(node['inlines']) ? [node['inlines']] : []));
  const rich = inlines.map((runs) => runs.map(({ text }: { text: string }) => text).join(''));
  const blocks = nodesOf(card).flatMap((node) => (node['type'] === 'TextBlock' ? [String(node['text'])] : []));
  return [...blocks, ...rich].join('\n');
}

/** What the buttons of a verb carry, in their order. */
export function dataOf({ card }: Rendered, verb: string): readonly unknown[] {
  return actionsOf(card)
    .filter((action) => action['verb'] === verb)
    .map((action) => action['data']);
}

/** The titles of a card's buttons, in their order. */
export function buttonsOf({ card }: Rendered): readonly unknown[] {
  return actionsOf(card)
    .filter((action) => action['type'] === 'Action.Execute')
    .map((action) => action['title']);
}

export function inputOf({ card }: Rendered, id: string): Readonly<Record<string, unknown>> | undefined {
  return nodesOf(card).find((node) => node['id'] === id);
}
