/** A step that the bot takes in the world outside its own memory, and the moment: before it, or before its answer is known. */
export interface Step {
  /** The process that takes it. */
  readonly by: string;
  /** Such as `sql insert operations`, `graph POST addPassword`, `teams POST activities`. */
  readonly name: string;
  readonly phase: Phase;
}

export type Phase = 'before' | 'after';

const WRITES =
  /\b(insert) into (?:only )?([\w."]+)|\b(update) (?:only )?([\w."]+) (?:\w+ )?set\b|\b(delete) from ([\w."]+)/;
const READS = /\bfrom ([\w."]+)/;

/** What a statement does, and to which table. Undefined if it is the job queue's own work and no wake-up. */
export function sqlStep(statement: string): string | undefined {
  const text = statement.replaceAll(/\s+/g, ' ').trim().toLowerCase();
  const [, ...found] = WRITES.exec(text) ?? [];
  const [verb, table] = found.filter((part) => part !== undefined);
  const written = verb === undefined ? undefined : `sql ${verb} ${tableOf(table)}`;
  if (text.includes('pgboss')) return written === 'sql insert pgboss.job' ? 'sql insert pgboss.job' : undefined;
  if (written !== undefined) return written;
  const [, read] = READS.exec(text) ?? [];
  if (text.startsWith('select') && read !== undefined) return `sql select ${tableOf(read)}`;
  return `sql ${text.split(/[ ;(]/, 1)[0]}`;
}

function tableOf(name = ''): string {
  return name.replaceAll('"', '').replace('public.', '');
}

/** What a request asks of a service. Ids are left out. */
export function requestStep(service: string, method: string, path: string): string {
  const [plain = '', query = ''] = path.split('?');
  const words = plain
    .replaceAll(/\(.*?\)/g, '')
    .split('/')
    .filter((word) => /^\$?[a-zA-Z]{4,}$/.test(word));
  const asked = words.at(-1) ?? plain.split('/')[1] ?? '';
  const how = query.includes('isTargetedActivity=true') ? ' targeted' : '';
  const where = decodeURIComponent(plain).includes('@thread.tacv2/') ? ' in a channel' : '';
  return `${service} ${method} ${asked}${how}${where}`;
}
