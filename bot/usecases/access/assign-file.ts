import type { Pair } from '../../domain/access/assignment.ts';
import {
  type FilePair,
  type FilePlan,
  type FileRow,
  meantApplications,
  planFile,
} from '../../domain/access/assignment-file.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { NamedPerson } from '../../domain/shared/person.ts';
import { plainText } from '../../domain/shared/text.ts';
import { systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { newReference } from '../shared/refuse.ts';
import { assignmentMessages } from './assignment-messages.ts';
import { orphanedBy } from './orphaned-requests.ts';

/** People who are looked up at the same time. */
const AT_ONCE = 8;

/** What has really changed; all rows of the record have this `reference`. */
export interface FileDone {
  readonly added: number;
  readonly removed: number;
  readonly reference: string;
}

/** Works out what a file of assignments would change now. Writes nothing. Throws DirectoryFault. */
export async function planAssignmentFile(
  deps: Pick<Deps, 'directory' | 'people' | 'ledger'>,
  rows: readonly FileRow[],
): Promise<FilePlan> {
  const people = await peopleIn(deps, rows);
  const applications = await applicationsIn(deps, rows);
  const clientIds = new Set([...applications.values()].map(({ clientId }) => clientId));
  const currentManagers = await deps.ledger.assignments.managersOf([...clientIds]);
  return planFile({ rows, people, applications, currentManagers });
}

/** Carries out all of a plan or nothing. Each pair gets a row of the record, and each person one message. */
export async function applyAssignmentFile(deps: Deps, { added, removed }: FilePlan): Promise<FileDone> {
  const [at, reference] = [deps.clock(), newReference(deps)];
  const refs = [...added, ...removed].map(({ application }) => application);
  const remove = removed.map(pairOf);
  const orphaned = await orphanedBy(deps, remove);
  const messagesOf = await assignmentMessages(deps, refs, undefined);
  const result = await deps.ledger.assignments.change({
    at,
    by: undefined,
    add: added.map(pairOf),
    remove,
    lastToo: true,
    confirmedBy: '',
    form: undefined,
    audit: ({ clientId, person }, change) => {
      const subject = { ...person, name: plainText(person.name) };
      return {
        ...systemAudit(deps, `assignment.${change}`, { application: { clientId }, subject, reference, detail: 'file' }),
        at,
      };
    },
    messages: (done) => [...messagesOf(done), ...orphaned(done.removed)],
  });
  if (result.kind !== 'done') throw new Error(`the file was not applied: ${result.kind}`);
  return { added: result.added.length, removed: result.removed.length, reference };
}

async function peopleIn(
  deps: Pick<Deps, 'people'>,
  rows: readonly FileRow[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  const words = [...new Set(rows.map(({ person }) => person))].filter((each) => each !== '');
  const found = new Map<string, NamedPerson>();
  for (let from = 0; from < words.length; from += AT_ONCE) {
    const some = words.slice(from, from + AT_ONCE);
    const people = await Promise.all(some.map((each) => deps.people.find(each)));
    some.forEach((each, i) => {
      const person = people[i];
      if (person !== undefined) found.set(each, { tid: person.tid, oid: person.oid, name: person.name });
    });
  }
  return found;
}

/** Reads every application that the bot can see: a name that two of them have means neither. */
async function applicationsIn(
  deps: Pick<Deps, 'directory'>,
  rows: readonly FileRow[],
): Promise<ReadonlyMap<string, ApplicationRef>> {
  const words = [...new Set(rows.map(({ application }) => application))];
  const refs: ApplicationRef[] = [];
  for await (const page of deps.directory.everything()) {
    refs.push(...page.map(({ clientId, displayName }) => ({ clientId, displayName })));
  }
  return meantApplications(words, refs);
}

function pairOf({ application, person }: FilePair): Pair {
  return { clientId: application.clientId, person };
}
