// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import type { SecretMessage } from '../../../bot/ports/secrets/delivery.ts';
import { readButton } from '../../../bot/usecases/commands.ts';
import { renderOutcome, renderSecretMessage, type SecretMessageContent } from '../../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf } from '../inspect.ts';
import { drawn, linesOf } from '../outcomes/drawn.ts';
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
    ['value', CANARY],
  ]);
  expect(fallbackText).not.toContain(CANARY);
  expect(JSON.stringify(actionsOf(card))).not.toContain(CANARY);
});

test('the value comes first, then the client ID, then the button: everything else is below', () => {
  const body = nodesOf(render().card['body']);
  const places = [
    body.findIndex(({ codeSnippet }) => codeSnippet === CANARY),
    body.findIndex(({ codeSnippet }) => codeSnippet === SECRET_MESSAGE.application.clientId),
    body.findIndex(({ verb }) => verb === 'stored'),
    body.findIndex(({ text }) => String(text).includes('shown this once')),
    body.findIndex(({ text }) => String(text).includes(SECRET_MESSAGE.application.displayName)),
  ];
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test('a client that draws no code block shows a field from which its text can be selected', () => {
  const blocks = nodesOf(render().card).filter((node) => node['type'] === 'CodeBlock');
  expect(blocks.map(({ codeSnippet }) => codeSnippet)).toEqual([CANARY, SECRET_MESSAGE.application.clientId]);
  for (const { codeSnippet, language, fallback } of blocks) {
    expect(language).toBe('PlainText');
    expect(fallback).toMatchObject({ type: 'Input.Text', value: codeSnippet, isMultiline: true });
    expect(fallback).toMatchObject({ label: expect.stringMatching(/\w/), errorMessage: expect.stringMatching(/\w/) });
  }
});

test('no button sends back what is in the fields', () => {
  const actions = actionsOf(render().card);
  expect(actions.map(({ associatedInputs }) => associatedInputs)).toEqual(['none', 'none']);
  expect(actions.map(({ type }) => type)).toEqual(['Action.Execute', 'Action.Submit']);
});

test('a client that sends them all the same gives the bot nothing but the nonce', () => {
  expect(readButton('stored', { nonce: 'n', shownValue: CANARY, shownClientId: 'id' })).toEqual({
    kind: 'stored',
    nonce: 'n',
  });
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
  ]) {
    expect(text).toContain(part);
  }
});

test('the next steps are on the card of the creation alone, and tell of no old secret if there is none', () => {
  expect(JSON.stringify(render().card)).not.toContain('Update your system');
  const steps = (name: string) => JSON.stringify(drawn(name).card);
  expect(steps('created')).toContain('Delete the old secret.');
  expect(steps('created-first')).toContain('Update your system');
  expect(steps('created-first')).not.toMatch(/old secret/i);
  expect(steps('stored')).toContain('delete the old secret');
  expect(steps('stored-first')).not.toMatch(/old secret/i);
});

test('once the message with the value is gone, no step says to store the value', () => {
  for (const name of ['created-stored', 'created-maybe-lost']) {
    const lines = linesOf(drawn(name));
    expect(lines).not.toContain('Store the value');
    expect(lines).toContain('1. Update your system with the stored value.');
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
