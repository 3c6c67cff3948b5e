import type { LocalPerson } from '../../../infra/local/people.ts';
import type { LocalApplication } from '../../../infra/local/world.ts';
import { chatOf, pressed, type Turn, typed } from '../world/activities.ts';
import type { Connector } from '../world/connector.ts';
import type { Place } from '../world/place.ts';

/** The kinds of turns that are mixed. */
export type Kind = 'help' | 'list' | 'press' | 'create' | 'delete';

export interface MixedTurn extends Turn {
  readonly kind: Kind;
}

/** What one person does: its turns one after the other. Each turn gets the answer to it, and may need it for the next one. */
export type Act = Generator<MixedTurn, void, string>;

type Around = Pick<Place, 'world' | 'connector' | 'applications' | 'applicationsOf'>;

const HELP = 'I look after the client secrets';
const DAY_MS = 86_400_000;
/** Sixteen turns are three of help, four lists, five presses, two creations and two deletions. */
const DECK = [
  'help',
  'list',
  'look',
  'help',
  'list',
  'look',
  'change',
  'help',
  'list',
  'look',
  'list',
  'look',
] as const;

/** What people do next, in an order that is the same in each run. `valueFor`: the last message with a value in a chat. */
export function createActs(place: Around, valueFor: (chat: string) => string): (person: LocalPerson) => Act {
  let dealt = 0;
  return (person) => {
    const owned = place.applicationsOf(person);
    const application = owned[dealt % owned.length];
    const next = DECK[dealt++ % DECK.length] ?? 'help';
    if (application === undefined) throw new Error('a person without an application');
    const taken = { place, person, application, valueFor };
    switch (next) {
      case 'help':
        return once('help', typed('help', HELP)(place, person));
      case 'list':
        return once('list', typed('list', application.displayName)(place, person));
      case 'look':
        return look(taken);
      case 'change':
        return change(taken);
    }
  };
}

interface Taken {
  readonly place: Around;
  readonly person: LocalPerson;
  readonly application: LocalApplication;
  readonly valueFor: (chat: string) => string;
}

function* once(kind: Kind, turn: Turn): Act {
  yield { ...turn, kind };
}

function* look({ place, person, application }: Taken): Act {
  const data = { purpose: 'show', query: application.appId, hint: '' };
  yield { ...pressed('open', () => data, application.displayName)(place, person), kind: 'press' };
}

/** Creates a secret, says that it is stored, and deletes it again, so that an application has as many as before. */
function* change({ place, person, application, valueFor }: Taken): Act {
  const open = { purpose: 'create', query: application.appId, hint: '' };
  const form = yield { ...pressed('open', () => open, 'submit-create')(place, person), kind: 'create' };
  const expiry = new Date(Date.now() + 300 * DAY_MS).toISOString().slice(0, 10);
  const filled = { ...dataOf(form, 'submit-create'), name: `Load ${person.name}`, expiry };
  yield { ...pressed('submit-create', () => filled, 'Load Manager')(place, person), kind: 'create' };
  const message = valueFor(chatOf(person.oid));
  yield { ...pressed('stored', () => dataOf(message, 'stored'), '')(place, person), kind: 'press' };
  const ask = typed(`delete ${application.displayName} ${hintIn(message)}`, 'confirm-delete')(place, person);
  const confirm = yield { ...ask, kind: 'delete' };
  const data = dataOf(confirm, 'confirm-delete');
  yield { ...pressed('confirm-delete', () => data, '"statusCode":200')(place, person), kind: 'delete' };
}

/** The hint of a secret is the beginning of its value. */
function hintIn(message: string): string {
  const hint = /"codeSnippet":"(...)/.exec(message)?.[1];
  if (hint === undefined) throw new Error('no value in the message');
  return hint;
}

/** The data of the button with this verb, anywhere in an answer. Throws if it has none. */
export function dataOf(answer: string, verb: string): object {
  let found: object | undefined;
  JSON.parse(answer, (_key, value: unknown) => {
    if (isButton(value) && value.verb === verb) found ??= value.data;
    return value;
  });
  if (found === undefined) throw new Error(`no button ${verb} in ${answer.slice(0, 500)}`);
  return found;
}

function isButton(value: unknown): value is { readonly verb: string; readonly data: object } {
  return (
    typeof value === 'object' && value !== null && 'verb' in value && 'data' in value && typeof value.data === 'object'
  );
}

/** Keeps the last message with a value in each chat. */
export function watchValues(connector: Pick<Connector, 'onArrival'>): (chat: string) => string {
  const values = new Map<string, string>();
  connector.onArrival(({ conversationId, body }) => {
    if (body.includes('"codeSnippet"')) values.set(conversationId, body);
  });
  return (chat) => values.get(chat) ?? '';
}
