import { describe, expect, it } from 'vitest';
import { type Rendered, renderNotice, renderOutcome } from '../../../cards/index.ts';
import { actionsOf } from '../inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../outcomes/index.ts';

const LINKS = { install: 'https://teams.test/install', chat: 'https://teams.test/chat', inChat: false };

/** Which of the two links a card offers. */
function offered({ card }: Rendered): string | undefined {
  const urls = actionsOf(card).map(({ url }) => url);
  return (['install', 'chat'] as const).find((which) => urls.includes(LINKS[which]));
}

function namesWith<T>(named: ReadonlyMap<string, T>, render: (of: T) => Rendered, which: string): readonly string[] {
  return [...named].filter(([, of]) => offered(render(of)) === which).map(([name]) => name);
}

describe('the card of an outcome', () => {
  const of = (which: string) => namesWith(NAMED_OUTCOMES, (outcome) => renderOutcome(outcome, LINKS), which);

  it('opens the chat if its words lead there', () => {
    expect(of('chat')).toEqual(expect.arrayContaining(['help-overview', 'created-personal', 'requested']));
    expect(offered(renderOutcome({ kind: 'refused', refusal: 'nothing-created', reference: undefined }, LINKS))).toBe(
      'chat',
    );
  });

  it('has the link to the app if other people have to get the app first', () => {
    expect(of('install')).toEqual(expect.arrayContaining(['undelivered']));
    for (const name of of('install')) expect(name).toMatch(/^(undelivered|assignments-changed)/);
  });

  it('shows the link to pass on as a text, too, because a button cannot be copied', () => {
    for (const name of of('install')) {
      const outcome = NAMED_OUTCOMES.get(name);
      const body = outcome === undefined ? undefined : renderOutcome(outcome, LINKS).card['body'];
      expect(JSON.stringify(body)).toContain(LINKS.install);
    }
  });

  it('offers no link to the chat in the chat', () => {
    for (const outcome of NAMED_OUTCOMES.values())
      expect(offered(renderOutcome(outcome, { ...LINKS, inChat: true }))).not.toBe('chat');
  });

  it('has the address in the text for clients that draw no cards, and not in the notification', () => {
    const drawn = renderOutcome({ kind: 'refused', refusal: 'nothing-created', reference: undefined }, LINKS);
    expect(drawn.card['fallbackText']).toContain(LINKS.chat);
    expect(drawn.fallbackText).not.toContain(LINKS.chat);
  });
});

describe('the card of a notice', () => {
  const of = (which: string) => namesWith(NAMED_NOTICES, (notice) => renderNotice(notice, LINKS), which);

  it('opens the chat from the news of a role or a request', () => {
    expect(new Set(of('chat').map((name) => name.replace(/-(?!news).*/, '')))).toEqual(
      new Set(['assigned', 'request-news']),
    );
  });

  it('gives administrators the link to the app if somebody cannot be told', () => {
    for (const name of of('install')) expect(name).toMatch(/^(nobody-to-tell|undelivered|unopened-chats)/);
    expect(of('install').length).toBeGreaterThanOrEqual(2);
  });
});
