import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAuditSigner } from '../../../../../bot/adapters/node/audit-signer.ts';

import { appendAudits } from '../../../../../bot/adapters/postgres/audit/audit-log.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { runnerOn } from '../../../../../bot/adapters/postgres/base/transaction.ts';
import {
  type AuditFlaw,
  type AuditPoint,
  trimmedDetail,
  type WrittenHead,
} from '../../../../../bot/domain/audit/audit-chain.ts';
import { type AuditRow, auditHash } from '../../../../../bot/domain/audit/audit-events.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import { verifyRecord } from '../../../../../bot/usecases/audit/verify-audit.ts';
import { bothDatabases } from '../../../../contracts/both-databases.ts';
import { digest, event, later, NOW } from '../../../../contracts/samples/ledger.ts';
import { aName } from '../../../../contracts/samples/reminders.ts';

const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const OUTGOING = z.object({ rows: z.array(z.object({ content: z.unknown() })) });
const COUNT = 8;
/** The row that is changed: neither the first nor the last. */
const AT = 4;
const both = bothDatabases();

describe.each(both.byName)('threat 28, audit rewritten: the owners of the tables of %s', (_name, database) => {
  let ledger: Ledger;
  let written: readonly WrittenHead[];

  /** Runs SQL as a database administrator, whom no trigger stops. */
  const run = (statement: string) => database().orm.execute(sql.raw(statement));
  const tamper = async (...statements: readonly string[]) => {
    const all = ['ALTER TABLE audit DISABLE TRIGGER USER', ...statements, 'ALTER TABLE audit ENABLE TRIGGER USER'];
    for (const statement of all) await run(statement);
  };
  const tick = async () => ({ ...(await ledger.audit.head()), at: NOW });
  /** Verifies with the key only, as if no head was ever written out. */
  const byKey = async () => (await verifyRecord(ledger.audit, [], digest, signer.check)).flaws;
  /** As `byKey`, and with the code of each row. */
  const byRows = async () => (await verifyRecord(ledger.audit, [], digest, signer.check, signer.checkRow)).flaws;
  /** Verifies with the written heads only, as if no key was set. */
  const byHeads = async () => (await verifyRecord(ledger.audit, written, digest, undefined)).flaws;
  const byNeither = async () => (await verifyRecord(ledger.audit, [], digest, undefined)).flaws;
  /** What the outbox holds for the administrators. */
  const told = async () => {
    const found: unknown = await run('SELECT content FROM outgoing ORDER BY seq');
    return OUTGOING.parse(found).rows.map(({ content }) => content);
  };
  const setHead = ({ seq, hash }: AuditPoint) => `UPDATE audit_head SET seq = ${seq}, hash = '${hash}'`;
  const rowAt = async (seq: number): Promise<AuditRow> => {
    const [row] = await ledger.audit.rows(seq - 1, 1);
    if (row === undefined) throw new Error(`row ${seq} is missing`);
    return row;
  };
  /** Rewrites the links and hashes of these rows to fit their content of now. Answers with their new numbers and hashes. */
  const relink = async (from: number) => {
    let last: AuditPoint = from === 1 ? await ledger.audit.base() : await rowAt(from - 1);
    const statements: string[] = [];
    for (const row of await ledger.audit.rows(from - 1)) {
      const relinked = { ...row, seq: last.seq + 1, previousHash: last.hash };
      last = { seq: relinked.seq, hash: auditHash(relinked, digest) };
      statements.push(
        `UPDATE audit SET seq = ${last.seq}, previous_hash = '${relinked.previousHash}', hash = '${last.hash}' WHERE seq = ${row.seq}`,
      );
    }
    await tamper(...statements, setHead(last));
    return last;
  };

  beforeEach(async () => {
    ledger = createLedger(database(), signer);
    written = [];
    for (let i = 1; i <= COUNT; i++) {
      const people = { actor: aName('Ada'), subject: aName('Grace') };
      const ids = { clientId: 'app', keyId: 'key', conversationId: '19:c', reference: 'r' };
      await ledger.audit.record(event({ ...people, ...ids, at: later(i), detail: `n${i}` }));
      if (i === AT || i === COUNT - 1) written = [...written, await tick()];
    }
    expect(await byKey()).toEqual([]);
    expect(await byHeads()).toEqual([]);
  });

  afterEach(async () => {
    await tamper(
      'DELETE FROM outgoing',
      'DELETE FROM audit',
      `${setHead({ seq: 0, hash: '0'.repeat(64) })}, signature = NULL, key_id = NULL, signed_seq = NULL, mac_seq = NULL`,
      `UPDATE audit_base SET seq = 0, hash = repeat('0', 64), trimmed_at = NULL`,
    );
  });

  it.each([
    ["at = at + interval '1 millisecond'"],
    ["actor_tid = 'x'"],
    ["actor_oid = 'x'"],
    ['actor_oid = NULL'],
    ["actor_name = 'x'"],
    ['actor_name = NULL'],
    ["action = 'sweep.run'"],
    ["result = 'refused'"],
    ["subject_tid = 'x'"],
    ['subject_oid = NULL'],
    ["subject_name = 'x'"],
    ["client_id = 'x'"],
    ['key_id = NULL'],
    ["conversation_id = 'x'"],
    ["reference = 'x'"],
    ["detail = 'x'"],
    ['version = 1'],
    ['hash = previous_hash'],
  ])('is found by the chain if they change a row: %s', async (change) => {
    await tamper(`UPDATE audit SET ${change} WHERE seq = ${AT}`);
    expect((await byNeither())[0]).toEqual({ kind: 'changed', seq: AT });
  });

  it('is found by the chain if they change a link', async () => {
    await tamper(`UPDATE audit SET previous_hash = hash WHERE seq = ${AT}`);
    expect(await byNeither()).toEqual([
      { kind: 'unlinked', seq: AT },
      { kind: 'changed', seq: AT },
    ]);
  });

  it('is found by the chain if they remove rows from the middle or the beginning', async () => {
    await tamper(`DELETE FROM audit WHERE seq IN (1, 2, ${AT})`);
    expect(await byNeither()).toEqual([
      { kind: 'missing', from: 1, to: 2 },
      { kind: 'missing', from: AT, to: AT },
    ]);
  });

  it('is found by the chain if they remove the newest rows, or by key or heads if they put the head back too', async () => {
    const left = await rowAt(COUNT - 2);
    await tamper(`DELETE FROM audit WHERE seq > ${left.seq}`);
    expect(await byNeither()).toEqual([{ kind: 'wrong-end', seq: left.seq, headSeq: COUNT }]);
    await tamper(setHead(left));
    expect(await byNeither()).toEqual([]);
    expect(await byKey()).toEqual([{ kind: 'head-unsigned', seq: left.seq }]);
    expect(await byHeads()).toEqual([{ kind: 'rewritten', seq: COUNT - 1, writtenAt: NOW }]);
    await tamper(`UPDATE audit_head SET signed_seq = seq`);
    expect(await byKey()).toEqual([{ kind: 'head-forged', seq: left.seq }]);
  });

  it('is found only by the written heads if they put an old head back with its signature', async () => {
    const [old] = written;
    if (old?.signature === undefined) throw new Error('the head was signed');
    const { keyId, value } = old.signature;
    const signed = `signature = '${value}', key_id = '${keyId}', signed_seq = ${old.seq}`;
    await tamper(`DELETE FROM audit WHERE seq > ${old.seq}`, `${setHead(old)}, ${signed}`);
    expect(await byKey()).toEqual([]);
    expect(await byHeads()).toEqual([{ kind: 'rewritten', seq: COUNT - 1, writtenAt: NOW }]);
  });

  it('is found by the chain if they exchange two rows', async () => {
    const swap = (from: number, to: number) => `UPDATE audit SET seq = ${to} WHERE seq = ${from}`;
    await tamper(swap(AT, 99), swap(AT + 1, AT), swap(99, AT + 1));
    const flaws = await byNeither();
    expect(flaws).toContainEqual({ kind: 'changed', seq: AT });
    expect(flaws).toContainEqual({ kind: 'changed', seq: AT + 1 });
  });

  it('is found by the chain if they add a row, or by key or heads if they rewrite all rows after it too', async () => {
    await tamper(
      `UPDATE audit SET seq = seq + 100 WHERE seq >= ${AT}`,
      'UPDATE audit SET seq = seq - 99 WHERE seq > 99',
    );
    await tamper(
      `INSERT INTO audit (seq, version, at, action, detail, previous_hash, hash)
       SELECT ${AT}, 2, at, 'sweep.run', 'put in', hash, hash FROM audit WHERE seq = ${AT - 1}`,
      `UPDATE audit_head SET seq = seq + 1`,
    );
    expect((await byNeither())[0]).toEqual({ kind: 'changed', seq: AT });
    const { seq } = await relink(AT);
    expect(await byNeither()).toEqual([]);
    expect(await byKey()).toEqual([{ kind: 'head-unsigned', seq }]);
    expect((await byHeads())[0]).toEqual({ kind: 'rewritten', seq: AT, writtenAt: NOW });
  });

  it('is found by the chain if they add a row after the end', async () => {
    await tamper(
      `INSERT INTO audit (seq, version, at, action, detail, previous_hash, hash)
       SELECT seq + 1, 2, at, 'sweep.run', 'put in', hash, hash FROM audit WHERE seq = ${COUNT}`,
    );
    expect(await byNeither()).toContainEqual({ kind: 'wrong-end', seq: COUNT + 1, headSeq: COUNT });
  });

  it('is found by the key, and by each head written out after it, if they rewrite all rows from one on', async () => {
    await tamper(`UPDATE audit SET detail = 'rewritten' WHERE seq = ${AT + 1}`);
    const { seq } = await relink(AT + 1);
    expect(await byNeither()).toEqual([]);
    expect(await byHeads()).toEqual([{ kind: 'rewritten', seq: COUNT - 1, writtenAt: NOW }]);
    expect(await byKey()).toEqual([{ kind: 'head-forged', seq }]);
  });

  it('threat 36, the bot signs a forged record: is found by the key after the bot has recorded more', async () => {
    await tamper(`UPDATE audit SET detail = 'rewritten' WHERE seq = ${AT + 1}`);
    const { seq } = await relink(AT + 1);
    for (let more = 1; more <= 2; more += 1) await ledger.audit.record(event({ detail: 'later' }));
    expect(await byKey()).toEqual([{ kind: 'forgery-recorded', seq: seq + 1 }]);
    const rewritten = Array.from(
      { length: COUNT - AT },
      (_, i): AuditFlaw => ({ kind: 'row-forged', seq: AT + 1 + i }),
    );
    expect(await byRows()).toEqual([...rewritten, { kind: 'forgery-recorded', seq: seq + 1 }]);
    const [forged] = await ledger.audit.rows(seq, 1);
    expect(forged).toMatchObject({
      action: 'audit.forged',
      detail: `head of row ${seq}: a signature that does not fit`,
    });
  });

  it.each([
    ['take the signature away', 'signature = NULL, key_id = NULL, signed_seq = NULL', 'no signature'],
    ['say that another key signed', "key_id = 'k9'", 'the signature of an unknown key'],
    ['say that it is of another row', 'signed_seq = 1', 'the signature of another row'],
  ])('is recorded by the bot if they rewrite rows, and %s', async (_what, change, why) => {
    await tamper(`UPDATE audit SET detail = 'rewritten', mac = NULL, mac_key_id = NULL WHERE seq >= ${AT + 1}`);
    const { seq } = await relink(AT + 1);
    await tamper(`UPDATE audit_head SET ${change}`);
    await ledger.audit.record(event({ detail: 'later' }));
    expect(await byRows()).toEqual([
      { kind: 'forgery-recorded', seq: seq + 1 },
      { kind: 'rows-unsigned', from: AT + 1, to: seq },
    ]);
    expect((await ledger.audit.rows(seq, 1))[0]?.detail).toBe(`head of row ${seq}: ${why}`);
  });

  it('is told to the administrators once for each head that was forged', async () => {
    const heads: number[] = [];
    for (const times of [1, 2]) {
      await tamper(`UPDATE audit SET detail = 'rewritten ${times}' WHERE seq = ${AT + 1}`);
      const { seq } = await relink(AT + 1);
      for (let more = 1; more <= 2; more += 1) await ledger.audit.record(event({ detail: 'later' }));
      heads.push(seq);
      expect(await told()).toEqual(
        heads.map((head) => ({ kind: 'alarm', notice: { kind: 'record-forged', seq: head } })),
      );
    }
    expect(new Set(heads).size).toBe(2);
  });

  it('cannot be a process without the key: it changes and records nothing, and says that the key is missing', async () => {
    const keyless = createLedger(database());
    const [before, [first]] = [await ledger.audit.head(), await ledger.audit.rows(0, 1)];
    const failure = await keyless.audit.record(event({ detail: 'without the key' })).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({
      cause: { name: 'AuditKeyMissingError', message: expect.stringContaining('AUDIT_KEY') },
    });
    const person = aName('Lin');
    await expect(keyless.assignments.add(person, 'app', event({ subject: person }))).rejects.toThrow();
    expect(await keyless.assignments.of(person)).toEqual([]);
    expect(await ledger.audit.head()).toEqual(before);
    await ledger.audit.record(event({ detail: 'later' }));
    expect(await byRows()).toEqual([]);
    expect(first?.seq).toBe(1);
    expect(await told()).toEqual([]);
  });

  it('is no matter if the version before appends rows meanwhile: it signs the head, and the next row vouches for them', async () => {
    await ledger.audit.record(event({ detail: 'of the version before' }));
    const { seq } = await ledger.audit.head();
    await tamper(
      `UPDATE audit SET mac = NULL, mac_key_id = NULL, mac_since = NULL WHERE seq = ${seq}`,
      `UPDATE audit_head SET mac_seq = ${seq - 1}`,
    );
    expect(await byRows()).toEqual([]);
    await ledger.audit.record(event({ detail: 'later' }));
    expect(await byRows()).toEqual([]);
  });

  it('write rows that the next one does not vouch for, if they could not sign the head', async () => {
    await ledger.audit.record(event({ detail: 'forged' }));
    const { seq } = await ledger.audit.head();
    await tamper(
      `UPDATE audit SET mac = NULL, mac_key_id = NULL, mac_since = NULL WHERE seq = ${seq}`,
      `UPDATE audit_head SET mac_seq = ${seq - 1}, signature = 'forged'`,
    );
    await ledger.audit.record(event({ detail: 'later' }));
    expect(await byRows()).toContainEqual({ kind: 'rows-unsigned', from: seq, to: seq });
    expect((await ledger.audit.rows(seq, 1))[0]?.action).toBe('audit.forged');
  });

  it('find no rows that vouch for others: of those that are written at once, each vouches for itself alone', async () => {
    const { transact } = runnerOn(database(), { signer, tellOfForgery: async () => {} });
    await transact((tx) => appendAudits(tx, [event(), event(), event()]));
    const found: unknown = await run('SELECT seq, mac_since FROM audit ORDER BY seq DESC LIMIT 3');
    const rows = z.object({ rows: z.array(z.object({ seq: z.coerce.number(), mac_since: z.coerce.number() })) });
    for (const { seq, mac_since: since } of rows.parse(found).rows) expect(since).toBe(seq);
  });

  it('is found by the chain if they trim by hand with the base, even if they invent the row that records it', async () => {
    const base = await rowAt(AT);
    const trimmed = [
      `DELETE FROM audit WHERE seq <= ${AT}`,
      `UPDATE audit_base SET seq = ${AT}, hash = '${base.hash}', trimmed_at = now()`,
    ];
    await tamper(...trimmed);
    const unrecorded: AuditFlaw = { kind: 'trimmed-unrecorded', seq: AT };
    expect(await byNeither()).toEqual([unrecorded]);
    await tamper(
      `UPDATE audit SET action = 'audit.trimmed', detail = '${trimmedDetail(base)}' WHERE seq = ${COUNT - 1}`,
    );
    expect(await byNeither()).toEqual([{ kind: 'changed', seq: COUNT - 1 }]);
    await relink(COUNT - 1);
    expect(await byNeither()).toEqual([]);
    expect(await byKey()).toEqual([{ kind: 'head-forged', seq: COUNT }]);
    expect(await byHeads()).toEqual([{ kind: 'rewritten', seq: COUNT - 1, writtenAt: NOW }]);
  });

  it('is found by the chain if they change the head, and by the key if they change its signature', async () => {
    await tamper(setHead({ seq: COUNT, hash: 'f'.repeat(64) }));
    expect(await byNeither()).toEqual([{ kind: 'wrong-end', seq: COUNT, headSeq: COUNT }]);
    await tamper(`UPDATE audit_head SET hash = audit.hash, key_id = 'k9' FROM audit WHERE audit.seq = ${COUNT}`);
    expect(await byKey()).toEqual([{ kind: 'key-unknown', seq: COUNT, keyId: 'k9' }]);
    await tamper(`UPDATE audit_head SET signature = NULL`);
    expect(await byKey()).toEqual([{ kind: 'head-unsigned', seq: COUNT }]);
  });

  it('is refused by the trigger while it is there', async () => {
    const trimming = `SELECT set_config('api_credentials.audit_trim', 'on', false)`;
    const statements = ['audit', 'audit_head', 'audit_base'].flatMap((table) => [
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ]);
    const refused = (statement: string) =>
      expect(run(statement)).rejects.toMatchObject({ cause: { message: 'the audit record is append-only' } });
    for (const statement of [...statements, "UPDATE audit SET detail = 'x'"]) await refused(statement);
    const inTrim = database().orm.transaction(async (tx) => {
      await tx.execute(sql.raw(trimming));
      await tx.execute(sql.raw("UPDATE audit SET detail = 'x'"));
    });
    await expect(inTrim).rejects.toMatchObject({ cause: { message: 'the audit record is append-only' } });
    expect(await byKey()).toEqual([]);
  });

  it('finds the record whole after each proper trimming, and closed to deletion afterwards', async () => {
    const trim = (ms: number) =>
      ledger.audit.trim(later(ms), (last) =>
        event({ at: later(ms), action: 'audit.trimmed', detail: trimmedDetail(last) }),
      );
    expect(await trim(AT)).toBe(AT - 1);
    expect(await byKey()).toEqual([]);
    expect(await byHeads()).toEqual([]);
    expect(await trim(AT)).toBe(0);
    expect(await trim(COUNT)).toBe(COUNT - AT);
    expect(await byKey()).toEqual([]);
    expect(await byHeads()).toEqual([]);
    await expect(run('DELETE FROM audit')).rejects.toThrow();
  });
});
