import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Failing, failing, inSql } from '../cases.ts';

/** What can be wrong with the audit record. */
export const AUDIT = {
  'audit-triggers': [
    inSql(
      'a trigger is switched off',
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
      ...failing('the record is signed and the key is missing', { AUDIT_KEY: '' }),
      detail: /^Its head is signed with the key \S+, and AUDIT_KEY is not set: .* the bot changes nothing/,
      advice: /^Set AUDIT_KEY as it was/,
    },
    {
      condition: 'the record does not match a head that was written out',
      bend: async ({ folder }) => ({ env: { AUDIT_HEADS_FILE: await headsFile(folder) } }),
      status: 'failure',
      detail: /it does not match a head that was written out/,
      advice: /verify/,
    },
    {
      condition: 'the file of written heads is missing',
      bend: ({ folder }) => ({ env: { AUDIT_HEADS_FILE: join(folder, 'nowhere') } }),
      status: 'warning',
      detail: /cannot be read/,
      advice: /AUDIT_HEADS_FILE/,
    },
  ],
  'audit-anchor': [
    {
      condition: 'neither a key nor a file of heads is set',
      bend: () => ({ env: { AUDIT_KEY: '', AUDIT_HEADS_FILE: '' } }),
      status: 'warning',
      detail: /log alone/,
      advice: /AUDIT_KEY/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

async function headsFile(folder: string): Promise<string> {
  const file = join(folder, 'heads.jsonl');
  await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), seq: 2, hash: 'a'.repeat(64) })}\n`);
  return file;
}
