import type { Channel, Link } from '../../domain/reminders/link.ts';
import type { Command } from '../../domain/shared/command.ts';
import {
  ADMIN_SCOPE,
  findScopes,
  type Scope,
  scopeId,
  scopesManagedBy,
  scopesOfAll,
} from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, baseConversationId, type ChannelFacts, named } from '../../domain/shared/person.ts';
import { folded } from '../../domain/shared/text.ts';
import { auditOf, recordRefusal, systemAudit } from '../audit/audit-events.ts';
import { administratorsOnly, isAdministrator, tellAdministrators } from '../shared/administrators.ts';
import { assignedApplications } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';

type LinkCommand = Extract<Command, { kind: 'link' | 'unlink' }>;

/** `link <organisation | application>`: this channel becomes its managers' channel. */
export async function link(deps: Deps, command: LinkCommand, asker: Asker): Promise<Outcome> {
  const channel = channelOf(asker);
  if (channel === undefined) return refused('channel-only');
  if (meansAdmins(command)) {
    const refusal = await administratorsOnly(deps, asker, 'link admin');
    return refusal ?? linkTo(deps, ADMIN_SCOPE, channel, asker);
  }
  const scopes = await ownScopes(deps, asker);
  const found = chosen(command, scopes);
  const [scope] = found;
  if (scope === undefined) await recordButton(deps, command, asker);
  if (scopes.length === 0) return { kind: 'no-applications' };
  if (scope === undefined || found.length > 1)
    return { kind: 'choose-scope', act: 'link', query: command.query, scopes: found };
  return linkTo(deps, scope, channel, asker);
}

/** `link admin`: the administrators' own channel. */
function meansAdmins({ query, scope }: LinkCommand): boolean {
  return scope === '' && ['admin', 'admins', 'administrators'].includes(folded(query));
}

async function linkTo(deps: Deps, scope: Scope, channel: Channel, asker: Asker): Promise<Outcome> {
  const fresh: Link = {
    ...{ id: deps.random.id(), scope, channel: await completed(deps, channel) },
    ...{ linkedBy: named(asker), linkedAt: deps.clock(), deadSince: undefined },
  };
  const before = await deps.ledger.links.add(fresh, auditOfLink(deps, 'link.added', fresh, asker));
  // A link that stands keeps what it has: names that could not be learnt before come in this way.
  if (before !== undefined) await heardFrom(deps, fresh.channel);
  return { kind: 'linked', scope, already: before !== undefined };
}

/** `unlink <organisation | application>` ends a link of this channel; elsewhere, or without words, it shows which there are. */
export async function unlink(deps: Deps, command: LinkCommand, asker: Asker): Promise<Outcome> {
  const channel = channelOf(asker);
  const mine = await manageableLinks(deps, asker);
  const here = mine.filter((each) => each.channel.conversation.id === channel?.conversation.id);
  if (channel === undefined || here.length === 0) {
    await recordButton(deps, command, asker);
    return links(deps, asker);
  }
  const found = chosen(
    command,
    here.map(({ scope }) => scope),
  );
  const [scope] = found;
  if (scope === undefined) await recordButton(deps, command, asker);
  if (scope === undefined || found.length > 1)
    return { kind: 'choose-scope', act: 'unlink', query: command.query, scopes: found };
  return removeLink(
    deps,
    here.find((each) => scopeId(each.scope) === scopeId(scope)),
    asker,
  );
}

/** A button beside one link. */
export async function unlinkOne(deps: Deps, id: string, asker: Asker): Promise<Outcome> {
  const found = (await manageableLinks(deps, asker)).find((each) => each.id === id);
  if (found === undefined) await recordRefusal(deps, asker, { detail: 'button: unlink' });
  return removeLink(deps, found, asker);
}

/** What a button names is a wish and no right; whoever types names nothing that a card gave them. */
async function recordButton(deps: Deps, { kind, scope }: LinkCommand, asker: Asker): Promise<void> {
  if (scope !== '') await recordRefusal(deps, asker, { detail: `button: ${kind}` });
}

/** The links of the asker's organisations and applications; all of them for an administrator. */
export async function links(deps: Deps, asker: Asker): Promise<Outcome> {
  const mine = await manageableLinks(deps, asker);
  return { kind: 'links', links: mine, mayUnlink: new Set(mine.map(({ id }) => id)) };
}

/** The bot has just heard from a channel: its links stay current. */
export async function heardFrom(deps: Deps, channel: Channel): Promise<void> {
  const detail = channel.conversation.id;
  await deps.ledger.links.heardFrom(channel, systemAudit(deps, 'link.revived', { detail }));
}

/** The bot is no longer in a team or channel. */
export async function removedFrom(
  deps: Deps,
  where: { readonly teamId: string } | { readonly conversationId: string },
): Promise<void> {
  const detail = 'teamId' in where ? where.teamId : where.conversationId;
  const died = await deps.ledger.links.die(where, systemAudit(deps, 'link.died', { detail: `removed from ${detail}` }));
  if (died.length > 0) await tellAdministrators(deps, { kind: 'links-died', links: died });
}

/** The bot is in a team again: its channels can be reached as before. */
export async function returnedTo(deps: Deps, teamId: string): Promise<void> {
  const dead = (await deps.ledger.links.all()).filter(
    ({ channel: { teamId: own, conversation }, deadSince }) =>
      deadSince !== undefined && (own === teamId || conversation.id === teamId),
  );
  for (const { channel } of dead) await heardFrom(deps, channel);
}

/** The channel that the asker speaks in, without its thread; undefined elsewhere. */
function channelOf({ conversation, channel }: Asker): Channel | undefined {
  if (conversation.kind !== 'channel') return undefined;
  const facts: ChannelFacts = channel ?? { teamId: undefined, teamName: '', name: '' };
  return { ...facts, conversation: { ...conversation, id: baseConversationId(conversation.id) } };
}

/** A message from a channel carries ids only, as a rule: the names are then looked up. What Teams has said stays. */
async function completed({ announcer }: Deps, channel: Channel): Promise<Channel> {
  if (channel.name !== '' && channel.teamName !== '') return channel;
  const found = await announcer.namesOf(channel);
  return { ...channel, name: channel.name || found.name, teamName: channel.teamName || found.teamName };
}

/** What the asker may link: what they manage; an administrator everything. */
async function ownScopes(deps: Deps, asker: Asker): Promise<readonly Scope[]> {
  if (!(await isAdministrator(deps, asker))) return scopesManagedBy(await assignedApplications(deps, asker.person));
  const all = new Map<string, Scope>();
  for await (const page of deps.directory.everything()) {
    for (const scope of scopesOfAll(page)) all.set(scopeId(scope), scope);
  }
  return [...all.values()];
}

async function manageableLinks(deps: Deps, asker: Asker): Promise<readonly Link[]> {
  if (await isAdministrator(deps, asker)) return deps.ledger.links.all();
  return deps.ledger.links.of(scopesManagedBy(await assignedApplications(deps, asker.person)));
}

function chosen({ query, scope }: LinkCommand, among: readonly Scope[]): readonly Scope[] {
  return scope === '' ? findScopes(query, among) : among.filter((each) => scopeId(each) === scope);
}

async function removeLink(deps: Deps, found: Link | undefined, asker: Asker): Promise<Outcome> {
  if (found === undefined) return { kind: 'unlinked', scope: undefined };
  const removed = await deps.ledger.links.remove(found.id, auditOfLink(deps, 'link.removed', found, asker));
  return { kind: 'unlinked', scope: removed?.scope };
}

function auditOfLink(deps: Deps, action: 'link.added' | 'link.removed', { scope, channel }: Link, asker: Asker) {
  const about = scope.kind === 'application' ? { application: { clientId: scope.key } } : {};
  return auditOf(deps, asker, action, { ...about, detail: `${scopeId(scope)} in ${channel.conversation.id}` });
}
