import type { DirectoryPerson } from '../../domain/access/directory-person.ts';
import type { PersonWish } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker, NamedPerson } from '../../domain/shared/person.ts';
import { unwrapped } from '../../domain/shared/typed.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, IDS } from '../shared/fields.ts';
import { formView } from './assignment-form.ts';
import { type AssignCommand, choose } from './choose-assignment.ts';

/** `assign @person <application>`, for administrators: opens the form that gives the role. */
export const assignCommand: CommandModule<AssignCommand & { readonly kind: 'assign' }> = {
  kind: 'assign',
  words: ['assign'],
  read: (rest, mentioned) => ({ kind: 'assign', ...readWishes(rest, mentioned) }),
  button: carries('assign', { people: IDS, applications: IDS }).transform(chosenOnCard),
  need: 'read',
  help: [
    {
      section: 'administrators',
      lead: 'assign',
      text: 'with people (mentioned, or by mail address) and applications – give the role, once the organisation has confirmed it',
    },
  ],
  menu: [
    {
      title: 'assign',
      text: 'For administrators: give people the role for applications',
      scopes: ['groupChat'],
    },
  ],
  perform: openAssignment,
};

/** `unassign @person <application>`, for administrators: opens the form that takes the role away. */
export const unassignCommand: CommandModule<AssignCommand & { readonly kind: 'unassign' }> = {
  kind: 'unassign',
  words: ['unassign'],
  read: (rest, mentioned) => ({ kind: 'unassign', ...readWishes(rest, mentioned) }),
  button: carries('unassign', { people: IDS, applications: IDS }).transform(chosenOnCard),
  need: 'read',
  help: [{ section: 'administrators', lead: 'unassign', text: 'with people and applications – take the role away' }],
  menu: [{ title: 'unassign', text: 'For administrators: take the role away', scopes: ['groupChat'] }],
  perform: openAssignment,
};

/** The choices of a card, which names people by their ids. */
function chosenOnCard<K extends AssignCommand['kind']>(data: {
  readonly kind: K;
  readonly people: readonly string[];
  readonly applications: readonly string[];
}) {
  const people = data.people.map((words): PersonWish => ({ kind: 'words', words }));
  return { kind: data.kind, people, query: '', clientIds: data.applications };
}

const GUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
/** Words that people put between the names of people and of applications. */
const FILLERS = ['and', 'to', 'for', 'from', 'of', 'as', '&', '-', '–', '—'];

/**
 * Reads `@person… <application>[, <application>…]`. The text holds no mentions any more. A person may also be written as a
 * mail address or, if it is the first id, as an object id.
 */
function readWishes(rest: string, mentioned: readonly PersonWish[]): Omit<AssignCommand, 'kind'> {
  const people: PersonWish[] = [...mentioned];
  const words = rest.split(' ').filter((word) => word !== '');
  while (words.length > 0) {
    const [first = ''] = words;
    const bare = unwrapped(first).replace(/^mailto:/i, '');
    const isPerson = bare.includes('@') || (people.length === 0 && GUID.test(bare));
    if (isPerson) people.push({ kind: 'words', words: bare.replace(/^@|[{}]/g, '') });
    else if (bare !== '' && !FILLERS.includes(bare.toLowerCase())) break;
    words.shift();
  }
  return { people, query: words.join(' '), clientIds: [] };
}

/** Shows what would change, and asks. */
async function openAssignment(deps: TurnDeps, command: AssignCommand, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, command.kind);
  if (refusal !== undefined) return refusal;
  const chosen = await choose(deps, command, asker);
  if ('kind' in chosen) return chosen;
  const form = {
    ...{ nonce: deps.random.token(), act: command.kind, asker, openedAt: deps.clock() },
    ...{ people: chosen.people.map(withoutAddress), applications: chosen.applications },
  };
  await deps.ledger.assignments.openForm(form);
  return {
    kind: 'assignment-form',
    form: await formView(deps, { ...form, state: 'open', warnedOf: [] }, chosen, '', undefined),
  };
}

function withoutAddress({ tid, oid, name }: DirectoryPerson): NamedPerson {
  return { tid, oid, name };
}
