import type { WaitingKind, WaitingPerson } from '../../domain/messages/notice.ts';
import { type OutboxContent, readerOf, recipientKey } from '../../domain/messages/outbox.ts';
import type { Waiting } from '../../domain/messages/outcomes.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { WaitingMessage } from '../../ports/messages/outbox.ts';
import type { Deps } from '../shared/deps.ts';
import { namesOf } from './people-names.ts';

type Known = Pick<Deps, 'ledger' | 'people'>;

/** What waits: by person, and for the administrators together. The longest waiting first. */
export async function waiting(deps: Known): Promise<readonly Waiting[]> {
  const messages = await deps.ledger.outbox.waiting();
  const unmet = messages.filter(({ to }) => to.kind === 'administrators');
  const [first] = unmet;
  const administrators: readonly Waiting[] =
    first === undefined
      ? []
      : [{ kind: 'administrators', about: unique(unmet.map(({ content }) => content.kind)), since: first.since }];
  const people = (await waitingPeople(deps, messages)).map((one): Waiting => ({ kind: 'person', ...one }));
  return [...people, ...administrators];
}

/** Messages have begun to wait for these people at `since` or later. */
export async function waitingSince(deps: Known, since: Date): Promise<readonly WaitingPerson[]> {
  const people = await waitingPeople(deps, await deps.ledger.outbox.waiting());
  return people
    .filter((one) => one.since.getTime() >= since.getTime())
    .map(({ name, chat, about }) => ({ name, chat, about }));
}

async function waitingPeople(
  deps: Known,
  messages: readonly WaitingMessage[],
): Promise<readonly (WaitingPerson & { readonly since: Date })[]> {
  const forPeople = messages.flatMap(({ to, content, since }) => {
    const [person, about] = [readerOf(to), waitingKind(content)];
    return person === undefined || about === undefined ? [] : [{ person, about, since }];
  });
  const byPerson = Map.groupBy(forPeople, ({ person }) => recipientKey({ kind: 'person', person }));
  const firsts = [...byPerson.values()].flatMap(([first]) => first ?? []);
  const nameOf = await namesOf(
    deps,
    firsts.map(({ person }) => person),
  );
  return Promise.all(
    firsts.map(async ({ person, since }) => {
      const own = byPerson.get(recipientKey({ kind: 'person', person })) ?? [];
      const chat = await chatOf(deps, person);
      return { name: nameOf(person), chat, about: unique(own.map(({ about }) => about)), since };
    }),
  );
}

async function chatOf({ ledger }: Known, person: PersonId): Promise<WaitingPerson['chat']> {
  return (await ledger.conversations.personal(person)) === undefined ? 'unopened' : 'closed';
}

/** Undefined if a message of this kind goes to somebody else when its reader cannot be reached. */
function waitingKind({ kind }: OutboxContent): WaitingKind | undefined {
  switch (kind) {
    case 'assigned':
    case 'unassigned':
    case 'colleagues-left':
    case 'exposed':
    case 'creation-undone':
    case 'deletion-completed':
    case 'deletion-stopped':
    case 'value-left':
    case 'channel-unlinked':
    case 'unexpected-credentials':
    case 'request-news':
      return kind;
    case 'secret-changed':
    case 'certificates-due':
    case 'digest':
    case 'nudge':
    case 'request':
    case 'answer':
    case 'unanswered':
    case 'alarm':
    case 'contact-proposed':
    case 'contact-invite':
    case 'roles-changed':
    case 'outage':
    case 'rotation':
    case 'requested':
    case 'created':
      return undefined;
  }
}

function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}
