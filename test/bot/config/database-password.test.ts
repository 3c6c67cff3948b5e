import { expect, it } from 'vitest';
import { isPasswordReadable } from '../../../bot/config/settings/database.ts';

it.each([
  ['postgres://bot:secret@db.example/bot', true],
  ['postgres://bot:secret@db.example/bot?sslmode=disable', true],
  ['postgres://bot:secret@10.0.0.4:5432/bot', true],
  ['postgres://bot:secret@db.example/bot?sslmode=verify-full', false],
  ['postgres://bot:secret@db.example/bot?sslmode=require', false],
  ['postgres://bot:secret@db.example/bot?ssl=true', false],
  ['postgres://bot@db.example/bot', false],
  ['postgres://bot:secret@localhost/bot', false],
  ['postgres://bot:secret@127.0.0.1/bot', false],
  ['postgres://bot:secret@[::1]/bot', false],
  ['postgres:///bot?host=/run/postgresql', false],
  [undefined, false],
])('tells whether others can read the password on the way to %s', (databaseUrl, readable) => {
  expect(isPasswordReadable(databaseUrl)).toBe(readable);
});
