import { strangerText } from '../../../../cards/index.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import { lackOf } from '../../../domain/sign-in/silent-failure.ts';
import type { Roster } from '../../../ports/access/roster.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import type { UseCases } from '../../../usecases/index.ts';
import { privately } from '../outbound/deliver.ts';
import { actionError, type InvokeAnswer, textMessage } from '../outbound/respond.ts';
import { searchSentence } from '../outbound/search-answer.ts';
import { type Activity, readAsker, readChannel, readConversation } from './activity.ts';
import { exchangeToken, offerPage, press } from './invokes.ts';
import { createKnownPeople } from './known-people.ts';
import { createOutsiders } from './outsiders.ts';
import { parseAction, parseExchange, parseFailure, parseMessage, parseVerify } from './parse.ts';
import { bringsTheBot, isUpgrade, placeEventOf, sharingOf } from './place-events.ts';
import { createReplies, type ReplyDeps } from './replying.ts';
import { parseSearch, search } from './search/search.ts';

const OK: InvokeAnswer = { status: 200, body: {} };

export interface TurnDeps extends ReplyDeps {
  readonly tenantId: string;
  readonly usecases: Pick<
    UseCases,
    | 'run'
    | 'exchange'
    | 'offerPage'
    | 'answerLater'
    | 'remember'
    | 'heardFrom'
    | 'noteShown'
    | 'removedFrom'
    | 'renamed'
    | 'returnedTo'
    | 'sharedOutside'
  >;
  readonly conversations: Ledger['conversations'];
  readonly roster: Pick<Roster, 'isOutsider'>;
}

/** One handler per kind of activity. None throws; an invoke's returns its answer. */
export interface Turns {
  message(activity: Activity): Promise<void>;
  action(activity: Activity): Promise<InvokeAnswer>;
  tokenExchange(activity: Activity): Promise<InvokeAnswer>;
  verifyState(activity: Activity): Promise<InvokeAnswer>;
  signInFailure(activity: Activity): Promise<InvokeAnswer>;
  /** Somebody searches in the compose box of any conversation. */
  search(activity: Activity): Promise<InvokeAnswer>;
  /** The bot, or somebody, came or went. */
  membership(activity: Activity): Promise<void>;
  /** Resolves when work that outlived its turn is done. */
  settled(): Promise<void>;
}

export function createTurns(deps: TurnDeps): Turns {
  const replies = createReplies(deps);
  const { log, usecases } = deps;
  const knownPeople = createKnownPeople({
    log,
    remember: (asker) => usecases.remember(asker),
    heardFrom: (channel) => usecases.heardFrom(channel),
    zoneOf: async (person) => (await deps.conversations.met([person]))[0]?.conversation.zone,
  });
  const outsiders = createOutsiders(deps.roster);
  const known = async (activity: Activity, again = false): Promise<Asker | undefined> => {
    const sender = readAsker(activity, deps.tenantId);
    const channel = readChannel(activity);
    if (sender !== undefined && (await outsiders.has(sender))) return undefined;
    const asker = sender === undefined ? undefined : await knownPeople.withZone(sender);
    if (asker !== undefined) await knownPeople.remember(asker, again);
    if (channel !== undefined) await knownPeople.heardFrom(channel);
    return asker;
  };
  return {
    async message(activity) {
      const asker = await known(activity);
      if (asker === undefined) return turnAwayStranger(deps, activity);
      await replies.answer(parseMessage(activity), asker, activity.recipient.isTargeted === true);
    },
    async action(activity) {
      const asker = await known(activity);
      if (asker === undefined) return actionError('NotAllowed', strangerText(deps.links.guidance));
      return press(deps, replies, parseAction(activity), asker, activity.replyToId);
    },
    async tokenExchange(activity) {
      const asker = await known(activity);
      const input = parseExchange(activity);
      return asker === undefined || input === undefined ? { status: 400 } : exchangeToken(deps, replies, input, asker);
    },
    async verifyState(activity) {
      const asker = await known(activity);
      const code = parseVerify(activity);
      if (asker !== undefined && code !== undefined) replies.later(replies.answer({ kind: 'code', code }, asker));
      return OK;
    },
    async signInFailure(activity) {
      const asker = await known(activity);
      const failure = parseFailure(activity);
      deps.log.warn('sign-on failed in the client', failure);
      // Whether the client still shows its button differs between clients, so that every failure gets one.
      if (asker !== undefined) replies.later(offerPage(deps, replies, lackOf(failure), asker));
      return OK;
    },
    async search(activity) {
      const asker = readAsker(activity, deps.tenantId);
      const input = parseSearch(activity);
      if (asker === undefined) return searchSentence(strangerText(deps.links.guidance));
      return input === undefined ? { status: 400 } : search(deps, replies, input, asker);
    },
    async membership(activity) {
      const event = placeEventOf(activity);
      if (event?.kind === 'removed') {
        if (!isUpgrade(activity)) knownPeople.gone(activity.conversation.id);
        return replies.later(left(deps, activity, event.where));
      }
      if (event?.kind === 'renamed') return replies.later(usecases.renamed(event.where, event.name));
      if (event?.kind === 'returned' && isInTeam(activity)) replies.later(usecases.returnedTo(event.where));
      const joined = bringsTheBot(activity);
      const sharing = sharingOf(activity);
      if (sharing !== undefined) replies.later(usecases.sharedOutside(sharing));
      const asker = joined ? await known(activity, true) : undefined;
      if (asker?.conversation.kind !== 'personal' || !knownPeople.isNew(asker)) return;
      await replies.answer({ kind: 'help', topic: 'overview', query: '' }, asker);
    },
    settled: replies.settled,
  };
}

/** Links are in teams only. */
function isInTeam({ channelData }: Activity): boolean {
  return channelData?.team?.id !== undefined;
}

/** Somebody has uninstalled the app, in a chat or in a team: the bot cannot reach that place any more. */
async function left(
  { conversations, tenantId, usecases }: TurnDeps,
  activity: Activity,
  where: Parameters<TurnDeps['usecases']['removedFrom']>[0],
): Promise<void> {
  const asker = readAsker(activity, tenantId);
  if (asker?.conversation.kind === 'personal') return conversations.lost(asker.person);
  await usecases.removedFrom(where);
}

async function turnAwayStranger({ messenger, log, links }: TurnDeps, activity: Activity): Promise<void> {
  log.info('sender without an account ignored', { type: activity.type });
  // Two bots that answer each other would never stop.
  if (activity.from.id.startsWith('28:')) return;
  const reader = { accountId: activity.from.id, conversation: readConversation(activity) };
  await messenger.sayOnlyThere(privately(reader), textMessage(strangerText(links.guidance)));
}
