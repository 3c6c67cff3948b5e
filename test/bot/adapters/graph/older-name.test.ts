import { expect, test } from 'vitest';
import { olderNameIn } from '../../../../bot/adapters/graph/older-name.ts';
import { graphAnswering, ID, json } from './answering.ts';

const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Sleutel één', 'utf16le')]).toString('base64');

test.each([
  ['UTF-16 with a mark', marked, 'Sleutel één'],
  ['UTF-16 without a mark', Buffer.from('key', 'utf16le').toString('base64'), 'key'],
  ['UTF-8', Buffer.from('Sleutel één').toString('base64'), 'Sleutel één'],
  ['UTF-16 without a mark, of other letters', Buffer.from('Małgosia', 'utf16le').toString('base64'), 'Małgosia'],
  ['UTF-16 that ends with a NUL', Buffer.from('Key\0', 'utf16le').toString('base64'), 'Key'],
  ['UTF-8 that ends with a NUL', Buffer.from('Key\0').toString('base64'), 'Key'],
  ['bytes that are no text', Buffer.from([0xc3, 0x28, 0xff]).toString('base64'), ''],
  ['nothing', null, ''],
  ['nothing at all', undefined, ''],
])('the name of an older secret is read from %s', (_what, identifier, name) => {
  expect(olderNameIn(identifier)).toBe(name);
});

test('a secret that has no display name gets the name that older tools kept', async () => {
  const dates = { startDateTime: '2020-01-01T00:00:00Z', endDateTime: '2099-01-01T00:00:00Z' };
  const secret = (n: number, special: object) => ({
    keyId: ID.replace(/5$/, String(n)),
    hint: null,
    ...dates,
    ...special,
  });
  const passwordCredentials = [
    secret(1, { displayName: null, customKeyIdentifier: marked }),
    secret(2, { displayName: 'Newer', customKeyIdentifier: marked }),
    secret(3, { displayName: null, customKeyIdentifier: null }),
  ];
  const { directory } = graphAnswering(() => json(200, { appId: ID, displayName: 'A', passwordCredentials }));
  const names = (await directory.application(ID))?.secrets.map(({ name }) => name);
  expect(names).toEqual(['Sleutel één', 'Newer', '']);
});
