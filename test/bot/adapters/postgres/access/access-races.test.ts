import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { REQUESTS_AT_ONCE } from '../../../../../bot/domain/access/access-request.ts';
import type { Pair } from '../../../../../bot/domain/access/assignment.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import {
  aCard,
  aMessage,
  aRequest,
  aScope,
  aStep,
  aTick,
  aWish,
  confirmedRequest,
  put,
  waitingRequest,
} from '../../../../contracts/samples/access.ts';
import { event, intent, later, NOW, openedOperation, someone } from '../../../../contracts/samples/ledger.ts';
import { aName, clearAway, POSTED } from '../../../../contracts/samples/reminders.ts';
import { type FreshDatabase, migratedDatabase } from '../../../../once/fresh-database.ts';

let server: FreshDatabase;
let databases: readonly [Database, Database];
let ledgers: readonly [Ledger, Ledger];
let observer: Client;
let before: number;

beforeAll(async () => {
  server = await migratedDatabase();
  const open = () => openDatabase({ databaseUrl: server.url });
  databases = [await open(), await open()];
  ledgers = [createLedger(databases[0]), createLedger(databases[1])];
  observer = new Client({ connectionString: server.url });
  await observer.connect();
});

beforeEach(async () => {
  await clearAway(ledgers[0]);
  before = (await ledgers[0].audit.head()).seq;
});

afterAll(async () => {
  await observer.end();
  for (const database of databases) await database.close();
  await server.stop();
});

/** Does the same in both processes at once, so many times. */
function atOnce<T>(times: number, work: (ledger: Ledger, i: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: times }, (_, i) => work(ledgers[i % 2 === 0 ? 0 : 1], i)));
}

async function recorded(): Promise<readonly string[]> {
  return (await ledgers[0].audit.rows(before)).map(({ action }) => action);
}

/** Waits until so many transactions wait for the locks of others. */
async function untilWaiting(count: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const { rows } = await observer.query(
      "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    if (rows.length >= count) return;
  }
  throw new Error(`no ${count} transactions wait`);
}

/** Lets both go on while the head of the audit record is locked. The second starts when the first waits. */
async function heldUp<A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<readonly [A, B]> {
  await observer.query('BEGIN; SELECT 1 FROM audit_head FOR UPDATE');
  try {
    const one = first();
    await untilWaiting(1);
    const other = second();
    await untilWaiting(2);
    await observer.query('COMMIT');
    return await Promise.all([one, other]);
  } finally {
    await observer.query('ROLLBACK');
  }
}

describe('two administrators on one PostgreSQL', () => {
  it('never leave an application without any manager if nobody was asked', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 20; round++) {
      const clientId = randomUUID();
      const pairs: readonly Pair[] = [aName(), aName()].map((person) => ({ clientId, person }));
      await ledgers[0].assignments.change(aWish({ add: pairs }));
      const results = await atOnce(2, ({ assignments }, i) =>
        assignments.change(aWish({ remove: pairs.slice(i, i + 1) })),
      );
      expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'last']);
      expect(await ledgers[0].assignments.managersOf([clientId])).toHaveLength(1);
    }
  });

  it('change the same pairs in opposite orders once each, without a deadlock', async () => {
    const [ada, grace] = [aName(), aName()];
    const pairs = Array.from({ length: 50 }, () => randomUUID()).flatMap((clientId) =>
      [ada, grace].map((person) => ({ clientId, person })),
    );
    const orders = [pairs, [...pairs].reverse()];
    const added = await atOnce(6, ({ assignments }, i) => assignments.change(aWish({ add: orders[i % 2] ?? [] })));
    expect(added.flatMap((result) => (result.kind === 'done' ? result.added : []))).toHaveLength(100);
    const request = await confirmedRequest(ledgers[0]);
    const approval = { by: aTick(), recorded: undefined, confirmedBy: '', add: pairs, audit: () => event() };
    await Promise.all([
      ...orders.map((remove, i) => ledgers[i === 0 ? 0 : 1].assignments.change(aWish({ remove, lastToo: true }))),
      ledgers[1].requests.approve(request.id, approval, aStep('request.approved')),
    ]);
    const changed = (await recorded()).filter((action) => action.startsWith('assignment.'));
    const standing = await ledgers[0].assignments.of(ada);
    const count = (wanted: string) => changed.filter((action) => action === wanted).length;
    // The approval came before, between or after the removals. In each case every row is a pair that changed.
    expect([100, 200]).toContain(count('assignment.removed'));
    expect(count('assignment.added') - count('assignment.removed')).toBe(2 * standing.length);
  });

  it('see the manager whom the other has just assigned', async () => {
    const clientId = randomUUID();
    const aPair = () => ({ clientId, person: aName() });
    const [leaving, passing, coming] = [aPair(), aPair(), aPair()];
    await ledgers[0].assignments.change(aWish({ add: [leaving, passing] }));
    const pass = () => ledgers[0].assignments.change(aWish({ remove: [passing], add: [coming] }));
    const leave = () => ledgers[1].assignments.change(aWish({ remove: [leaving] }));
    expect(await heldUp(pass, leave)).toMatchObject([{ kind: 'done' }, { kind: 'done', removed: [leaving] }]);
    expect(await ledgers[0].assignments.managersOf([clientId])).toMatchObject([coming]);
  });

  it('see the manager whom the other has just approved', async () => {
    const clientId = randomUUID();
    const [standing, coming] = [
      { clientId, person: aName() },
      { clientId, person: aName() },
    ];
    await ledgers[0].assignments.change(aWish({ add: [standing] }));
    const { id } = await confirmedRequest(ledgers[0]);
    const approval = { by: aTick(), recorded: undefined, confirmedBy: '', add: [coming], audit: () => event() };
    const approve = () => ledgers[0].requests.approve(id, approval, aStep('request.approved'));
    const leave = () => ledgers[1].assignments.change(aWish({ remove: [standing] }));
    expect(await heldUp(approve, leave)).toMatchObject([[coming], { kind: 'done', removed: [standing] }]);
  });

  it('use a form once', async () => {
    const nonce = randomUUID();
    const form = { nonce, act: 'assign', asker: someone(), people: [], applications: [], openedAt: NOW } as const;
    await ledgers[0].assignments.openForm(form);
    const results = await atOnce(8, ({ assignments }) =>
      assignments.change(aWish({ form: nonce, add: [{ clientId: randomUUID(), person: aName() }] })),
    );
    expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(await recorded()).toEqual(['assignment.added']);
  });
});

describe('the removal of an assignment and the beginning of a change of secrets', () => {
  const opened = async () => {
    const { nonce, asker, application } = await openedOperation(ledgers[0]);
    const remove = [{ clientId: application.clientId, person: { ...asker.person, name: '' } }];
    before = (await ledgers[0].audit.head()).seq;
    return {
      begin: () =>
        ledgers[0].operations.begin(nonce, intent, event({ action: 'secret.create.intended', result: 'intended' })),
      remove: () => ledgers[1].assignments.change(aWish({ remove, lastToo: true })),
    };
  };

  it('come one after the other: a change that has begun was allowed when it began', async () => {
    const { begin, remove } = await opened();
    expect(await heldUp(begin, remove)).toMatchObject(['begun', { kind: 'done' }]);
    expect(await recorded()).toEqual(['secret.create.intended', 'assignment.removed']);
  });

  it('come one after the other: nothing begins after the removal', async () => {
    const { begin, remove } = await opened();
    expect(await heldUp(remove, begin)).toMatchObject([{ kind: 'done' }, 'not-yours']);
    expect(await recorded()).toEqual(['assignment.removed']);
  });

  it('leave no application to a manager whom another process removes in the meantime', async () => {
    const clientId = randomUUID();
    const [one, other] = [aName(), aName()];
    await ledgers[0].assignments.change(aWish({ add: [one, other].map((person) => ({ clientId, person })) }));
    const single = () => ledgers[1].assignments.remove(other, clientId, event({ action: 'assignment.removed' }));
    const change = () => ledgers[0].assignments.change(aWish({ remove: [{ clientId, person: one }] }));
    expect(await heldUp(single, change)).toEqual([true, { kind: 'last', clientIds: [clientId] }]);
  });
});

describe('a request on one PostgreSQL', () => {
  it('is one request if the same person sends it many times at once', async () => {
    const [asker, query] = [someone(), randomUUID()];
    const results = await atOnce(20, ({ requests }) =>
      requests.add(aRequest({ asker, query }), event({ action: 'request.made' })),
    );
    expect(results.filter((result) => result === 'added')).toHaveLength(1);
    expect(results.filter((result) => result === 'folded')).toHaveLength(19);
    expect(await ledgers[0].requests.of(asker.person)).toMatchObject([{ repeats: 19 }]);
    expect((await recorded()).filter((action) => action === 'request.repeated')).toHaveLength(19);
  });

  it('is limited in number for one person, even if many come at once', async () => {
    const asker = someone();
    const results = await atOnce(3 * REQUESTS_AT_ONCE, ({ requests }) =>
      requests.add(aRequest({ asker }), event({ action: 'request.made' })),
    );
    expect(results.filter((result) => result === 'added')).toHaveLength(REQUESTS_AT_ONCE);
    expect(await recorded()).toHaveLength(REQUESTS_AT_ONCE);
  });

  it('goes on as one if several turn out to mean the same at once', async () => {
    const [asker, scope] = [someone(), aScope()];
    const requests = Array.from({ length: 6 }, () => aRequest({ asker }));
    for (const request of requests) await ledgers[0].requests.add(request, event({ action: 'request.made' }));
    const routed = await atOnce(6, (ledger, i) =>
      ledger.requests.route(requests[i]?.id ?? '', scope, aStep('request.routed', aMessage())),
    );
    expect([...routed].sort()).toEqual([...Array(5).fill('folded'), 'routed']);
    const states = (await ledgers[0].requests.of(asker.person)).map(({ state }) => state).sort();
    expect(states).toEqual([...Array(5).fill('folded'), 'waiting']);
  });

  it('does not end because of one that is declined at the same moment', async () => {
    const scope = aScope();
    const { id, asker } = await waitingRequest(ledgers[0], { scope });
    const again = aRequest({ asker });
    await ledgers[0].requests.add(again, event({ action: 'request.made' }));
    const decline = () => ledgers[0].requests.decline(id, aTick(), aStep('request.declined'));
    const route = () => ledgers[1].requests.route(again.id, scope, aStep('request.routed'));
    expect(await heldUp(decline, route)).toEqual([true, 'routed']);
  });

  it('is approved once', async () => {
    const { id, asker } = await confirmedRequest(ledgers[0]);
    before = (await ledgers[0].audit.head()).seq;
    const add = [{ clientId: randomUUID(), person: { ...asker.person, name: '' } }];
    const approval = { by: aTick(), recorded: undefined, confirmedBy: '', add, audit: () => event() };
    const results = await atOnce(8, ({ requests }) =>
      requests.approve(id, approval, aStep('request.approved', aMessage())),
    );
    expect(results.filter((pairs) => pairs !== undefined)).toEqual([add]);
    expect(await recorded()).toEqual(['request.approved', 'assignment.added']);
  });

  it('is not confirmed after it was declined, and each accepted answer is recorded', async () => {
    for (let round = 0; round < 20; round++) {
      const { id } = await waitingRequest(ledgers[0]);
      before = (await ledgers[0].audit.head()).seq;
      const [confirmed, declined] = await Promise.all([
        ledgers[0].requests.confirm(id, aTick(), aStep('request.confirmed')),
        ledgers[1].requests.decline(id, aTick(), aStep('request.declined')),
      ]);
      expect(declined).toBe(true);
      expect(await recorded()).toEqual(confirmed ? ['request.confirmed', 'request.declined'] : ['request.declined']);
      expect((await ledgers[0].requests.find(id))?.state).toBe('declined');
    }
  });

  it('expires once or is decided, and never both', async () => {
    const requests = [];
    for (let i = 0; i < 20; i++) requests.push(await waitingRequest(ledgers[0], { expiresAt: later(1) }));
    before = (await ledgers[0].audit.head()).seq;
    const decided = requests.map(({ id }, i) =>
      ledgers[i % 2 === 0 ? 0 : 1].requests.decline(id, aTick(), aStep('request.declined')),
    );
    const expired = await atOnce(6, (ledger) => ledger.requests.expire(later(1), () => aStep('request.expired')));
    const declined = (await Promise.all(decided)).filter(Boolean).length;
    const last = await ledgers[0].requests.expire(later(1), () => aStep('request.expired'));
    expect(declined + expired.reduce((sum, count) => sum + count, last)).toBe(requests.length);
    expect(await recorded()).toHaveLength(requests.length);
  });
});

describe('a message on one PostgreSQL', () => {
  it('goes to one of eight workers', async () => {
    const messages = Array.from({ length: 20 }, () => aMessage());
    for (const message of messages) {
      await put(ledgers[0], message);
      const claims = await atOnce(8, ({ outbox }) => outbox.claimNext(NOW, later(60_000), 'teams'));
      expect(claims.filter((due) => due !== undefined)).toMatchObject([{ id: message.id, attempts: 1 }]);
    }
  });

  it('goes to one of eight workers when its sender has died', async () => {
    const message = aMessage();
    await put(ledgers[0], message);
    await ledgers[0].outbox.claimNext(NOW, later(10), 'teams');
    const claims = await atOnce(8, ({ outbox }) => outbox.claimNext(later(10), later(60_000), 'teams'));
    expect(claims.filter((due) => due !== undefined)).toMatchObject([{ id: message.id, attempts: 2 }]);
  });

  it('is redrawn again if it changes while the other process redraws it', async () => {
    const request = await waitingRequest(ledgers[0]);
    const card = aCard(request.id);
    await put(ledgers[0], card);
    await ledgers[0].outbox.claimNext(NOW, later(60_000), 'teams');
    await ledgers[0].outbox.sent(card.id, POSTED, { audit: [], messages: [] });
    let shown: string | undefined;
    const repeat = ({ requests }: Ledger, i: number) =>
      requests.add({ ...request, id: randomUUID(), why: `because ${i}` }, event({ action: 'request.made' }));
    const draw = async ({ outbox, requests }: Ledger) => {
      const due = await outbox.claimNext(later(1_000), later(60_000), 'teams');
      if (due === undefined) return;
      shown = (await requests.find(request.id))?.why;
      await outbox.redrawn(due.id);
    };
    await atOnce(40, async (ledger, i) => (i % 2 === 0 ? repeat(ledger, i) : draw(ledger)));
    await draw(ledgers[0]);
    expect(shown).toBe((await ledgers[0].requests.find(request.id))?.why);
  });

  it('is woken, redrawn and taken at the same moment without a deadlock', async () => {
    const person = aName();
    const { id } = await waitingRequest(ledgers[0]);
    const { asker, query } = (await ledgers[0].requests.find(id)) ?? aRequest();
    const cards = Array.from({ length: 40 }, () => aCard(id, { to: { kind: 'person', person }, at: later(5) }));
    await put(ledgers[0], ...cards);
    await atOnce(30, async ({ outbox, requests }, i) => {
      if (i % 3 === 0) await outbox.met(person, NOW);
      else if (i % 3 === 1) await requests.add(aRequest({ asker, query }), event({ action: 'request.made' }));
      else await outbox.claimNext(later(9), later(10), 'teams');
    });
    expect(await ledgers[0].requests.find(id)).toMatchObject({ repeats: 10 });
  });
});
