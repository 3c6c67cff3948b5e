import { expect, it } from 'vitest';
import { findValues } from './find-values.ts';

const VALUE = 'aB3~x_Y.9-kLmN0pQrStUvWxYz1234567890abcd';
const holds = findValues(['another~value.with_forty-characters.0000', VALUE]);

it.each([
  ['as it is', `before ${VALUE} after`],
  ['in base64', Buffer.from(`x${VALUE}y`).toString('base64')],
  ['in base64url', Buffer.from(`xy${VALUE}`).toString('base64url')],
  [
    'in a URL',
    `?q=${VALUE.replaceAll('~', '%7E').replaceAll('_', '%5F').replaceAll('.', '%2E').replaceAll('-', '%2D')}`,
  ],
  ['in JSON in JSON', JSON.stringify({ text: JSON.stringify({ value: VALUE }) })],
  ['in hex', Buffer.from(VALUE).toString('hex')],
])('finds a value %s', (_how, text) => {
  expect(holds(text)).toBe(true);
});

it('finds no value in a text that holds only its beginning', () => {
  expect(holds(`before ${VALUE.slice(0, 20)} after`)).toBe(false);
  expect(findValues([])(VALUE)).toBe(false);
});
