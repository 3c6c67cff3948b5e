import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Incoming, Reply } from '../../http.ts';
import type { LocalPerson } from '../../people.ts';
import type { TrafficEntry } from '../../traffic.ts';
import type { Controls } from '../controls.ts';
import type { Roster } from '../conversations.ts';
import { type StoreEvent, viewOf } from '../store.ts';
import type { Conversation } from '../types.ts';
import { mailPage } from './mail.ts';
import type { PageParts } from './parts.ts';
import { mailView, peopleAndMembers, stateFor } from './views.ts';

/** Answers a call of the page. Returns undefined if the path is not one of the page's. */
export async function pageApi(parts: PageParts, incoming: Incoming): Promise<Reply | undefined> {
  const { pathname, searchParams } = incoming.url;
  if (!pathname.startsWith('/api/')) return undefined;
  if (pathname === '/api/state' && incoming.method === 'GET') {
    const person = shownPerson(parts, searchParams.get('as'));
    return person === undefined ? refused(400) : { status: 200, body: stateFor(parts, person) };
  }
  if (pathname.startsWith('/api/mail/') && incoming.method === 'GET') return mailPage(parts.world, pathname);
  if (incoming.method !== 'POST') return refused(405);
  const body = bodyOf(incoming.body);
  if (pathname === '/api/control') return control(parts.controls, body);
  const person = personOf(parts.roster, body['as']);
  const conversation = parts.roster.find(String(body['conversationId']));
  if (person === undefined || conversation?.members.includes(person) !== true) return refused(403);
  return act(parts, { pathname, body, person, conversation });
}

/** Runs a control. Returns the state afterwards, and the failure if the control failed. */
async function control(controls: Controls, body: Record<string, unknown>): Promise<Reply> {
  try {
    const input = { on: body['on'] === true, value: String(body['value'] ?? '') };
    const done = await controls.run(String(body['control']), input);
    return done ? { status: 200, body: { ...controls.state(), failed: null } } : refused(400);
  } catch (fault) {
    const failed = fault instanceof Error ? fault.message : String(fault);
    return { status: 200, body: { ...controls.state(), failed } };
  }
}

interface PageCall {
  readonly pathname: string;
  readonly body: Record<string, unknown>;
  readonly person: LocalPerson;
  readonly conversation: Conversation;
}

async function act({ actions, store }: PageParts, call: PageCall): Promise<Reply> {
  const { body, person, conversation } = call;
  const replyToId = typeof body['messageId'] === 'string' ? body['messageId'] : undefined;
  const message = replyToId === undefined ? undefined : store.find(conversation.id, replyToId);
  if (replyToId !== undefined && (message === undefined || !store.visible(message, person))) return refused(404);
  if (call.pathname === '/api/message') {
    const text = String(body['text']);
    const quote = replyToId === undefined ? undefined : ({ messageId: replyToId, style: 'element' } as const);
    if (message !== undefined && message.onlyFor !== null) return refused(403);
    if (body['mentioned'] !== false)
      return { status: 200, body: await actions.message(person, conversation, text, quote) };
    actions.aside(person, conversation, text);
    return { status: 200, body: { status: 200, body: null } };
  }
  if (call.pathname === '/api/invoke') {
    const name = String(body['name']);
    return { status: 200, body: await actions.invoke({ person, conversation, name, value: body['value'], replyToId }) };
  }
  if (call.pathname === '/api/sign-in-result' && replyToId !== undefined) {
    return { status: 200, body: await actions.signInCode(person, conversation, replyToId, String(body['code'])) };
  }
  if (call.pathname === '/api/search') return { status: 200, body: await found(actions, call) };
  if (call.pathname === '/api/pick') {
    const picked = actions.pick(person, conversation, Number(body['index']));
    return picked === undefined ? refused(404) : { status: 200, body: { id: picked.id } };
  }
  return refused(404);
}

/** The page gets the lines of the results. The cards stay here until one is picked. */
async function found({ search }: PageParts['actions'], { body, person, conversation }: PageCall): Promise<unknown> {
  const text = (name: string) => (typeof body[name] === 'string' ? String(body[name]) : undefined);
  const answer = await search({ person, conversation, words: text('words'), code: text('code') });
  return answer.kind === 'results' ? { kind: answer.kind, lines: answer.cards.map(({ line }) => line) } : answer;
}

function conversationIds({ roster }: PageParts, person: LocalPerson): readonly string[] {
  return roster.all.filter(({ members }) => members.includes(person)).map(({ id }) => id);
}

/** Sends events to the page. Only what this person may see leaves the server. */
export function pageEvents(
  parts: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
  as: string | null,
): void {
  const person = personOf(parts.roster, as);
  if (person === undefined) {
    response.writeHead(400);
    response.end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const write = (type: string, data: unknown): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const onStore = (event: StoreEvent): void => {
    if (event.kind === 'typing') {
      if (event.conversation.members.includes(person)) write('typing', { conversationId: event.conversation.id });
    } else if (parts.store.visible(event.message, person)) {
      const { id, conversationId } = event.message;
      write(event.kind, event.kind === 'removed' ? { id, conversationId } : viewOf(event.message, person));
    }
  };
  const onEntry = (entry: TrafficEntry): void => write('traffic', entry);
  const stopMail = parts.world.onMail((mail) => write('mail', mailView(mail, parts.world.sentMail.indexOf(mail))));
  const onPeople = (): void => write('people', peopleAndMembers(parts, person));
  const stopRoster = parts.roster.onChange(() => {
    onPeople();
    write('conversations', conversationIds(parts, person));
  });
  const stopLeavers = parts.world.onLeft(onPeople);
  const stopControls = parts.controls.onChange(() => write('controls', parts.controls.state()));
  parts.store.events.on('event', onStore);
  parts.traffic.events.on('entry', onEntry);
  write('ready', {});
  request.once('close', () => {
    parts.store.events.off('event', onStore);
    parts.traffic.events.off('entry', onEntry);
    stopControls();
    stopMail();
    stopRoster();
    stopLeavers();
  });
}

/** An outsider without a channel sees nothing in Teams, so the page shows the first person of the tenant. */
function shownPerson({ roster, world }: PageParts, oid: string | null): LocalPerson | undefined {
  const person = personOf(roster, oid);
  const isSomewhere = person !== undefined && roster.all.some(({ members }) => members.includes(person));
  return isSomewhere ? person : world.people[0];
}

function personOf(roster: Roster, oid: unknown): LocalPerson | undefined {
  return typeof oid === 'string' ? roster.person(oid) : undefined;
}

function bodyOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function refused(status: number): Reply {
  return { status, body: { error: 'refused' } };
}
