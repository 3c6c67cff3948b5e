import { chmod, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Case, type Failing, inSql } from '../cases.ts';

/** What can be wrong with the database and the job queue in it. */
export const DATABASE = {
  database: [
    {
      condition: 'the database cannot be reached',
      bend: () => ({ env: { DATABASE_URL: 'postgres://bot:hidden@127.0.0.1:2/none' } }),
      status: 'failure',
      detail: /ECONNREFUSED/,
      advice: /DATABASE_URL/,
    },
    {
      condition: 'the server is too old',
      bend: () => ({ inspection: { version: async () => ({ number: 130_011, text: '13.11' }) } }),
      status: 'failure',
      detail: /PostgreSQL 13\.11/,
      advice: /Upgrade/,
    },
    {
      condition: 'the database is the embedded one',
      bend: () => ({ env: { DATABASE_URL: '' } }),
      status: 'skipped',
      detail: /belongs to the running bot/,
      advice: /DATABASE_URL/,
    },
  ],
  'database-encryption': [
    {
      condition: 'the password of the database goes over a network without TLS',
      bend: () => ({ env: { DATABASE_URL: 'postgres://bot:hidden@db.example/bot' } }),
      status: 'warning',
      detail: /unencrypted/,
      advice: /sslmode=verify-full/,
    },
  ],
  'data-folder': [
    {
      condition: 'other users may enter the folder of the embedded database',
      bend: async ({ folder }) => {
        const dataDir = await mkdtemp(join(folder, 'open-'));
        await chmod(dataDir, 0o755);
        return { env: { DATABASE_URL: '', DATA_DIR: dataDir } };
      },
      status: 'failure',
      detail: /Other users/,
      advice: /chmod 700/,
    },
    {
      condition: 'the folder of the embedded database is not there',
      bend: ({ folder }) => ({ env: { DATABASE_URL: '', DATA_DIR: join(folder, 'none') } }),
      status: 'skipped',
      detail: /not there yet/,
      advice: /Start the bot/,
    },
  ],
  migrations: [
    inSql(
      'a migration is not applied',
      ['DELETE FROM schema_migrations WHERE version = 4'],
      'failure',
      /4 is not applied/,
      /Start/,
    ),
    inSql(
      'a migration is of a newer version',
      ['INSERT INTO schema_migrations VALUES (9999)'],
      'failure',
      /9999 is of a newer/,
      /deployed/,
    ),
  ],
  'database-user': [
    inSql(
      'another user owns a table',
      ['ALTER TABLE sweeps OWNER TO bot'],
      'failure',
      /own public\.sweeps/,
      /OWNER TO/,
    ),
    {
      condition: 'the user is a superuser',
      bend: async ({ copy, superUrl }) => ({ env: { DATABASE_URL: asSuperuser(await copy([]), superUrl) } }),
      status: 'warning',
      detail: /superuser/,
      advice: /NOSUPERUSER/,
    },
  ],
  queue: [
    jobs('no bot works on the queue', "'created'", 'failure', /Waiting for a long time: sweep/, /Start the bot/),
    jobs('a task has failed for good', "'failed'", 'failure', /Given up in the last minutes: sweep/, /log/),
    inSql(
      'a task has failed and is tried again',
      [aJob("'retry'", "now() + interval '1 minute'")],
      'warning',
      /tried again: sweep/,
      /log/,
    ),
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

function asSuperuser(databaseUrl: string, superUrl: string): string {
  const [url, { username, password }] = [new URL(databaseUrl), new URL(superUrl)];
  [url.username, url.password] = [username, password];
  return url.href;
}

function jobs(condition: string, state: string, status: Case['status'], detail: RegExp, advice: RegExp): Case {
  return inSql(condition, [aJob(state, "now() - interval '1 hour'")], status, detail, advice);
}

function aJob(state: string, startAfter: string): string {
  return `INSERT INTO pgboss.job (name, state, start_after, policy) VALUES ('sweep', ${state}, ${startAfter}, 'short')`;
}
