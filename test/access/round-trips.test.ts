import { describe, expect, it } from 'vitest';
import type { Asker } from '../../bot/domain/shared/person.ts';
import { testDatabase } from '../ledger/test-database.ts';
import { inChat, type Kind } from './people.ts';
import { cellsOf, isAnswer, type Row } from './rows.ts';
import { TABLE } from './table.ts';
import { type AccessWorld, createWorld } from './world.ts';

/**
 * How many statements each row of the access table sends to the database, for the first kind of person who is answered.
 * Each statement is one round trip, BEGIN and COMMIT too. If a command has to send more, change its number here, and say why
 * in the commit.
 */
const ROUND_TRIPS: Readonly<Record<string, number>> = {
  'list: all of one’s own': 2,
  'list: all of one’s own, of everybody': 2,
  'list: all there are': 2,
  'list: all there are, of everybody': 2,
  'list: of the application’s country': 2,
  'list: of the application’s country, of everybody': 1,
  'find: all of one’s own': 1,
  'find: the application by its name': 1,
  'open: show': 2,
  'open: create': 2,
  'open: delete': 3,
  'open: rotate': 10,
  'open: managers': 2,
  'open: audit': 3,
  'delete-secret: a button beside a secret': 3,
  'delete-expired: all of the application': 1,
  'rotate-secret: a button beside a secret': 9,
  'leaked: the beginning of a secret': 1,
  'expose: a secret of the application': 1,
  'submit-expose: a secret of the application': 20,
  'submit-create: a form opened when one still had the role': 27,
  'submit-create: the manager’s form': 27,
  'confirm-delete: a form opened when one still had the role': 22,
  'confirm-delete: the manager’s form': 22,
  // Their secret is live, so it is kept.
  'confirm-expired: forms opened when one still had the role': 11,
  'confirm-expired: the manager’s form': 6,
  'stored: the manager’s message': 12,
  'rotations: all of one’s own': 2,
  'rotation: show': 2,
  'rotation: create': 3,
  'rotation: adopt': 2,
  'rotation: updated': 10,
  'rotation: confirmed': 10,
  'rotation: delete': 4,
  'rotation: replaced': 10,
  'rotation: keep': 7,
  'rotation: abandon': 10,
  'unexpected: what waits for an answer': 2,
  'unexpected: what waits for an answer, of everybody': 2,
  'unexpected-act: ours': 9,
  'unexpected-act: ours, from a card that others see': 8,
  'unexpected-act: remove': 4,
  'unexpected-act: remove, of everybody': 2,
  'unexpected-act: remove, of a certificate': 2,
  'expiring: all of one’s own': 1,
  'expiring: all of one’s own, of everybody': 2,
  'expiring: of the application’s organisation': 1,
  'expiring: of the application’s organisation, of everybody': 2,
  'link: the application’s organisation': 6,
  'link: by a button': 6,
  'link: elsewhere than in a channel': 1,
  'link: link admin': 6,
  'unlink: the application’s organisation': 14,
  'unlink: by a button': 14,
  'unlink-one: the link of the application’s organisation': 14,
  'links: all of one’s own': 2,
  'links: all of one’s own, of everybody': 2,
  'digest: in the channel that has it': 4,
  'digest-item: show': 3,
  'digest-item: rotate': 13,
  'digest-item: claim': 11,
  'digest-item: take-over': 11,
  'digest-item: delete': 4,
  'digest-item: unused, of an application that connects': 2,
  'promise: a day, by the person who is on it': 8,
  'give-back: by the person who is on it': 7,
  'unused: an application that connects': 1,
  'notify: the present choice': 2,
  'notify: html': 2,
  'notify: text': 7,
  'notify: off': 14,
  'sweep: now': 56,
  'sweep: accept': 56,
  'sweep: accept leavers': 56,
  'undelivered: all there are': 5,
  'undelivered-act: retry': 9,
  'undelivered-act: drop': 9,
  'contact: to the application’s organisation': 11,
  'contact: by a button': 11,
  'contact: without an address': 1,
  'contacts: all of one’s own': 2,
  'contacts: all of one’s own, of everybody': 2,
  'contact-act: confirm': 10,
  'contact-act: confirm, from a card that others see': 9,
  'contact-act: decline': 9,
  'contact-act: again': 10,
  'contact-act: remove': 9,
  'contact-act: remove, one that reaches somebody': 16,
  'managers: of the application': 2,
  'managers: without words': 2,
  'managers: without words, of everybody': 2,
  'overview: all there is': 5,
  'nudge: the managers of the application': 3,
  'nudge-all: those of what cannot connect': 2,
  'leavers: all there are': 2,
  'assign: somebody to the application': 4,
  'unassign: somebody from the application': 3,
  'submit-assignment: a form opened when one still had the role': 16,
  'request: somebody else’s application': 1,
  'request: by the name of the application': 1,
  'submit-request: the application': 9,
  'requests: what one may review': 3,
  'requests: what one may review, of everybody': 3,
  'review: show': 3,
  'review: confirm': 13,
  'review: choose': 20,
  'review: decline': 13,
  'review: decline, when it is confirmed': 13,
  'review: approve': 19,
  'review: confirm, from a card that others see': 11,
  'review: show one’s own': 3,
  'audit: of the application': 3,
  'audit: of the application’s country': 3,
  'audit: of the application’s country, of everybody': 3,
  'audit: without words': 3,
  'audit: without words, of everybody': 3,
  'help: of anything': 1,
  'help: the token of the application': 1,
  'sign-in: in general': 1,
  'sign-out: oneself': 6,
  'who-am-i: oneself': 1,
  'code: of the manager’s sign-in': 14,
  'unsupported: any words': 0,
};

/** Reads that send more than two, and why. */
const MORE_THAN_TWO: Readonly<Record<string, string>> = {
  'open: audit': 'who has acted is read beside the page, at one time',
  'audit: of the application': 'who has acted is read beside the page, at one time',
  'audit: of the application’s country': 'who has acted is read beside the page, at one time',
  'audit: of the application’s country, of everybody': 'who has acted is read beside the page, at one time',
  'audit: without words': 'who has acted is read beside the page, at one time',
  'audit: without words, of everybody': 'who has acted is read beside the page, at one time',
  'digest-item: show': 'what the daily look saw of certificates is read beside Entra’s answer',
  'overview: all there is': 'it counts assignments, claims, links and contacts, which are in four tables',
  'nudge: the managers of the application': 'who manages it and whom the bot has met are in two tables',
  'digest: in the channel that has it': 'the managers, their names and open rotations are in three tables',
  'requests: what one may review': 'Entra is asked between the requests and those who may confirm them',
  'requests: what one may review, of everybody': 'Entra is asked between the requests and those who may confirm them',
  'review: show': 'Entra is asked between the request and those who may confirm it',
  'review: show one’s own': 'Entra is asked between the request and those who may confirm it',
  'undelivered: all there are': 'each kind of message and each place is looked up',
};

/** A row of the access table, asked by the first kind of person who gets this answer. */
interface Case {
  readonly name: string;
  readonly row: Row;
  readonly kind: Kind;
}

const CASES: readonly Case[] = Object.entries(TABLE).flatMap(([command, rows]) =>
  Object.entries(rows).flatMap(([what, row]) => casesOf(`${command}: ${what}`, row)),
);

function casesOf(name: string, row: Row): readonly Case[] {
  const first = new Map<string, Kind>();
  for (const { kind, word } of cellsOf(row)) if (isAnswer(word) && !first.has(word)) first.set(word, kind);
  return [...first].map(([word, kind]) => ({ name: word === 'all' ? `${name}, of everybody` : name, row, kind }));
}

/** The statements that one command sends to the database. */
async function sentFor({ row, kind }: Case): Promise<readonly string[]> {
  const world = await createWorld();
  const asker = row.where === 'in a chat' ? inChat(world.people[kind]) : world.people[kind];
  await row.given?.(world);
  const command = await row.ask(world, asker);
  const before = testDatabase.sent.length;
  await world.setting.run(command, asker);
  return testDatabase.sent.slice(before);
}

/** The statements that an activity of a person sends before its command runs. */
async function sentBefore(world: AccessWorld, asker: Asker): Promise<readonly string[]> {
  const { usecases } = world.setting;
  const before = testDatabase.sent.length;
  await usecases.remember(asker);
  const { conversation } = asker;
  await usecases.heardFrom({ conversation, teamId: undefined, name: 'C', teamName: 'T' });
  return testDatabase.sent.slice(before);
}

describe('round trips to the database', () => {
  it('are counted for every row of the access table', () => {
    expect(Object.keys(ROUND_TRIPS)).toEqual(CASES.map(({ name }) => name));
  });

  it.each(CASES)('of $name are as many as the table says', async (one) => {
    const sent = await sentFor(one);
    expect({ count: sent.length, sent }).toEqual({ count: ROUND_TRIPS[one.name], sent });
    const isRead = sent.every((statement) => /^\s*select\b/i.test(statement));
    if (isRead && !(one.name in MORE_THAN_TWO)) expect(sent.length).toBeLessThanOrEqual(2);
  });

  it('of meeting a person again are three reads, and nothing is written', async () => {
    const world = await createWorld();
    const { manager } = world.people;
    for (const asker of [manager, inChat(manager)]) {
      expect((await sentBefore(world, asker)).some((text) => /^\s*insert\b/i.test(text))).toBe(true);
      const again = await sentBefore(world, asker);
      expect(again.map((text) => text.trim().split(' ')[0])).toEqual(['select', 'select', 'select']);
    }
  });
});
