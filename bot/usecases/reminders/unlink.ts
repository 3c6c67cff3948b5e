import type { Link } from '../../domain/reminders/link.ts';
import { scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { recordRefusal } from '../audit/audit-events.ts';
import { applicationsAround } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, ID, QUERY, SCOPE } from '../shared/fields.ts';
import { unlessLastWay } from '../shared/last-way.ts';
import { auditOfLink, channelOf, chosen, recordButton, type ScopeCommand } from './link-command.ts';
import { links, manageableLinks } from './links.ts';

type UnlinkCommand = ScopeCommand & { readonly kind: 'unlink' };

/** `unlink <organisation | application>` ends a link of this channel. */
export const unlinkCommand: CommandModule<UnlinkCommand> = {
  kind: 'unlink',
  words: ['unlink'],
  read: (query) => ({ kind: 'unlink', query, scope: '' }),
  button: carries('unlink', { query: QUERY, scope: SCOPE }),
  need: 'step-up',
  perform: unlink,
};

interface UnlinkOneCommand {
  readonly kind: 'unlink-one';
  readonly id: string;
}

/** The button beside one link. */
export const unlinkOneCommand: CommandModule<UnlinkOneCommand> = {
  kind: 'unlink-one',
  button: carries('unlink-one', { id: ID }),
  need: 'step-up',
  perform: (deps, { id }, asker) => unlinkOne(deps, id, asker),
};

/** Without a link here, or in a chat, it shows the links that the asker may end. */
async function unlink(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'directory' | 'ledger' | 'mailer' | 'askerFacts'>,
  command: UnlinkCommand,
  asker: Asker,
): Promise<Outcome> {
  const channel = channelOf(asker);
  const mine = await manageableLinks(deps);
  const here = mine.filter((each) => each.channel.conversation.id === channel?.conversation.id);
  if (channel === undefined || here.length === 0) {
    await recordButton(deps, command, asker);
    return links(deps);
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

async function unlinkOne(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'directory' | 'ledger' | 'mailer' | 'askerFacts'>,
  id: string,
  asker: Asker,
): Promise<Outcome> {
  const found = (await manageableLinks(deps)).find((each) => each.id === id);
  if (found === undefined) await recordRefusal(deps, asker, { detail: 'button: unlink' });
  return removeLink(deps, found, asker);
}

/** A live link may be the last way in which people of its applications are reached. */
async function removeLink(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'directory' | 'ledger' | 'mailer' | 'askerFacts'>,
  found: Link | undefined,
  asker: Asker,
): Promise<Outcome> {
  if (found === undefined) return { kind: 'unlinked', scope: undefined };
  const remove = async (): Promise<Outcome> => {
    const removed = await deps.ledger.links.remove(found.id, auditOfLink(deps, 'link.removed', found, asker));
    return { kind: 'unlinked', scope: removed?.scope };
  };
  if (found.scope.kind === 'administrators' || found.deadSince !== undefined) return remove();
  const around = await applicationsAround(deps, [found.scope]);
  const own = around.filter((each) =>
    scopesOf(deps.settings.apis, each).some((scope) => scopeId(scope) === scopeId(found.scope)),
  );
  return unlessLastWay(deps, own, { end: 'unlink', link: found.id }, remove);
}
