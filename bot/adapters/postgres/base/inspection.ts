import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import { createPool, type PostgresOptions } from './database.ts';
import { TASKS } from './jobs/jobs.ts';
import { createLedger } from './ledger.ts';
import { knownMigrations } from './migrate.ts';

/** What the audit record's triggers are called, and must be there. */
const AUDIT_TRIGGERS = ['audit_append_only', 'audit_base_stays', 'audit_head_stays'];

const VERSION = z.object({ number: z.coerce.number(), text: z.string() });
const USER = z.object({
  name: z.string(),
  beyond: z.array(z.string()),
  lacking: z.array(z.string()),
});
const QUEUE = z.object({
  task: z.string(),
  retried: z.coerce.number(),
  failed: z.coerce.number(),
  overdue: z.coerce.number(),
});
const SCHEDULE = z.object({ task: z.string(), key: z.string(), cron: z.string(), timezone: z.string() });
const OUTBOX = z.object({ waiting: z.coerce.number(), tried: z.coerce.number(), oldest: z.date().nullable() });

/** A database as somebody finds it who changes nothing in it: every connection is read-only, and nothing is migrated. */
export interface Inspection {
  /** Only what reads works. */
  readonly ledger: Ledger;
  /** `number` like 160004. */
  version(): Promise<z.output<typeof VERSION>>;
  /** Numbers, in ascending order. */
  migrations(): Promise<{ readonly known: readonly number[]; readonly applied: readonly number[] }>;
  /** What the user may beyond what the bot needs, and what of that it may not. */
  user(): Promise<z.output<typeof USER>>;
  missingAuditTriggers(): Promise<readonly string[]>;
  /** Undefined if the job queue was never set up. */
  schedules(): Promise<readonly z.output<typeof SCHEDULE>[] | undefined>;
  readonly tasks: readonly string[];
  /** By task, those with trouble only: tried again, failed or given up, or waiting for more than five minutes. */
  queueTroubles(): Promise<readonly z.output<typeof QUEUE>[]>;
  /** Messages that wait, those of them that were tried in vain, and since when the oldest is due. */
  outbox(): Promise<z.output<typeof OUTBOX>>;
  close(): Promise<void>;
}

/** Opens PostgreSQL for looking at it; rejects if it does not answer. */
export async function inspectDatabase(options: PostgresOptions): Promise<Inspection> {
  const pool = createPool(options, { options: '-c default_transaction_read_only=on', max: 4 });
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    throw cause;
  }
  return inspectionOf(pool);
}

function inspectionOf(pool: Pool): Inspection {
  return {
    ledger: createLedger({ orm: drizzle(pool) }),
    tasks: TASKS,
    version: () => one(pool, VERSION, VERSION_SQL),
    migrations: async () => ({
      known: knownMigrations(),
      applied: (await exists(pool, 'schema_migrations'))
        ? (await rows(pool, z.object({ version: z.number() }), 'SELECT version FROM schema_migrations ORDER BY 1')).map(
            ({ version }) => version,
          )
        : [],
    }),
    user: () => one(pool, USER, USER_SQL),
    missingAuditTriggers: async () => {
      const found = await rows(pool, z.object({ name: z.string() }), TRIGGERS_SQL);
      return AUDIT_TRIGGERS.filter((name) => !found.some((trigger) => trigger.name === name));
    },
    schedules: async () => ((await exists(pool, 'pgboss.schedule')) ? rows(pool, SCHEDULE, SCHEDULES_SQL) : undefined),
    queueTroubles: async () => ((await exists(pool, 'pgboss.job')) ? rows(pool, QUEUE, QUEUE_SQL) : []),
    outbox: () => one(pool, OUTBOX, OUTBOX_SQL),
    close: () => pool.end(),
  };
}

async function rows<T>(pool: Pool, shape: z.ZodType<T>, text: string, values: readonly unknown[] = []): Promise<T[]> {
  const result = await pool.query<Record<string, unknown>>(text, [...values]);
  return result.rows.map((row) => shape.parse(row));
}

async function one<T>(pool: Pool, shape: z.ZodType<T>, text: string): Promise<T> {
  const [row] = await rows(pool, shape, text);
  if (row === undefined) throw new Error('the database answered without a row');
  return row;
}

async function exists(pool: Pool, table: string): Promise<boolean> {
  const [row] = await rows(pool, z.object({ there: z.boolean() }), 'SELECT to_regclass($1) IS NOT NULL AS there', [
    table,
  ]);
  return row?.there === true;
}

const VERSION_SQL = `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text`;

/** Beyond: attributes of the role. Lacking: its own tables (it migrates them), and room for new ones and for the queue's schema. */
const USER_SQL = `
  WITH me AS (SELECT * FROM pg_roles WHERE rolname = current_user),
  own AS (
    SELECT c.oid, c.relowner, n.nspname || '.' || c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN (current_schema(), 'pgboss')
  )
  SELECT current_user AS name,
    (SELECT array_remove(ARRAY[
      CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcreaterole THEN 'create roles' END,
      CASE WHEN rolcreatedb THEN 'create databases' END, CASE WHEN rolreplication THEN 'replication' END,
      CASE WHEN rolbypassrls THEN 'bypass row security' END], NULL) FROM me) AS beyond,
    array_remove(ARRAY[
      CASE WHEN NOT has_schema_privilege(current_schema(), 'CREATE') THEN 'create tables' END,
      CASE WHEN to_regnamespace('pgboss') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
        THEN 'create the schema pgboss' END], NULL)
    || coalesce((SELECT array_agg('own ' || name ORDER BY name) FROM own
      WHERE NOT pg_has_role(relowner, 'USAGE')), '{}')
    || coalesce((SELECT array_agg('read and write ' || name ORDER BY name) FROM own
      WHERE NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
        AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))), '{}') AS lacking`;

const TRIGGERS_SQL = `
  SELECT t.tgname AS name FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')`;

const SCHEDULES_SQL = `SELECT name AS task, key, cron, timezone FROM pgboss.schedule ORDER BY name, key`;

/** The queue of what was given up is called after its task. */
const QUEUE_SQL = `
  SELECT replace(name, '.given-up', '') AS task,
    count(*) FILTER (WHERE state = 'retry') AS retried,
    count(*) FILTER (WHERE state = 'failed' OR name LIKE '%.given-up') AS failed,
    count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after < now() - interval '5 minutes') AS overdue
  FROM pgboss.job WHERE name NOT LIKE '\\_\\_pgboss%' GROUP BY 1
  HAVING count(*) FILTER (WHERE state IN ('retry', 'failed') OR name LIKE '%.given-up'
    OR state = 'created' AND start_after < now() - interval '5 minutes') > 0
  ORDER BY 1`;

/** What is drawn again has been delivered before. */
/** A message for the administrators that found none of them (code NobodyMet) was not tried: there was nobody to send it to. */
const OUTBOX_SQL = `
  SELECT count(*) AS waiting,
    count(*) FILTER (WHERE attempts > 0 AND code IS DISTINCT FROM 'NobodyMet') AS tried,
    min(at) AS oldest
  FROM outgoing WHERE due_at IS NOT NULL AND state <> 'sent'`;
