import type { AuditRow } from '../../domain/audit/audit-events.ts';
import { type AuditKind, actsOf } from '../../domain/audit/audit-kinds.ts';
import type { AuditOutcome, AuditSecret } from '../../domain/audit/outcomes.ts';
import type { Application, ApplicationRef, ClientId } from '../../domain/shared/application.ts';
import { foldedName } from '../../domain/shared/names.ts';
import { type NamedPerson, samePerson } from '../../domain/shared/person.ts';
import { refOf } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';

const PER_PAGE = 10;
const DAY_MS = 24 * 60 * 60_000;
/** As many people are kept as choices. Somebody who is not among them is found by name. */
const MOST_PEOPLE = 100;

/** What somebody wants to see of the record. */
export interface Asked {
  /** Empty: about everything that the asker may see. */
  readonly query: string;
  readonly days: number;
  readonly page: number;
  /** Undefined, or `all` in the choice of the card: the usual acts. */
  readonly about?: AuditKind | 'all' | undefined;
  /** An object ID, or words of a name. Empty, or `all` in the choice of the card: everybody. */
  readonly by?: string | undefined;
  /** Everything that was recorded, with its intents, ids and references. */
  readonly details?: boolean | undefined;
}

/** What the asker may see of it. */
interface Covered {
  /** Undefined: everything. */
  readonly clientIds: readonly ClientId[] | undefined;
  /** If it is the record of one application. */
  readonly application?: ApplicationRef;
  /** The applications, if they were read already; with their secrets, if those were. */
  readonly known?: readonly (ApplicationRef | Application)[];
}

type Reading = Pick<Deps, 'clock' | 'log' | 'directory' | 'ledger'>;

/** One page of the acts that were asked for, newest first, with the names of people, applications and secrets. */
export async function recordPage(deps: Reading, asked: Asked, covered: Covered): Promise<AuditOutcome> {
  const { query, days, details = false } = asked;
  const about = asked.about === 'all' ? undefined : asked.about;
  const { rows, people, by, ...counted } = await actsRead(deps, { ...asked, about, details }, covered.clientIds);
  const ofRows = new Set(rows.map(({ clientId }) => clientId));
  const read = covered.known ?? (await applicationsOf(deps, rows));
  const known = read.filter(({ clientId }) => ofRows.has(clientId));
  const { application } = covered;
  return {
    kind: 'audit',
    rows: await withNames(deps, rows, people),
    applications: application === undefined ? known.map(refOf) : [application],
    application,
    ...{ query, days, details, about, by, people: choicesOf(people, by) },
    ...counted,
    secrets: await secretsOf(deps, rows, known),
  };
}

/** The rows of the page, and who may be asked for. Who is meant by a name is known only then: otherwise both are read at once. */
async function actsRead(
  { clock, ledger }: Pick<Deps, 'clock' | 'ledger'>,
  asked: Asked & { readonly about: AuditKind | undefined; readonly details: boolean },
  clientIds: readonly ClientId[] | undefined,
) {
  const since = new Date(clock().getTime() - asked.days * DAY_MS);
  const acts = asked.details && asked.about === undefined ? undefined : actsOf(asked.about);
  const by = asked.by === 'all' ? '' : (asked.by ?? '');
  const find = (actors: readonly NamedPerson[] | undefined) =>
    pageOf({ ledger }, { clientIds, since, acts, actors }, asked.page);
  const [{ people, reminders }, all] = await Promise.all([
    ledger.audit.summary({ clientIds, since }),
    by === '' ? find(undefined) : undefined,
  ]);
  const actors = by === '' ? undefined : meantBy(by, people);
  const [only] = actors?.length === 1 ? actors : [];
  return { ...(all ?? (await find(actors))), people, reminders, by: only?.oid ?? by };
}

/** Those with the most rows, and the one who was asked for. */
function choicesOf(people: readonly NamedPerson[], by: string): readonly NamedPerson[] {
  const [most, others] = [people.slice(0, MOST_PEOPLE), people.slice(MOST_PEOPLE)];
  const chosen = others.find(({ oid }) => oid === by);
  return chosen === undefined ? most : [chosen, ...most.slice(0, -1)];
}

/** There is no page after the last one: that one is shown instead. */
async function pageOf(
  { ledger }: Pick<Deps, 'ledger'>,
  wanted: Omit<Parameters<Deps['ledger']['audit']['find']>[0], 'offset' | 'limit'>,
  asked: number,
): Promise<Pick<AuditOutcome, 'rows' | 'total' | 'page' | 'pages'>> {
  const page = Math.max(1, asked);
  const { rows, total } = await ledger.audit.find({ ...wanted, offset: (page - 1) * PER_PAGE, limit: PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  return page > pages ? pageOf({ ledger }, wanted, pages) : { rows, total, page, pages };
}

/** Finds one person by the object ID, which the choice of the card holds, or else everybody whose name has the words. */
function meantBy(by: string, people: readonly NamedPerson[]): readonly NamedPerson[] {
  const words = foldedName(by);
  const [chosen] = people.filter(({ oid }) => oid === words);
  return chosen === undefined ? people.filter(({ name }) => foldedName(name).includes(words)) : [chosen];
}

/** Rows with the names that they lack, as other rows have them, or as the bot has met the people. */
async function withNames(
  { ledger }: Pick<Deps, 'ledger'>,
  rows: readonly AuditRow[],
  people: readonly NamedPerson[],
): Promise<readonly AuditRow[]> {
  const ofRows = rows.flatMap(({ actor, subject }) => [actor, subject].filter((one) => one !== undefined));
  const known = [...people, ...ofRows].filter(({ name }) => name !== '');
  const isUnnamed = (one: NamedPerson | undefined) =>
    one !== undefined && one.name === '' && !known.some((other) => samePerson(other, one));
  const unnamed = ofRows.filter(isUnnamed);
  const met = unnamed.length === 0 ? [] : await ledger.conversations.met(unnamed);
  const all = [...known, ...met.map(({ person, name }) => ({ ...person, name }))];
  const named = (one: NamedPerson | undefined) =>
    one === undefined || one.name !== '' ? one : (all.find((other) => samePerson(other, one)) ?? one);
  return rows.map((row) => ({ ...row, actor: named(row.actor), subject: named(row.subject) }));
}

/** The applications of the rows. If Entra does not answer, the record is shown without their names. */
async function applicationsOf(
  { log, directory }: Pick<Deps, 'log' | 'directory'>,
  rows: readonly AuditRow[],
): Promise<readonly Application[]> {
  const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
  if (clientIds.length === 0) return [];
  try {
    return await directory.applications(clientIds);
  } catch (cause) {
    log.warn('applications of the record not named', {}, cause);
    return [];
  }
}

/** What tells the names of the secrets of the rows: the ledger, also of those that are gone, and Entra’s answer. */
async function secretsOf(
  { ledger }: Pick<Deps, 'ledger'>,
  rows: readonly AuditRow[],
  known: readonly (ApplicationRef | Application)[],
): Promise<readonly AuditSecret[]> {
  const wanted = rows.flatMap(({ clientId, keyId }) =>
    clientId === undefined || keyId === undefined ? [] : [{ clientId, keyId }],
  );
  const now = known.flatMap((one) =>
    'secrets' in one ? one.secrets.map((own) => ({ ...own, clientId: one.clientId })) : [],
  );
  const kept = wanted.length === 0 ? [] : await ledger.rotations.secretsNamed(wanted);
  const isWanted = ({ clientId, keyId }: AuditSecret) =>
    wanted.some((one) => one.clientId === clientId && one.keyId === keyId);
  return [...kept, ...now.filter(isWanted)].map(({ clientId, keyId, name, hint }) => ({ clientId, keyId, name, hint }));
}
