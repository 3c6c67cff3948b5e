import { describe, expect, it } from 'vitest';
import { renderNotice, renderOutcome } from '../../../cards/index.ts';
import { actionsOf, nodesOf } from '../inspect.ts';
import { ACCESS_OUTCOMES } from '../outcomes/access.ts';
import { NOTICES } from '../outcomes/notices.ts';

/** What every text of a card says, in its order. */
function wordsOf(card: unknown): readonly string[] {
  return nodesOf(card).flatMap((node) => (typeof node['text'] === 'string' ? [node['text']] : []));
}

function buttonsOf(card: unknown) {
  return actionsOf(card).flatMap(({ type, title, data }) => (type === 'Action.Execute' ? [{ title, data }] : []));
}

describe('the card of managers who are away', () => {
  it('takes the role from one of them, or gives it to somebody else, for all of their applications', () => {
    const { card } = renderOutcome(ACCESS_OUTCOMES.leavers.plain);
    const [first] = ACCESS_OUTCOMES.leavers.plain.managers;
    const applications = first.applications.map(({ clientId }) => clientId).join(',');
    expect(buttonsOf(card).slice(0, 2)).toEqual([
      { title: 'Remove role', data: { people: first.person.oid, applications } },
      { title: 'Replace', data: { people: '', applications } },
    ]);
  });

  it('says how each of them went, since when it is known, and what nobody manages now', () => {
    const words = wordsOf(renderOutcome(ACCESS_OUTCOMES.leavers.plain).card);
    expect(words).toContain(' · has left the directory · seen on 4 March 2026');
    expect(words).toContain(' · account disabled · seen on 24 November 2026');
    expect(words.filter((text) => text.endsWith('nobody manages it'))).toHaveLength(2);
  });

  it('has buttons for administrators only: another manager reads what a colleague has to do', () => {
    const mine = renderNotice(NOTICES['colleagues-left'].plain).card;
    expect(buttonsOf(mine).map(({ title }) => title)).toEqual(['Managers', 'My applications', 'Help']);
    expect(wordsOf(mine).join('\n')).toMatch(/you are the only manager now\n.*they type “request”/);
    const theirs = renderNotice(NOTICES['managers-left'].plain).card;
    expect(buttonsOf(theirs).map(({ title }) => title)).toEqual(['Remove role', 'Replace', 'All who left', 'Help']);
  });
});
