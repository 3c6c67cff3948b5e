import { expect, test } from 'vitest';
import { renderNotice, renderOutcome } from '../../cards/index.ts';
import { actionsOf } from './inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from './outcomes/index.ts';

const CARDS = [
  ...[...NAMED_OUTCOMES].map(([name, outcome]) => ({ name, card: renderOutcome(outcome).card })),
  ...[...NAMED_NOTICES].map(([name, notice]) => ({ name: `notice ${name}`, card: renderNotice(notice).card })),
];

/** A button's tooltip, or its title if it has none, and what it does. */
function namesOf(card: unknown): readonly { readonly name: string; readonly does: string }[] {
  return actionsOf(card)
    .filter(({ type }) => type !== 'Action.Submit')
    .map(({ title, tooltip, verb, data, url }) => ({
      name: String(tooltip ?? title),
      does: JSON.stringify([verb, data, url]),
    }));
}

test.each(CARDS)('the buttons of $name are told apart by their names', ({ card }) => {
  const does = new Map<string, Set<string>>();
  for (const one of namesOf(card)) does.set(one.name, new Set([...(does.get(one.name) ?? []), one.does]));
  const shared = [...does].filter(([, acts]) => acts.size > 1).map(([name]) => name);
  expect(shared).toEqual([]);
});
