import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { createLedger, openDatabase } from '../../../bot/adapters/postgres/index.ts';
import type { AuditEvent } from '../../../bot/domain/audit/audit-events.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { AUDIT_KEY, settingsWith, TENANT } from './command.ts';

export const [X, Y] = ['44444444-4444-4444-8444-44444444444b', '44444444-4444-4444-8444-44444444444c'];
/** Her name is what a spreadsheet would take for a formula. */
export const ADA = { tid: TENANT, oid: '33333333-3333-4333-8333-33333333333a', name: '=HYPERLINK("https://x")' };
export const SIGNER = createAuditSigner([{ id: 'first', key: Buffer.alloc(32, 1) }]);

export type Store = { readonly DATA_DIR: string } | { readonly DATABASE_URL: string };

export interface Records {
  readonly root: string;
  /** A folder of its own with four rows, where its heads are written out, and the settings that go with it. */
  withRows(name: string): {
    readonly store: { readonly DATA_DIR: string };
    readonly heads: string;
    readonly env: Record<string, string>;
  };
  drop(): void;
}

/** Embedded records, each a copy of one. */
export async function createRecords(): Promise<Records> {
  const root = mkdtempSync(join(tmpdir(), 'api-credentials-audit-'));
  await inLedger({ DATA_DIR: join(root, 'four-rows') }, async ({ audit }) => {
    for (let i = 0; i < 4; i++) await audit.record(event(i));
  });
  return {
    root,
    withRows: (name) => {
      const [store, heads] = [{ DATA_DIR: join(root, name) }, join(root, `${name}.jsonl`)];
      cpSync(join(root, 'four-rows'), store.DATA_DIR, { recursive: true });
      return { store, heads, env: settingsWith({ ...store, AUDIT_KEY, AUDIT_HEADS_FILE: heads }) };
    },
    drop: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** One a day, from 1 January 2026. */
export function event(i: number): AuditEvent {
  return {
    at: new Date(Date.UTC(2026, 0, 1 + i, 23, 59)),
    actor: i % 2 === 0 ? ADA : undefined,
    action: 'assignment.added',
    result: 'done',
    subject: i % 2 === 0 ? undefined : ADA,
    clientId: i % 3 === 0 ? X : Y,
    keyId: undefined,
    conversationId: i === 0 ? '19:channel@thread.tacv2' : undefined,
    reference: `ref ${i}`,
    detail: 'with "quotes", commas\nand lines',
  };
}

export async function inLedger<T>(
  store: Store,
  act: (ledger: Ledger, run: (text: string) => Promise<unknown>) => Promise<T>,
) {
  const database = await openDatabase(
    'DATA_DIR' in store ? { dataDir: store.DATA_DIR } : { databaseUrl: store.DATABASE_URL },
  );
  try {
    return await act(createLedger(database, SIGNER), (text) => database.orm.execute(sql.raw(text)));
  } finally {
    await database.close();
  }
}

/** As somebody does it who owns the tables. */
export function tamper(store: Store, ...statements: readonly string[]) {
  return inLedger(store, async (_ledger, run) => {
    await run('ALTER TABLE audit DISABLE TRIGGER USER');
    for (const statement of statements) await run(statement);
  });
}
