import { describe, expect, it } from 'vitest';
import { renderNotice, renderOutcome } from '../../cards/index.ts';
import { actionsOf } from './inspect.ts';
import { NAMED_NOTICES } from './outcomes/index.ts';
import { SECRETS_OUTCOMES } from './outcomes/secrets.ts';

/** The verbs of a card's buttons, by whether the card stays when they are pressed. */
function verbsOf(card: unknown) {
  const buttons = actionsOf(card).filter(({ type }) => type === 'Action.Execute');
  const stays = ({ data }: (typeof buttons)[number]) => (data as { stays?: boolean }).stays === true;
  const verbs = (which: typeof buttons) => which.map(({ verb }) => String(verb));
  return { staying: verbs(buttons.filter(stays)), replacing: verbs(buttons.filter((one) => !stays(one))) };
}

describe('a card that says what has happened', () => {
  it.each([...NAMED_NOTICES])('stays when a button of %s opens something', (_name, notice) => {
    const acting = [
      'review',
      'contact-act',
      'unexpected-act',
      'rotation',
      'digest',
      'sign-in',
      'notify',
      'nudge-all',
      'sweep',
    ];
    const { replacing } = verbsOf(renderNotice(notice).card);
    expect(replacing.filter((verb) => !acting.includes(verb))).toEqual([]);
  });

  it('stays when it is that of a creation', () => {
    for (const created of Object.values(SECRETS_OUTCOMES.created)) {
      const { staying, replacing } = verbsOf(renderOutcome(created).card);
      expect(staying).toContain('open');
      expect(replacing).toEqual([]);
    }
  });

  it('leaves the buttons of a list to replace the list', () => {
    expect(verbsOf(renderOutcome({ kind: 'signed-in', name: 'Ada' }).card).staying).toEqual([]);
  });
});
