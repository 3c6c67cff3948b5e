import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { LANES } from '../../../../../bot/domain/messages/outbox.ts';
import type { DueMessage } from '../../../../../bot/ports/messages/outbox.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import { aCard, put, waitingRequest } from '../../../../contracts/samples/access.ts';
import { event } from '../../../../contracts/samples/ledger.ts';
import { aName, aReminder, POSTED, posted, takenUp } from '../../../../contracts/samples/reminders.ts';
import { type FreshDatabase, freshDatabase } from '../../../../once/fresh-database.ts';
import { type FormerRow, versionBefore } from './version-before.ts';

const BEFORE = ['0001-ledger', '0002-reminders', '0003-audit', '0004-access'];
const NOW = new Date();
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const DUE = inSeconds(-600);
const LAPSED = inSeconds(-60);
/** A process of the version before is at work. */
const HELD = inSeconds(3_600);
const AFTER = inSeconds(4_000);

interface Expected {
  /** When the message is due for the new version. Undefined if it never is. */
  readonly due: 'at once' | 'in time' | 'when its lease is over' | undefined;
  readonly maybe?: boolean;
  readonly redraw?: boolean;
  readonly attempts?: number;
}

/** Every state of a digest of the version before, and its state after the migration. */
const DIGESTS: Readonly<Record<string, readonly [Omit<FormerRow, 'id'>, Expected]>> = {
  due: [{ dueAt: DUE }, { due: 'at once', maybe: false, attempts: 1 }],
  'due by mail': [
    { dueAt: DUE, to: 'mail' },
    { due: 'at once', maybe: false },
  ],
  'due in a chat': [
    { dueAt: DUE, to: 'chat' },
    { due: 'at once', maybe: false },
  ],
  'to be tried again': [
    { dueAt: inSeconds(1_800), attempts: 3 },
    { due: 'in time', maybe: false, attempts: 4 },
  ],
  'perhaps arrived': [
    { dueAt: DUE, attempts: 1, maybe: true },
    { due: 'at once', maybe: true, attempts: 2 },
  ],
  'being sent': [
    { dueAt: DUE, state: 'sending', leaseUntil: HELD, attempts: 1 },
    { due: 'when its lease is over', maybe: true, attempts: 2 },
  ],
  'sent by a process that died': [
    { dueAt: DUE, state: 'sending', leaseUntil: LAPSED, attempts: 1 },
    { due: 'at once', maybe: true, attempts: 2 },
  ],
  'sent by a process whose lease was ended': [
    { dueAt: DUE, state: 'sending' },
    { due: 'at once', maybe: true },
  ],
  posted: [{ state: 'sent', posted: true }, { due: undefined }],
  'to be drawn again': [
    { state: 'sent', posted: true, stale: true, dueAt: DUE },
    { due: 'at once', redraw: true },
  ],
  'being drawn': [
    { state: 'sent', posted: true, dueAt: DUE, leaseUntil: HELD },
    { due: 'when its lease is over', redraw: true },
  ],
  'sent by mail': [{ state: 'sent', to: 'mail' }, { due: undefined }],
  'a dead letter': [{ state: 'dead', deadSince: DUE }, { due: undefined }],
  dropped: [{ state: 'dropped' }, { due: undefined }],
};

const MESSAGES: Readonly<Record<string, readonly [Omit<FormerRow, 'id'>, Expected]>> = {
  due: [{ dueAt: DUE }, { due: 'at once', maybe: false, attempts: 1 }],
  'waiting for a person': [
    { dueAt: inSeconds(80_000), to: 'person' },
    { due: 'at once', maybe: false, attempts: 1 },
  ],
  'to be tried again': [
    { dueAt: inSeconds(1_800), attempts: 2 },
    { due: 'in time', maybe: false, attempts: 3 },
  ],
  'being sent': [
    { dueAt: DUE, leaseUntil: HELD, attempts: 1 },
    { due: 'when its lease is over', maybe: true, attempts: 2 },
  ],
  'sent by a process that died': [
    { dueAt: DUE, leaseUntil: LAPSED, attempts: 1 },
    { due: 'at once', maybe: true, attempts: 2 },
  ],
  sent: [{ posted: true }, { due: undefined }],
  'a request’s card': [{ posted: true, request: 'r1' }, { due: undefined }],
  'a request’s card to be drawn again': [
    { posted: true, request: 'r2', stale: true, dueAt: DUE },
    { due: 'at once', redraw: true },
  ],
  'a request’s card being drawn': [
    { posted: true, request: 'r3', dueAt: DUE, leaseUntil: HELD },
    { due: 'when its lease is over', redraw: true },
  ],
};

let server: FreshDatabase;
let older: Client;
let former: ReturnType<typeof versionBefore>;
let database: Database;
let ledger: Ledger;

beforeAll(async () => {
  server = await freshDatabase();
  older = new Client({ connectionString: server.url });
  await older.connect();
  for (const name of BEFORE) {
    const file = new URL(`../../../../../bot/adapters/postgres/migrations/${name}.sql`, import.meta.url);
    await older.query(readFileSync(file, 'utf8'));
  }
  await older.query(`CREATE TABLE schema_migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO schema_migrations VALUES (1), (2), (3), (4)`);
  former = versionBefore(older);
  for (const [id, [row]] of Object.entries(DIGESTS)) await former.putDigest({ ...row, id: `digest ${id}` });
  for (const [id, [row]] of Object.entries(MESSAGES)) await former.putMessage({ ...row, id: `message ${id}` });
  database = await openDatabase({ databaseUrl: server.url });
  ledger = createLedger(database);
});

afterAll(async () => {
  await older.end();
  await database.close();
  await server.stop();
});

/** Claims everything that is due at that time, in each lane. */
async function takeAll(now: Date): Promise<readonly DueMessage[]> {
  const taken: DueMessage[] = [];
  for (const lane of LANES) {
    for (;;) {
      const due = await ledger.outbox.claimNext(now, new Date(now.getTime() + 10_000_000), lane);
      if (due === undefined) break;
      taken.push(due);
    }
  }
  return taken;
}

/** Sends or redraws everything that is due at that time. */
async function sendAll(now: Date): Promise<readonly DueMessage[]> {
  const taken = await takeAll(now);
  for (const due of taken) {
    if (due.posted === undefined) await ledger.outbox.sent(due.id, POSTED, { audit: [], messages: [] });
    else await ledger.outbox.redrawn(due.id);
  }
  return taken;
}

describe('messages of the version before', () => {
  const all = [
    ...Object.entries(DIGESTS).map(([id, [, expected]]) => [`digest ${id}`, expected] as const),
    ...Object.entries(MESSAGES).map(([id, [, expected]]) => [`message ${id}`, expected] as const),
  ];
  const expectedOf = (when: Expected['due']) => all.filter(([, { due }]) => due === when);
  const check = (taken: readonly DueMessage[], when: Expected['due']) => {
    const expected = expectedOf(when);
    expect(taken.map(({ id }) => id).sort()).toEqual(expected.map(([id]) => id).sort());
    for (const [id, { maybe, redraw = false, attempts }] of expected) {
      const due = taken.find((one) => one.id === id);
      expect([id, due?.posted !== undefined]).toEqual([id, redraw]);
      if (maybe !== undefined) expect([id, due?.mayBeRepeated]).toEqual([id, maybe]);
      if (attempts !== undefined) expect([id, due?.attempts]).toEqual([id, attempts]);
    }
  };

  it('are taken over by the migration; only those that the old version is sending stay due for it', async () => {
    expect(await former.claimDigest(NOW, HELD)).toBeUndefined();
    expect(await former.claimMessage(NOW, HELD)).toBeUndefined();
  });

  it('are sent or redrawn once each at their time, and say if they may have arrived', async () => {
    check(await sendAll(new Date()), 'at once');
    check(await sendAll(inSeconds(1_800)), 'in time');
    check(await sendAll(AFTER), 'when its lease is over');
    expect(await takeAll(inSeconds(1_000_000))).toEqual([]);
    expect(await former.claimDigest(AFTER, AFTER)).toBeUndefined();
    expect(await former.claimMessage(AFTER, AFTER)).toBeUndefined();
  });

  it('go to their recipients, and show the same as before', async () => {
    const { rows } = await older.query('SELECT id, lane, recipient_key, content FROM outgoing WHERE id LIKE $1', [
      'digest due%',
    ]);
    expect(rows.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [
        ['digest due', 'teams', 'channel 19:digest due'],
        ['digest due by mail', 'mail', 'mail t o'],
        ['digest due in a chat', 'teams', 'person t o'],
      ].map(([id, lane, key]) => ({ id, lane, recipient_key: key, content: { kind: 'digest', digest: id } })),
    );
    expect((await ledger.reminders.find('digest due'))?.items).toHaveLength(1);
  });

  it('stay dead letters, and can be sent again', async () => {
    expect(await ledger.outbox.dead()).toMatchObject([{ id: 'digest a dead letter', since: DUE, code: '403' }]);
    expect(await ledger.outbox.retry('digest a dead letter', AFTER, event())).toBe(true);
    expect(await sendAll(AFTER)).toMatchObject([{ id: 'digest a dead letter', mayBeRepeated: false }]);
  });

  it('are redrawn when the new version changes what they show', async () => {
    const claim = { by: aName(), at: inSeconds(5_000) };
    for (const id of ['digest posted', 'digest being drawn']) {
      await ledger.reminders.claim('c', id, claim, true, event());
      expect(await sendAll(inSeconds(5_000))).toMatchObject([{ id, posted: POSTED }]);
    }
  });
});

describe('a process of the version before that still runs', () => {
  const t = inSeconds(10_000);

  it('can put messages in, and each is taken over and sent once', async () => {
    await former.putDigest({ id: 'late digest', dueAt: DUE });
    await former.putMessage({ id: 'late message', dueAt: DUE });
    expect((await sendAll(t)).map(({ id }) => id).sort()).toEqual(['late digest', 'late message']);
    expect(await former.claimDigest(t, t)).toBeUndefined();
    expect(await former.claimMessage(t, t)).toBeUndefined();
  });

  it('shares its messages with the new version: each goes to one of them', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `shared ${i}`);
    for (const id of ids) {
      await former.putDigest({ id: `digest ${id}`, dueAt: DUE });
      await former.putMessage({ id: `message ${id}`, dueAt: DUE });
    }
    const seconds = new Client({ connectionString: server.url });
    await seconds.connect();
    const taken: string[] = [];
    const drain = async (claim: () => Promise<string | undefined>) => {
      for (let id = await claim(); id !== undefined; id = await claim()) taken.push(id);
    };
    const until = inSeconds(90_000);
    const another = versionBefore(seconds);
    await Promise.all([
      drain(() => another.claimDigest(t, until)),
      drain(() => former.claimMessage(t, until)),
      drain(async () => (await ledger.outbox.claimNext(t, until, 'teams'))?.id),
      drain(async () => (await ledger.outbox.claimNext(t, until, 'teams'))?.id),
    ]);
    await seconds.end();
    expect(taken.sort()).toEqual(ids.flatMap((id) => [`digest ${id}`, `message ${id}`]).sort());
    for (const id of ids) {
      await former.sentDigest(`digest ${id}`, t);
      await former.sentMessage(`message ${id}`);
    }
    await sendAll(until);
  });

  it('can change what the new version has posted, and the message is redrawn', async () => {
    const [id, { id: request }] = [await posted(ledger, aReminder()), await waitingRequest(ledger)];
    const card = aCard(request);
    await put(ledger, card);
    await sendAll(t);
    await former.changeDigest(id, t);
    await former.changeRequest(request, t);
    const again = await sendAll(t);
    expect(again.map((due) => due.id).sort()).toEqual([id, card.id].sort());
    for (const due of again) expect(due.posted).toEqual(POSTED);
    expect(await sendAll(inSeconds(99_000))).toEqual([]);
  });

  it('knows where the new version has posted a card, whatever comes late', async () => {
    const card = aCard((await waitingRequest(ledger)).id);
    await put(ledger, card);
    await sendAll(t);
    await ledger.outbox.sent(card.id, { ...POSTED, activityId: 'late' }, { audit: [], messages: [] });
    const { rows } = await older.query('SELECT posted FROM outbox WHERE id = $1', [card.id]);
    expect(rows).toEqual([{ posted: POSTED }]);
  });

  it('can redraw what the new version has posted', async () => {
    const id = await posted(ledger, aReminder());
    await former.changeDigest(id, t);
    expect(await former.claimDigest(t, inSeconds(10_060))).toBe(id);
    expect(await sendAll(t)).toEqual([]);
    await former.drawnDigest(id);
    expect(await sendAll(inSeconds(99_000))).toEqual([]);
  });

  it('can change what the new version is sending, and the message is redrawn after that', async () => {
    const [due] = await takenUp(ledger, aReminder());
    await former.changeDigest(due?.id ?? '', t);
    await ledger.outbox.claimNext(t, t, 'mail');
    await ledger.outbox.sent(due?.id ?? '', POSTED, { audit: [], messages: [] });
    expect((await sendAll(inSeconds(10_010))).map((one) => one.id)).toContain(due?.id);
  });

  it('redraws a message that changes while it is sent, or leaves it to the new version', async () => {
    const id = randomUUID();
    await former.putDigest({ id, dueAt: DUE });
    expect(await former.claimDigest(t, inSeconds(20_000))).toBe(id);
    await ledger.reminders.claim('c', id, { by: aName(), at: t }, true, event());
    expect((await takeAll(t)).map((due) => due.id)).not.toContain(id);
    await former.sentDigest(id, t);
    expect(await sendAll(t)).toMatchObject([{ id, posted: POSTED }]);
  });

  it('changes nothing with a late result for a message that was taken over from it', async () => {
    await former.putDigest({ id: 'slow digest', dueAt: DUE });
    await former.putMessage({ id: 'slow message', dueAt: DUE });
    await former.claimDigest(t, t);
    await former.claimMessage(t, t);
    const taken = await takeAll(t);
    expect(taken.map(({ id, mayBeRepeated }) => [id, mayBeRepeated]).sort()).toEqual([
      ['slow digest', true],
      ['slow message', true],
    ]);
    await former.sentDigest('slow digest', t);
    await former.sentMessage('slow message');
    for (const { id } of taken) await ledger.outbox.sent(id, POSTED, { audit: [], messages: [] });
    expect(await sendAll(inSeconds(99_000))).toEqual([]);
  });
});
