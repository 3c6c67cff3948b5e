import { NEWS, NOTICES } from '../../../../cards/secrets/sentences.ts';
import type { LocalSecret } from '../../../../infra/local/objects.ts';
import type { FaultWorld } from '../fault-world.ts';

/** What became of secrets and messages. A list is empty if the promise was kept. */
export interface Found {
  readonly created: number;
  readonly delivered: number;
  readonly removed: number;
  /** Secrets in Entra that nobody received. */
  readonly orphans: readonly string[];
  /** Secrets that somebody received, and that are not in Entra although nobody deleted them and nobody was told. */
  readonly vanished: readonly string[];
  /** Values that reached Teams more than once. */
  readonly sentTwice: readonly string[];
  /** Operations that were taken back or completed without a word to the person. */
  readonly untold: readonly string[];
  /** Messages with the value of a live secret that outlived their time. */
  readonly left: readonly string[];
  /** Messages that did not arrive. */
  readonly lost: readonly string[];
  /** Messages that arrived more than once, one entry for each time too many. */
  readonly doubled: readonly string[];
}

interface OperationRow {
  readonly nonce: string;
  readonly kind: 'create' | 'delete';
  readonly state: string;
  readonly key_id: string | null;
  readonly secret_name: string | null;
  readonly oid: string;
}

/** Compares Entra, the ledger and what people see. `seeded`: the key ids from before; `answered`: the names whose person got an answer. */
export async function checkWorld(
  faults: FaultWorld,
  seeded: ReadonlySet<string>,
  answered: ReadonlySet<string>,
): Promise<Found> {
  const operations = (await faults.query(
    "SELECT nonce, kind, state, key_id, secret_name, oid FROM operations WHERE state <> 'open'",
  )) as unknown as readonly OperationRow[];
  const values = issuedValues(faults);
  const shown = shownCode(faults);
  const live = everySecret(faults).filter(({ keyId }) => !seeded.has(keyId));
  const of = (kind: OperationRow['kind'], keyId: string) =>
    operations.find((one) => one.kind === kind && one.key_id === keyId && one.state === 'done');
  const orphans = live.filter(
    ({ keyId }) => of('create', keyId) === undefined || accepted(faults, values.get(keyId)) !== 1,
  );
  const done = operations.filter(({ state }) => state === 'done');
  const vanished = done.filter(
    ({ kind, key_id: keyId }) =>
      kind === 'create' && !live.some((one) => one.keyId === keyId) && of('delete', keyId ?? '') === undefined,
  );
  const unsettled = operations.filter(({ state }) => state !== 'done' && state !== 'undone');
  const stillThere = operations.filter(
    ({ kind, state, key_id: keyId }) =>
      kind === 'delete' && state === 'done' && everySecret(faults).some((one) => one.keyId === keyId),
  );
  const gone = [...seeded].filter((keyId) => !everySecret(faults).some((one) => one.keyId === keyId));
  const undone = operations.filter(({ state }) => state === 'undone');
  const notices = copiesOf(undone, (one) => copiesFor(faults, one.oid, one.secret_name ?? '', noticeOf(one)));
  const untold = notices.filter(({ one, copies }) => copies === 0 && !answered.has(one.secret_name ?? ''));
  const news = copiesOf(done, ({ kind, secret_name: name }) =>
    copiesFor(faults, faults.colleague.oid, name ?? '', NEWS[kind === 'create' ? 'created' : 'deleted']),
  );
  return {
    created: values.size,
    delivered: [...values.values()].filter((value) => accepted(faults, value) > 0).length,
    removed: [...values.keys()].filter((keyId) => !live.some((one) => one.keyId === keyId)).length,
    left: live.filter(({ keyId }) => shown.includes(values.get(keyId) ?? '\0')).map(nameOf),
    orphans: [
      ...orphans.map(nameOf),
      ...stillThere.map(({ secret_name: name }) => `deleted, and still there: ${name}`),
      ...unsettled.map(({ state, secret_name: name }) => `${state}: ${name}`),
    ],
    vanished: [
      ...vanished.map(({ secret_name: name }) => String(name)),
      ...gone.filter((keyId) => of('delete', keyId) === undefined),
    ],
    sentTwice: [...values].filter(([, value]) => accepted(faults, value) > 1).map(([keyId]) => keyId),
    untold: untold.map(({ one }) => `${one.kind} ${one.secret_name}`),
    lost: await missing(
      faults,
      news.filter(({ copies }) => copies === 0).map(({ one }) => one),
    ),
    doubled: [...news, ...notices].flatMap(({ name, copies, expected }) =>
      Array.from({ length: Math.max(0, copies - expected) }, () => name),
    ),
  };
}

/**
 * The news that did not arrive, with what the outbox says of them. Those that Teams refused for good are not among them: the
 * bot drops them, because a manager sees the secrets with `list`.
 */
async function missing(
  { query, exchanges }: FaultWorld,
  operations: readonly OperationRow[],
): Promise<readonly string[]> {
  if (operations.length === 0) return [];
  const titles: readonly string[] = Object.values(NEWS);
  const refused = exchanges
    .filter(({ service, refusedWith = 0 }) => service === 'teams' && refusedWith >= 400 && refusedWith < 500)
    .filter(({ refusedWith, sent }) => refusedWith !== 429 && titles.some((title) => sent.includes(title)));
  const outgoing = (await query('SELECT state, content::text AS content FROM outgoing')) as unknown as readonly {
    readonly state: string;
    readonly content: string;
  }[];
  return operations
    .filter(({ secret_name: name }) => !refused.some(({ sent }) => sent.includes(name ?? '')))
    .map(({ kind, secret_name: name }) => {
      const rows = outgoing.filter(({ content }) => content.includes(JSON.stringify(name)));
      return `${kind} ${name} (in the outbox: ${rows.map(({ state }) => state).join(', ') || 'nothing'})`;
    });
}

/** How often each message came. Two operations can be about one secret: the second one after an unclear answer to the first. */
function copiesOf(operations: readonly OperationRow[], count: (one: OperationRow) => number) {
  const byName = Map.groupBy(operations, ({ kind, secret_name: name }) => `${kind} ${name}`);
  return [...byName].flatMap(([name, [one, ...others]]) =>
    one === undefined ? [] : [{ name, one, copies: count(one), expected: 1 + others.length }],
  );
}

export function everySecret({ world }: Pick<FaultWorld, 'world'>): readonly LocalSecret[] {
  return world.applications.flatMap((one) => one.passwordCredentials);
}

const nameOf = ({ displayName, keyId }: LocalSecret): string => displayName ?? keyId;

/** By key id, every value that Entra has given out. They are kept in memory only. */
export function issuedValues({ exchanges }: Pick<FaultWorld, 'exchanges'>): ReadonlyMap<string, string> {
  const found = exchanges.flatMap(({ line, answer }) => {
    if (!line.endsWith('/addPassword') || answer === undefined || answer.status !== 200) return [];
    const { keyId, secretText } = JSON.parse(answer.body) as { readonly keyId: string; readonly secretText: string };
    return [[keyId, secretText] as const];
  });
  return new Map(found);
}

/** How many requests with the value Teams has taken. A value has no character that is written in another way in JSON. */
function accepted({ exchanges }: Pick<FaultWorld, 'exchanges'>, value: string | undefined): number {
  if (value === undefined) return 0;
  return exchanges.filter(
    ({ service, sent, answer }) =>
      service === 'teams' && answer !== undefined && answer.status < 300 && sent.includes(value),
  ).length;
}

/** All messages with a code block that somebody sees, as one text. */
function shownCode({ teams, managers }: FaultWorld): string {
  const messages = managers.flatMap(({ person }) => teams.messages(person.oid, 'personal'));
  return messages
    .map((message) => JSON.stringify(message))
    .filter((text) => text.includes('codeSnippet'))
    .join('\n');
}

/** The title of the notice with which a person is told that a change was taken back. */
function noticeOf({ kind }: OperationRow): string {
  return kind === 'create' ? NOTICES.undoneTitle : NOTICES.stoppedTitle;
}

/** Counts the messages with this name and this title that the person sees. */
function copiesFor({ teams }: FaultWorld, oid: string, name: string, title: string): number {
  return teams.messages(oid, 'personal').filter((message) => {
    const shown = message.author.oid === null ? JSON.stringify(message.attachments) : '';
    return shown.includes(name) && shown.includes(title);
  }).length;
}
