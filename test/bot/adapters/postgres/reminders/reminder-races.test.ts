import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import type { PlannedReminder } from '../../../../../bot/domain/reminders/reminder.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import { event, later, NOW } from '../../../../contracts/samples/ledger.ts';
import {
  aName,
  aReminder,
  clearAway,
  type DueDigest,
  deliveryOf,
  POSTED,
  posted,
  secretOf,
} from '../../../../contracts/samples/reminders.ts';
import { type FreshDatabase, migratedDatabase } from '../../../../once/fresh-database.ts';

let server: FreshDatabase;
let databases: readonly [Database, Database];
let ledgers: readonly [Ledger, Ledger];

beforeAll(async () => {
  server = await migratedDatabase();
  const open = () => openDatabase({ databaseUrl: server.url });
  databases = [await open(), await open()];
  ledgers = [createLedger(databases[0]), createLedger(databases[1])];
});

afterAll(async () => {
  for (const database of databases) await database.close();
  await server.stop();
});

/** Claims and settles everything that is due, until there is no more. */
async function sendAll(ledger: Ledger): Promise<readonly DueDigest[]> {
  const sent: DueDigest[] = [];
  for (;;) {
    const due = await deliveryOf(ledger).claimNext(NOW, later(60_000), 'teams');
    if (due === undefined) return sent;
    sent.push(due);
    await deliveryOf(ledger).sent(due.id, POSTED, [event({ action: 'reminder.sent' })]);
  }
}

function itemsOf(digests: readonly DueDigest[]): readonly string[] {
  return digests.flatMap(({ digest }) => digest.items.map(({ keyId }) => keyId)).sort();
}

describe('two processes on one PostgreSQL', () => {
  it('plan the same reminders once, and put each into one digest for each destination', async () => {
    const destinations = Array.from({ length: 20 }, () => aReminder().destination);
    const planned = destinations.flatMap((destination): readonly PlannedReminder[] =>
      Array.from({ length: 60 }, () => aReminder({ destination })),
    );
    const backwards = [...planned].reverse();
    const [one, other] = ledgers;
    const added = await Promise.all([one.reminders.plan(planned, NOW), other.reminders.plan(backwards, NOW)]);
    expect(added[0] + added[1]).toBe(planned.length);
    const made = await Promise.all(
      [0, 1, 0, 1].map((index) => ledgers[index]?.reminders.buildDigests(NOW, randomUUID) ?? 0),
    );
    expect(made.reduce((sum, count) => sum + count)).toBe(destinations.length);
    expect(itemsOf(await sendAll(one))).toEqual(planned.map(({ keyId }) => keyId).sort());
  });

  it('lose and repeat no reminder while both plan, gather, end and send at once', { timeout: 60_000 }, async () => {
    const shared = Array.from({ length: 10 }, () => aReminder().destination);
    const sent: DueDigest[] = [];
    const planned: PlannedReminder[] = [];
    const sweep = async (ledger: Ledger) => {
      for (let round = 0; round < 5; round++) {
        const own = shared.flatMap((destination) => Array.from({ length: 10 }, () => aReminder({ destination })));
        planned.push(...own);
        await ledger.reminders.plan(own, NOW);
        await ledger.reminders.buildDigests(NOW, randomUUID);
        const gone = aReminder({ destination: own[0]?.destination ?? { kind: 'administrators' } });
        await ledger.reminders.plan([gone], NOW);
        await ledger.reminders.endDeleted([{ clientId: gone.application.clientId, keyId: gone.keyId }], NOW);
        sent.push(...(await sendAll(ledger)));
      }
    };
    await Promise.all(ledgers.map(sweep));
    await ledgers[0].reminders.buildDigests(NOW, randomUUID);
    sent.push(...(await sendAll(ledgers[0])));
    const alive = sent
      .filter(({ posted: drawn }) => drawn === undefined)
      .map((due) => ({
        ...due,
        digest: {
          ...due.digest,
          items: due.digest.items.filter(({ keyId }) => planned.some((one) => one.keyId === keyId)),
        },
      }));
    expect(itemsOf(alive)).toEqual(planned.map(({ keyId }) => keyId).sort());
  });

  it('send each digest once with eight workers', async () => {
    const count = 100;
    await clearAway(ledgers[0]);
    await ledgers[0].reminders.plan(
      Array.from({ length: count }, () => aReminder()),
      NOW,
    );
    expect(await ledgers[1].reminders.buildDigests(NOW, randomUUID)).toBe(count);
    const workers = Array.from({ length: 8 }, (_, index) => sendAll(ledgers[index % 2 === 0 ? 0 : 1]));
    const sent = (await Promise.all(workers)).flat();
    expect(sent).toHaveLength(count);
    expect(new Set(sent.map(({ digest }) => digest.id)).size).toBe(count);
    expect(sent.some(({ mayBeRepeated }) => mayBeRepeated)).toBe(false);
  });

  it('give a digest that a process never settled to one worker, marked as perhaps repeated', async () => {
    await clearAway(ledgers[0]);
    await ledgers[0].reminders.plan([aReminder()], NOW);
    await ledgers[0].reminders.buildDigests(NOW, randomUUID);
    const lost = await deliveryOf(ledgers[0]).claimNext(NOW, later(10), 'teams');
    const claims = await Promise.all(
      [0, 1, 0, 1].map((index) => ledgers[index]?.outbox.claimNext(later(10), later(60_000), 'teams')),
    );
    const taken = claims.filter((due) => due !== undefined);
    expect(taken).toMatchObject([{ id: lost?.id, mayBeRepeated: true }]);
  });

  it('redraw a digest again if it changes while the other process redraws it', async () => {
    await clearAway(ledgers[0]);
    const reminder = aReminder();
    const { clientId, keyId } = secretOf(reminder);
    const id = await posted(ledgers[0], reminder);
    let shown: Date | undefined;
    const claim = async (ledger: Ledger, ms: number) =>
      ledger.reminders.claim(clientId, keyId, { by: aName(), at: later(ms) }, true, event());
    const draw = async (ledger: Ledger) => {
      const due = await deliveryOf(ledger).claimNext(later(1_000), later(60_000), 'teams');
      if (due === undefined) return;
      shown = due.digest.items[0]?.claim?.at;
      await ledger.outbox.redrawn(due.id);
    };
    const works = Array.from({ length: 20 }, (_, ms) => [claim(ledgers[0], ms), draw(ledgers[1])]).flat();
    await Promise.all(works);
    await draw(ledgers[0]);
    expect(shown).toEqual((await ledgers[0].reminders.find(id))?.items[0]?.claim?.at);
  });

  it('begin a rotation once, take each step once, and end it once', async () => {
    const application = { clientId: randomUUID(), displayName: 'Partner-NL-X-DM' };
    const secret = { keyId: randomUUID(), name: 'n', hint: 'abc', end: later(9_999) };
    const all = <T>(work: (ledger: Ledger) => Promise<T>) =>
      Promise.all([0, 1, 0, 1, 0, 1].map((index) => work(ledgers[index === 0 ? 0 : 1])));
    const by = { by: aName(), at: NOW };
    const started = await all(({ rotations }) =>
      rotations.start({ id: randomUUID(), application, old: secret, by }, event({ action: 'rotation.started' })),
    );
    const id = started[0]?.id ?? '';
    expect(new Set(started.map((rotation) => rotation.id))).toEqual(new Set([id]));
    const won = async (work: (ledger: Ledger) => Promise<boolean>) => (await all(work)).filter(Boolean).length;
    expect(await won(({ rotations }) => rotations.adopt(id, { ...secret, keyId: randomUUID() }, by, event()))).toBe(1);
    expect(await won(({ rotations }) => rotations.tick(id, 'updated', by, event()))).toBe(1);
    expect(await won(({ rotations }) => rotations.tick(id, 'confirmed', by, event()))).toBe(1);
    expect(await won(({ rotations }) => rotations.end(id, 'replaced', by, event()))).toBe(1);
  });
});

describe('the activities from a channel', () => {
  it('are written only if something differs', async () => {
    const id = randomUUID();
    const conversation = {
      kind: 'channel',
      id: `19:${id}`,
      serviceUrl: 'http://127.0.0.1:1/',
      botAccountId: 'b',
    } as const;
    const channel = { conversation, teamId: 't', teamName: 'Registry', name: 'Credentials' };
    const scope = { kind: 'organisation', key: `nl/${id}`, name: 'X' } as const;
    const link = { id, scope, channel, linkedBy: aName(), linkedAt: NOW, deadSince: undefined };
    await ledgers[0].links.add(link, event({ action: 'link.added' }));
    const version = async () => {
      const result: unknown = await databases[0].orm.execute(sql`SELECT xmin FROM links WHERE id = ${id}`);
      return JSON.stringify(result instanceof Object && 'rows' in result ? result.rows : undefined);
    };
    const before = await version();
    await ledgers[0].links.heardFrom({ ...channel, teamId: undefined, name: '' }, event());
    expect(await version()).toBe(before);
    await ledgers[0].links.heardFrom({ ...channel, name: 'Renamed' }, event());
    expect(await version()).not.toBe(before);
  });
});
