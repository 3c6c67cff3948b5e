import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EntraError, type LocalEntra } from '../../entra/index.ts';
import type { LocalPerson } from '../../people.ts';
import type { LocalWorld } from '../../world.ts';
import { type ActivityBase, invokeActivity } from '../activities.ts';
import type { BotLine } from '../bot-line.ts';
import type { TeamsFaults } from '../faults.ts';
import type { Store } from '../store.ts';
import type { Conversation, StoredMessage } from '../types.ts';
import { type FoundCard, readSearchAnswer, type SearchAnswer } from './search-answer.ts';

interface Parts {
  readonly world: LocalWorld;
  readonly store: Store;
  readonly faults: TeamsFaults;
  readonly line: BotLine;
  readonly entra: Pick<LocalEntra, 'teamsToken'>;
  readonly base: (person: LocalPerson, conversation: Conversation) => ActivityBase;
}

/** A search in the compose box. Without words it is the one that runs when the box is opened. `code`: of the sign-in page. */
export interface SearchCall {
  readonly person: LocalPerson;
  readonly conversation: Conversation;
  readonly words?: string | undefined;
  readonly skip?: number | undefined;
  readonly code?: string | undefined;
}

/** What the manifest says of the search. */
interface SearchCommand {
  readonly id: string;
  readonly initialRun: boolean;
  readonly parameters: readonly { readonly name: string }[];
}

const MANIFEST = join(import.meta.dirname, '../../../../appPackage/manifest.json');
/** Teams asks for so many results at once. */
const COUNT = 25;

/**
 * The search of the app in the compose box. It works in every conversation: the app is the person's own, and the bot need not
 * be a member there.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 */
export function createSearch(parts: Parts) {
  const command = searchCommand();
  /** What each person was shown last: only that can be picked. */
  const shown = new Map<string, readonly FoundCard[]>();

  async function search(call: SearchCall): Promise<SearchAnswer> {
    const asked = queryOf(command, call);
    const ask = async (value: object) => {
      const activity = invokeActivity(parts.base(call.person, call.conversation), 'composeExtension/query', value);
      return readSearchAnswer(await parts.line.post(activity));
    };
    const first = await ask(asked);
    const token = first.kind === 'sign-in' && first.silent ? await tokenOf(parts, call.person) : undefined;
    const second = token === undefined ? first : await ask({ ...asked, authentication: { token } });
    // Teams opens the link of the first answer if its token is not enough.
    const answer = second.kind === 'precondition' ? first : second;
    shown.set(call.person.oid, answer.kind === 'results' ? answer.cards : []);
    return answer;
  }

  /** The card becomes a message of the person. Undefined if it was not among what the person was shown last. */
  function pick(person: LocalPerson, conversation: Conversation, index: number): StoredMessage | undefined {
    const card = shown.get(person.oid)?.[index];
    if (card === undefined) return undefined;
    const { contentType, content } = card;
    const activity = { type: 'message', attachments: [{ contentType, content }] };
    return parts.store.add({ conversation, author: person, activity, onlyFor: null });
  }

  return { search, pick };
}

function searchCommand(): SearchCommand {
  const { composeExtensions } = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  return composeExtensions[0].commands.find(({ type }: { readonly type: string }) => type === 'query');
}

function queryOf(command: SearchCommand, { words, skip = 0, code }: SearchCall): object {
  const [field] = command.parameters;
  if (words === undefined && !command.initialRun) throw new Error('the manifest asks for no search at the opening');
  const typed = words === undefined ? { name: 'initialRun', value: 'true' } : { name: field?.name, value: words };
  return {
    commandId: command.id,
    parameters: [typed],
    queryOptions: { skip, count: COUNT },
    ...(code === undefined ? {} : { state: code }),
  };
}

/** The client's own token. Undefined if Entra gives none without the person. */
async function tokenOf({ world, entra, faults }: Parts, person: LocalPerson): Promise<string | undefined> {
  if (faults.signInFailure !== undefined || !faults.silentSignIn) return undefined;
  try {
    return await entra.teamsToken(person.oid, world.webApplicationInfo.resource);
  } catch (error) {
    if (error instanceof EntraError) return undefined;
    throw error;
  }
}
