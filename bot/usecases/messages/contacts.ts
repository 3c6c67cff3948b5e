import { CONTACT_LINK_MS, type Contact } from '../../domain/messages/contact.ts';
import type { ContactView } from '../../domain/messages/outcomes.ts';
import type { ContactAct } from '../../domain/shared/command.ts';
import { ALL_BEGINNINGS } from '../../domain/shared/naming.ts';
import {
  findScopes,
  type OrganisationScope,
  organisationOf,
  organisationsOf,
  scopeId,
  scopesManagedBy,
  scopesNamed,
} from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { applicationsAround, assignedApplications } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, PAGE, QUERY } from '../shared/fields.ts';
import { pageOf } from '../shared/page-of.ts';

interface ContactsCommand {
  readonly kind: 'contacts';
  readonly query: string;
  readonly page: number;
}

type Reading = Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'log' | 'askerFacts'>;

const CONTACTS_PER_PAGE = 10;

/** `contacts [organisation]` lists the designated contacts of the asker's organisations; administrators see all. */
export const contactsCommand: CommandModule<ContactsCommand> = {
  kind: 'contacts',
  words: ['contacts'],
  read: (query) => ({ kind: 'contacts', query, page: 1 }),
  button: carries('contacts', { query: QUERY, page: PAGE }),
  need: 'read',
  help: [
    {
      section: 'reminders',
      needsMail: true,
      lead: 'contacts',
      text: '– the mail addresses that get reminders, and whether their holders have confirmed it',
    },
  ],
  perform: (deps, { query, page }) => contacts(deps, query, page),
};

async function contacts(deps: Reading, query: string, page: number): Promise<Outcome> {
  return contactsShown(deps, await visibleContacts(deps), { query, page });
}

interface Wish {
  readonly query: string;
  readonly page: number;
  /** What the press of a button came to. */
  readonly done?: ContactAct;
}

/** Administrators see which organisations have no application any more. A manager manages one of each that is shown. */
export async function contactsShown(
  deps: Pick<Deps, 'settings' | 'clock' | 'directory' | 'log'>,
  { administrator, all }: VisibleContacts,
  { query, page, ...rest }: Wish,
): Promise<Outcome> {
  const { shown, ...position } = pageOf(chosen(all, query), page, CONTACTS_PER_PAGE);
  const forsaken = administrator && shown.length > 0 ? await forsakenAmong(deps, shown) : new Set<string>();
  const views = shown.map((contact) => ({
    ...viewOf(contact, deps.clock()),
    isForsaken: forsaken.has(contact.organisation.key),
  }));
  return { kind: 'contacts', contacts: views, query, ...position, confirms: administrator, ...rest };
}

/**
 * The keys of the organisations that have no application. The list may follow a change, so it is shown without them if
 * the directory does not answer.
 */
async function forsakenAmong(
  deps: Pick<Deps, 'settings' | 'directory' | 'log'>,
  shown: readonly Contact[],
): Promise<ReadonlySet<string>> {
  const keys = shown.map(({ organisation }) => organisation.key);
  try {
    const around = await applicationsAround(
      deps,
      shown.map(({ organisation }) => organisation),
    );
    const there = new Set(around.map((application) => organisationOf(deps.settings.apis, application)?.key));
    return new Set(keys.filter((key) => !there.has(key)));
  } catch (error) {
    deps.log.warn('organisations of contacts not looked at', {}, error);
    return new Set();
  }
}

export interface VisibleContacts {
  readonly administrator: boolean;
  readonly all: readonly Contact[];
  /** Reads the listed contacts again, as they are after a change. Entra is not asked again. */
  again(): Promise<VisibleContacts>;
}

/** Those that the asker may see, and change. */
export async function visibleContacts(deps: Reading): Promise<VisibleContacts> {
  const administrator = await isAdministrator(deps);
  const keys = administrator ? [] : (await managedOrganisations(deps)).map(({ key }) => key);
  const read = async (): Promise<VisibleContacts> => {
    const { contacts: store } = deps.ledger;
    const own = administrator ? await store.all() : keys.length === 0 ? [] : await store.of(keys);
    return { administrator, all: own, again: read };
  };
  return read();
}

function chosen(all: readonly Contact[], query: string): readonly Contact[] {
  const found = new Set(
    findScopes(
      query,
      all.map(({ organisation }) => organisation),
    ).map(scopeId),
  );
  return all.filter(({ organisation }) => found.has(scopeId(organisation)));
}

function viewOf(contact: Contact, now: Date): Omit<ContactView, 'isForsaken'> {
  const age = now.getTime() - contact.since.getTime();
  return { ...contact, isLinkOver: contact.state === 'waiting' && age > CONTACT_LINK_MS };
}

/** For whose contacts the asker speaks. */
export interface ContactScopes {
  /** An administrator speaks for every organisation, and accepts what others have proposed. */
  readonly administrator: boolean;
  readonly organisations: readonly OrganisationScope[];
}

/**
 * The organisations of which the asker may add contacts. A button names one, so that an administrator's press costs the
 * reading of its country alone. Words may be a part of any name that follows the convention: no other has an organisation.
 */
export async function organisationsToAdd(deps: Reading, scope: string): Promise<ContactScopes> {
  if (!(await isAdministrator(deps))) return { administrator: false, organisations: await managedOrganisations(deps) };
  const applications =
    scope === ''
      ? await deps.directory.beginningWith(ALL_BEGINNINGS)
      : await applicationsAround(deps, scopesNamed(scope));
  const byName = organisationsOf(deps.settings.apis, applications).toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  );
  return { administrator: true, organisations: byName };
}

/** The organisations for which the asker speaks as a manager. */
async function managedOrganisations(
  deps: Pick<TurnDeps, 'settings' | 'directory' | 'askerFacts'>,
): Promise<readonly OrganisationScope[]> {
  return scopesManagedBy(deps.settings.apis, (await assignedApplications(deps)).mine).filter(
    (scope) => scope.kind === 'organisation',
  );
}
