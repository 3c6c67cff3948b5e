import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failing, inSql } from './cases.ts';

/** What can be wrong with the database and the record in it. */
export const DATABASE = {
  database: [
    {
      when: 'it is not reachable',
      bend: () => ({ env: { DATABASE_URL: 'postgres://bot:hidden@127.0.0.1:2/none' } }),
      status: 'failure',
      detail: /ECONNREFUSED/,
      advice: /DATABASE_URL/,
    },
    {
      when: 'the server is too old',
      bend: () => ({ inspection: { version: async () => ({ number: 130_011, text: '13.11' }) } }),
      status: 'failure',
      detail: /PostgreSQL 13\.11/,
      advice: /Upgrade/,
    },
    {
      when: 'it is the embedded one',
      bend: () => ({ env: { DATABASE_URL: '' } }),
      status: 'skipped',
      detail: /belongs to the running bot/,
      advice: /DATABASE_URL/,
    },
  ],
  migrations: [
    inSql(
      'one is not applied',
      ['DELETE FROM schema_migrations WHERE version = 4'],
      'failure',
      /4 is not applied/,
      /Start/,
    ),
    inSql('one is newer', ['INSERT INTO schema_migrations VALUES (9999)'], 'failure', /9999 is of a newer/, /deployed/),
  ],
  'database-user': [
    inSql(
      'a table is somebody else’s',
      ['ALTER TABLE sweeps OWNER TO bot'],
      'failure',
      /own public\.sweeps/,
      /OWNER TO/,
    ),
    {
      when: 'it may everything',
      bend: async ({ copy, superUrl }) => ({ env: { DATABASE_URL: asSuperuser(await copy([]), superUrl) } }),
      status: 'warning',
      detail: /superuser/,
      advice: /NOSUPERUSER/,
    },
  ],
  'audit-triggers': [
    inSql(
      'one is switched off',
      ['ALTER TABLE audit DISABLE TRIGGER audit_append_only'],
      'failure',
      /switched off: audit_append_only/,
      /verify/,
    ),
  ],
  'audit-record': [
    inSql(
      'a row was changed',
      ['ALTER TABLE audit DISABLE TRIGGER USER', "UPDATE audit SET detail = 'nothing' WHERE seq = 3"],
      'failure',
      /a row was changed/,
      /npm run audit -- verify/,
    ),
    {
      when: 'a head that was written out says otherwise',
      bend: async ({ folder }) => ({ env: { AUDIT_HEADS_FILE: await headsFile(folder) } }),
      status: 'failure',
      detail: /a head that was written out says otherwise/,
      advice: /verify/,
    },
    {
      when: 'the file of heads is not there',
      bend: ({ folder }) => ({ env: { AUDIT_HEADS_FILE: join(folder, 'nowhere') } }),
      status: 'warning',
      detail: /cannot be read/,
      advice: /AUDIT_HEADS_FILE/,
    },
  ],
  'audit-anchor': [
    {
      when: 'neither key nor file is set',
      bend: () => ({ env: { AUDIT_KEY: '', AUDIT_HEADS_FILE: '' } }),
      status: 'warning',
      detail: /log alone/,
      advice: /AUDIT_KEY/,
    },
  ],
} satisfies Readonly<Record<string, Failing>>;

async function headsFile(folder: string): Promise<string> {
  const file = join(folder, 'heads.jsonl');
  await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), seq: 2, hash: 'a'.repeat(64) })}\n`);
  return file;
}

function asSuperuser(databaseUrl: string, superUrl: string): string {
  const [url, { username, password }] = [new URL(databaseUrl), new URL(superUrl)];
  [url.username, url.password] = [username, password];
  return url.href;
}
