// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import type { SecretMessage } from '../../../bot/ports/secrets/delivery.ts';
import { renderOutcome, renderSecretMessage, type SecretMessageContent } from '../../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf } from '../inspect.ts';
import { NAMED_OUTCOMES } from '../outcomes/index.ts';
import { SECRET_MESSAGE } from '../outcomes/secrets.ts';

const CANARY = 'cAn~${nonce}<b>**"\\.canary-value';
const render = (minutes = 10) => renderSecretMessage({ ...SECRET_MESSAGE, minutes, value: new SecretValue(CANARY) });

test('the message holds the value unchanged in its code block and the fallback of that, and nowhere else', () => {
  const { card, fallbackText } = render();
  const holders = nodesOf(card).flatMap((node) =>
    Object.entries(node).filter(([, value]) => typeof value === 'string' && value.includes(CANARY)),
  );
  expect(holders).toEqual([
    ['codeSnippet', CANARY],
    ['text', CANARY],
  ]);
  const [block] = nodesOf(card).filter((node) => node['type'] === 'CodeBlock');
  expect(block).toMatchObject({ language: 'PlainText', fallback: { type: 'Container' } });
  expect(JSON.stringify(block?.['fallback'])).toContain('"fontType":"Monospace"');
  expect(fallbackText).not.toContain(CANARY);
  expect(JSON.stringify(actionsOf(card))).not.toContain(CANARY);
});

test('the message is a valid card, names its application and client ID, and warns that it is shown once', () => {
  const { card } = render();
  const text = JSON.stringify(card);
  expect(complaintsOf(card)).toEqual([]);
  for (const part of [
    SECRET_MESSAGE.application.displayName,
    SECRET_MESSAGE.application.clientId,
    '4 September 2027',
    'shown this once',
    'nobody can retrieve it later',
    'removes itself after 10 minutes',
    'retention policy',
    'Delete the old secret',
  ]) {
    expect(text).toContain(part);
  }
});

test('the button that removes the message carries the nonce alone', () => {
  expect(actionsOf(render().card)[0]).toMatchObject({
    title: 'I have stored it',
    verb: 'stored',
    data: { nonce: SECRET_MESSAGE.nonce },
  });
});

test.each([
  [0.05, '3 seconds'],
  [1, '1 minute'],
  [1.5, '90 seconds'],
  [10, '10 minutes'],
])('a life of %s minutes reads %s', (minutes, shown) => {
  expect(JSON.stringify(render(minutes).card)).toContain(`after ${shown},`);
});

test('a value never reaches a card that is drawn later', () => {
  render();
  for (const outcome of NAMED_OUTCOMES.values()) {
    expect(JSON.stringify(renderOutcome(outcome))).not.toContain('canary-value');
  }
});

test('only one file of the cards reveals values', () => {
  const folder = new URL('../../../cards/', import.meta.url);
  const revealing = globSync('**/*.ts', { cwd: folder }).filter((file) =>
    readFileSync(new URL(file, folder), 'utf8').includes('.reveal('),
  );
  expect(revealing).toEqual(['secrets/secret-message.ts']);
});

test('the message takes what the delivery port gives', () => {
  const message = (m: SecretMessage): SecretMessageContent => m;
  expect([message]).toHaveLength(1);
});
