import type { LocalPerson } from '../../../infra/local/people.ts';
import { type ActivityBase, invokeActivity, messageActivity } from '../../../infra/local/teams/activities.ts';
import { spoken } from '../../../infra/local/teams/spoken.ts';
import type { Activity, Conversation } from '../../../infra/local/teams/types.ts';
import type { Place } from './place.ts';

/** The id of a person's 1:1 chat. */
export function chatOf(oid: string): string {
  return `a:1chat-${oid}`;
}

/** One request of Teams to the bot. */
export interface Turn {
  readonly conversationId: string;
  readonly body: string;
  /** Whether the answer comes as a message to the chat, or in the response to the request. */
  readonly answer: 'message' | 'response';
  /** A text that is part of the right answer, so that no refusal is taken for one. */
  readonly expected: string;
}

/** Makes the turn of a person. */
export type Workload = (place: Around, person: LocalPerson) => Turn;

type Around = Pick<Place, 'world' | 'connector' | 'applications'>;

let lastId = Date.now();

/** Typed text in the 1:1 chat. */
export function typed(text: string, expected: string): Workload {
  return (place, person) => {
    const base = baseOf(place, person);
    const body = bodyOf(messageActivity(base, spoken(text, [])));
    return { conversationId: base.conversation.id, body, answer: 'message', expected };
  };
}

/** A button of a card in the 1:1 chat. */
export function pressed(verb: string, dataOf: (place: Around) => object, expected: string): Workload {
  return (place, person) => {
    const base = baseOf(place, person);
    const value = { action: { type: 'Action.Execute', verb, data: dataOf(place) }, trigger: 'manual' };
    const body = bodyOf(invokeActivity(base, 'adaptiveCard/action', value, String(lastId)));
    return { conversationId: base.conversation.id, body, answer: 'response', expected };
  };
}

/**
 * The stand-in writes null for fields that an activity does not have, as some of Teams' services do. Other bots refuse
 * that, so nobody gets it here.
 */
function bodyOf(activity: Activity): string {
  return JSON.stringify(Object.fromEntries(Object.entries(activity).filter(([, value]) => value !== null)));
}

function baseOf({ world, connector }: Around, person: LocalPerson): ActivityBase {
  const conversation: Conversation = {
    id: chatOf(person.oid),
    kind: 'personal',
    name: '',
    members: [person],
    team: null,
    channelType: null,
    sharedWith: [],
  };
  return { world, serviceUrl: connector.serviceUrl, conversation, person, id: String(++lastId) };
}
