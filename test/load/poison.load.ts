import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outgoing } from '../../bot/adapters/postgres/messages/schema-messages.ts';
import { reminders } from '../../bot/adapters/postgres/reminders/schema-reminders.ts';
import { readerOf } from '../../bot/domain/messages/outbox.ts';
import { printFigures, secondsSince } from './figures.ts';
import { until } from './load-world.ts';
import { createManagers, digestsIn, type Manager, tally } from './managers.ts';
import { type OnPostgres, startOnPostgres } from './on-postgres.ts';

const GOOD = 200;
/** More often than the bot tries. */
const ALWAYS = 50;
const TRIES = 10;

let one: OnPostgres;
const figures: Record<string, string | number> = {};

beforeAll(async () => {
  one = await startOnPostgres(createManagers(GOOD + 3, [5]));
});
afterAll(async () => {
  await one.close();
  printFigures(`${GOOD} good digests and three bad ones`, figures);
});

describe('threat 24, poison job: bad digests among good ones', () => {
  it('end as dead letters with their reasons, and the other digests arrive', async () => {
    const { load, managers, database, ledger } = one;
    const { teams } = load;
    const [refused, failing, undrawable, ...good] = managers as [Manager, Manager, Manager, ...Manager[]];
    for (const [{ person }, status, code] of [
      [refused, 400, 'BadSyntax'],
      [failing, 500, 'ServiceError'],
    ] as const) {
      const conversationId = teams.conversationId(person.oid, 'personal');
      teams.faults.next(ALWAYS, { on: 'personal', how: 'answer', status, code, conversationId });
    }
    // Nothing goes out until the row is spoiled.
    Object.assign(teams.faults, { throttle: true, throttleRetryAfterSeconds: 1 });
    const start = performance.now();
    await load.start();
    await until(async () => (await ledger.sweeps.last()) !== undefined, 30_000);
    const isIt = sql`${reminders.keyId} = ${undrawable.application.passwordCredentials[0]?.keyId}`;
    await database.orm.update(reminders).set({ secretEnd: sql`'infinity'` }).where(isIt);
    teams.faults.throttle = false;
    await until(() => tally(teams, good).sent === GOOD, 60_000);
    figures['good ones delivered after'] = secondsSince(start);
    for (let tries = 0; tries < TRIES && (await ledger.outbox.dead()).length < 3; tries++) {
      // Makes the digest due at once, so that the test need not wait for the pause.
      await database.orm.update(outgoing).set({ dueAt: sql`now()` }).where(sql`${outgoing.state} = 'waiting'`);
      await load.sweep();
    }
    const dead = await ledger.outbox.dead();
    const ofPerson = new Map(dead.map(({ to, code }) => [readerOf(to)?.oid, code]));
    expect([refused, failing, undrawable].map(({ person }) => ofPerson.get(person.oid))).toEqual([
      'BadSyntax',
      'ServiceError',
      'Fault',
    ]);
    expect(dead).toHaveLength(3);
    const { doubled, lost, due, sent } = tally(teams, good);
    Object.assign(figures, { due: due + 3, sent, doubled, lost, 'dead letters': dead.length });
    expect({ doubled, lost }).toEqual({ doubled: 0, lost: 0 });
    expect([refused, failing, undrawable].flatMap(({ person }) => digestsIn(teams, person))).toEqual([]);
  });
});
