import type { Link } from '../../domain/reminders/link.ts';
import { scopesManagedBy } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { assignedApplications } from '../shared/applications.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries } from '../shared/fields.ts';

interface LinksCommand {
  readonly kind: 'links';
}

/** `links` lists the links of the asker's organisations and applications; administrators see all links. */
export const linksCommand: CommandModule<LinksCommand> = {
  kind: 'links',
  words: ['links'],
  read: alone({ kind: 'links' }),
  button: carries('links', {}),
  need: 'read',
  help: [{ section: 'reminders', lead: 'links', text: '– the channels that get reminders' }],
  menu: [{ title: 'links', text: 'The channels that get reminders', scopes: ['team'] }],
  perform: (deps) => links(deps),
};

export async function links(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'askerFacts'>,
): Promise<Outcome> {
  const mine = await manageableLinks(deps);
  return { kind: 'links', links: mine, mayUnlink: new Set(mine.map(({ id }) => id)) };
}

/** The links that the asker may end. */
export async function manageableLinks(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'askerFacts'>,
): Promise<readonly Link[]> {
  if (await isAdministrator(deps)) return deps.ledger.links.all();
  return deps.ledger.links.of(scopesManagedBy(deps.settings.apis, (await assignedApplications(deps)).mine));
}
