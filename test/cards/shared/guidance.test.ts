import { describe, expect, it } from 'vitest';
import type { Guidance } from '../../../bot/domain/shared/guidance.ts';
import {
  type Rendered,
  renderDigest,
  renderNotice,
  renderOutcome,
  signInText,
  strangerText,
} from '../../../cards/index.ts';
import { complaintsOf, nodesOf } from '../inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../outcomes/index.ts';
import { DIGEST } from '../outcomes/reminders.ts';

const ADDRESS = 'help@umbrella.example';
const GUIDANCE: Guidance = {
  team: 'the umbrella team',
  support: { name: 'the service desk', contact: ADDRESS },
  mfaGuide: 'https://help.example/mfa',
  apiGuide: 'https://help.example/api',
};
const ways = (guidance: Guidance) => ({
  install: 'https://t.test/i',
  chat: 'https://t.test/c',
  inChat: true,
  guidance,
});
const outcomes = (guidance = GUIDANCE) =>
  new Map([...NAMED_OUTCOMES].map(([name, outcome]) => [name, renderOutcome(outcome, ways(guidance))]));

function textsOf({ card }: Rendered): readonly string[] {
  return nodesOf(card).flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
}

const contactOf = (drawn: Rendered) => textsOf(drawn).filter((text) => text.includes(ADDRESS));

describe('a card of a deployment that has set whom to ask', () => {
  it('names the team and support as the deployment calls them, on every card', () => {
    for (const [name, drawn] of outcomes()) {
      const text = JSON.stringify(drawn.card);
      expect(text, name).not.toContain('the WMDA team');
      expect(text, name).not.toMatch(/(tell|ask) support/);
    }
    for (const [name, notice] of NAMED_NOTICES) {
      const text = JSON.stringify(renderNotice(notice, ways(GUIDANCE)).card);
      expect(text, name).not.toMatch(/the WMDA team|(tell|ask) support/);
    }
  });

  it('ends with one link to the contact if it says to ask somebody', () => {
    const asking = /(ask|tell) (the umbrella team|the service desk)/i;
    const drawn = [
      ...outcomes(),
      ...[...NAMED_NOTICES].map(([name, notice]) => [name, renderNotice(notice, ways(GUIDANCE))] as const),
      ['digest', renderDigest(DIGEST, undefined, { guidance: GUIDANCE })] as const,
    ];
    const askers = drawn.filter(([, card]) => textsOf(card).some((text) => asking.test(text)));
    expect(askers.length).toBeGreaterThan(5);
    for (const [name, card] of askers)
      expect(contactOf(card), name).toEqual([`Contact of the service desk: [${ADDRESS}](mailto:${ADDRESS})`]);
  });

  it('has the contact if it is a refusal or a page of help', () => {
    for (const [name, drawn] of outcomes()) {
      const isLed = /^(refused|help)/.test(name);
      if (isLed) expect(contactOf(drawn), name).toHaveLength(1);
    }
  });

  it('leads to the page about multi-factor authentication and to the one about the API from the help about them', () => {
    const guides = (name: string) => {
      const drawn = outcomes().get(name);
      const texts = drawn === undefined ? [] : textsOf(drawn);
      return ['mfa', 'api'].filter((guide) => texts.some((text) => text.includes(`(https://help.example/${guide})`)));
    };
    expect(guides('help-guide')).toEqual(['mfa', 'api']);
    expect(guides('help-overview')).toEqual([]);
    expect(guides('help-token')).toEqual(['api']);
    expect(guides('help-access')).toEqual(['mfa']);
    expect(guides('help-donts')).toEqual([]);
  });

  it('says the address to those who cannot see the card, and not in the notification', () => {
    const drawn = renderOutcome({ kind: 'refused', refusal: 'fault', reference: 'ab12cd34' }, ways(GUIDANCE));
    expect(drawn.card['fallbackText']).toContain(`Contact of the service desk: ${ADDRESS}`);
    expect(drawn.fallbackText).not.toContain(ADDRESS);
  });

  it('opens a page if the contact is a page', () => {
    const contact = 'https://help.example/ask';
    const desk = { ...GUIDANCE, support: { name: 'the service desk', contact } };
    const drawn = renderOutcome({ kind: 'refused', refusal: 'fault', reference: undefined }, ways(desk));
    expect(textsOf(drawn)).toContain(`Contact of the service desk: [${contact}](${contact})`);
  });

  it('is a card that Microsoft’s parser takes', () => {
    for (const [name, { card }] of outcomes()) expect(complaintsOf(card), name).toEqual([]);
  });
});

describe('a card of a deployment that has set nothing', () => {
  it('names the default, in words and without a link', () => {
    const { card } = renderOutcome({ kind: 'refused', refusal: 'fault', reference: undefined });
    expect(JSON.stringify(card)).toContain('tell support the reference');
    expect(JSON.stringify(card)).not.toMatch(/Contact of|mailto:/);
  });

  it('has a name without an address in its sentences alone', () => {
    const named = ways({ team: 'the team', support: { name: 'the service desk' } });
    const drawn = renderOutcome({ kind: 'refused', refusal: 'directory-forbidden', reference: undefined }, named);
    expect(JSON.stringify(drawn.card)).toContain('Please tell the service desk; they have');
    expect(JSON.stringify(drawn.card)).not.toContain('Contact of');
  });
});

describe('a text that Teams shows without links', () => {
  it('says the address of the guide if multi-factor authentication is missing', () => {
    expect(signInText('read', 'mfa', GUIDANCE)).toContain(
      'How to set up multi-factor authentication: https://help.example/mfa',
    );
    expect(signInText('read', undefined, GUIDANCE)).toBe(signInText('read'));
  });

  it('says the contact if the account is not let in, and to a stranger', () => {
    for (const text of [signInText('read', 'blocked', GUIDANCE), strangerText(GUIDANCE)])
      expect(text).toContain(`Contact of the service desk: ${ADDRESS}`);
    expect(strangerText()).toMatch(/ask the people who manage this channel\.$/);
  });
});
