import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import {
  type AppLinks,
  type Rendered,
  renderDigest,
  renderNotice,
  renderOutcome,
  renderSecretMessage,
} from '../../../cards/index.ts';
import { nodesOf } from '../inspect.ts';
import { linesOf } from '../outcomes/drawn.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../outcomes/index.ts';
import { DIGEST } from '../outcomes/reminders.ts';
import { SECRET_MESSAGE } from '../outcomes/secrets.ts';

/** What people whose third language is English stumble over, each as it was on a card once. */
const HARD = [
  /\bUTC\b/,
  /\bjudge/i,
  /do nots/i,
  /short life/i,
  /\bto come\b/i,
  /\b0 (?:minutes|hours|days)\b/,
  /\b(?:create|show|rotate|delete|request) and an application/i,
  /please look after/i,
  /nobody can be told/i,
];
/** Cards are drawn for one reader whose zone is known, and for readers whose zone is not. */
const READERS: readonly (AppLinks | undefined)[] = [
  undefined,
  { chat: 'https://chat.example', install: 'https://install.example', inChat: false, readerZone: 'Europe/Amsterdam' },
];

const DRAWN: readonly (readonly [string, (links?: AppLinks) => Rendered])[] = [
  ...[...NAMED_OUTCOMES].map(([name, outcome]) => [name, (links?: AppLinks) => renderOutcome(outcome, links)] as const),
  ...[...NAMED_NOTICES].map(
    ([name, notice]) => [`notice ${name}`, (links?: AppLinks) => renderNotice(notice, links)] as const,
  ),
  ['digest', () => renderDigest(DIGEST)],
  ['message with the value', () => renderSecretMessage({ ...SECRET_MESSAGE, value: new SecretValue('v') })],
];

describe.each(DRAWN)('the card %s', (_name, draw) => {
  it('has no hard word in what people read', () => {
    for (const links of READERS) {
      const { card, fallbackText } = draw(links);
      const texts = [fallbackText, ...textsOf(card), linesOf({ card, fallbackText })];
      for (const text of texts) for (const hard of HARD) expect(text).not.toMatch(hard);
    }
  });

  it('leaves no function of Teams in a place where Teams does not write it', () => {
    for (const links of READERS) {
      const { card, fallbackText } = draw(links);
      const others = nodesOf(card).map((node) => (node['type'] === 'TextBlock' ? { ...node, text: '' } : node));
      for (const text of [fallbackText, ...others.flatMap(ownTexts)]) expect(text).not.toMatch(/\{\{(?:DATE|TIME)/);
    }
  });
});

function textsOf(card: unknown): readonly string[] {
  return nodesOf(card).flatMap(ownTexts);
}

function ownTexts(node: object): readonly string[] {
  return Object.values(node).filter((value): value is string => typeof value === 'string');
}
