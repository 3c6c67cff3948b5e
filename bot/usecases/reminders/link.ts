import type { Channel, Link } from '../../domain/reminders/link.ts';
import {
  ADMIN_SCOPE,
  type Scope,
  scopesManagedBy,
  scopesNamed,
  scopesOfAll,
} from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import { folded } from '../../domain/shared/text.ts';
import { unwrapped } from '../../domain/shared/typed.ts';
import { administratorsOnly, isAdministrator } from '../shared/administrators.ts';
import { allApplications, applicationsAround, assignedApplications } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, QUERY, SCOPE } from '../shared/fields.ts';
import { refused } from '../shared/refuse.ts';
import { auditOfLink, channelOf, chosen, recordButton, type ScopeCommand } from './link-command.ts';

type LinkCommand = ScopeCommand & { readonly kind: 'link' };

/** `link <organisation | application>` makes this channel its managers' channel. */
export const linkCommand: CommandModule<LinkCommand> = {
  kind: 'link',
  words: ['link'],
  read: (query) => ({ kind: 'link', query, scope: '' }),
  button: carries('link', { query: QUERY, scope: SCOPE }),
  need: 'read',
  help: [
    {
      section: 'reminders',
      lead: 'link',
      text: 'with the name of an organisation or application, in a channel – its reminders then go to that channel; unlink ends that',
    },
    {
      section: 'administrators',
      lead: 'link admin',
      text: 'in a channel – requests and alarms then come to that channel; unlink admin ends that',
    },
  ],
  menu: [
    { title: 'link', text: 'Send the reminders of an application or organisation here', scopes: ['team'] },
    { title: 'link admin', text: 'For administrators: send requests and alarms here', scopes: ['team'] },
  ],
  perform: link,
};

async function link(deps: TurnDeps, command: LinkCommand, asker: Asker): Promise<Outcome> {
  const channel = channelOf(asker);
  if (channel === undefined) return refused('channel-only');
  if (meansAdmins(command)) {
    const refusal = await administratorsOnly(deps, asker, 'link admin');
    return refusal ?? linkTo(deps, ADMIN_SCOPE, channel, asker);
  }
  const { scopes, none } = await ownScopes(deps, command);
  const found = chosen(command, scopes);
  const [scope] = found;
  if (scope === undefined) await recordButton(deps, command, asker);
  if (none) return { kind: 'no-applications' };
  if (scope === undefined || found.length > 1)
    return { kind: 'choose-scope', act: 'link', query: command.query, scopes: found };
  return linkTo(deps, scope, channel, asker);
}

/** `link admin` means the administrators' own channel. */
function meansAdmins({ query, scope }: LinkCommand): boolean {
  return scope === '' && ['admin', 'admins', 'administrators'].includes(folded(unwrapped(query)));
}

async function linkTo(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'announcer' | 'roster'>,
  scope: Scope,
  channel: Channel,
  asker: Asker,
): Promise<Outcome> {
  const fresh: Link = {
    ...{ id: deps.random.id(), scope, channel: await completed(deps, channel) },
    ...{ linkedBy: named(asker), linkedAt: deps.clock(), deadSince: undefined },
  };
  const outsiders = (await deps.roster.outsidersIn(channel.conversation))?.length ?? 0;
  // What administrators are told names applications of all organisations.
  if (scope.kind === 'administrators' && outsiders > 0) return refused('outsiders-here');
  const before = await deps.ledger.links.add(fresh, auditOfLink(deps, 'link.added', fresh, asker));
  // An older link is kept as it is; this adds the names that could not be learnt before.
  if (before !== undefined) await deps.ledger.links.heardFrom(fresh.channel);
  return { kind: 'linked', scope, already: before !== undefined, ...(outsiders === 0 ? {} : { outsiders }) };
}

/** A message from a channel mostly carries ids only: missing names are then looked up. */
async function completed({ announcer }: Pick<Deps, 'announcer'>, channel: Channel): Promise<Channel> {
  if (channel.name !== '' && channel.teamName !== '') return channel;
  const found = await announcer.namesOf(channel);
  return { ...channel, name: channel.name || found.name, teamName: channel.teamName || found.teamName };
}

interface OwnScopes {
  readonly scopes: readonly Scope[];
  /** There is nothing at all that the asker may link. */
  readonly none: boolean;
}

/**
 * What the asker may link: what they manage; administrators may link everything. A button names its scope, so that only
 * the applications around it are read. Words may be a part of any name.
 */
async function ownScopes(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'askerFacts'>,
  { scope }: LinkCommand,
): Promise<OwnScopes> {
  if (!(await isAdministrator(deps))) {
    const scopes = scopesManagedBy(deps.settings.apis, (await assignedApplications(deps)).mine);
    return { scopes, none: scopes.length === 0 };
  }
  if (scope !== '')
    return { scopes: scopesOfAll(deps.settings.apis, await applicationsAround(deps, scopesNamed(scope))), none: false };
  const scopes = scopesOfAll(deps.settings.apis, await allApplications(deps));
  return { scopes, none: scopes.length === 0 };
}
