import type { AuditAction } from '../../domain/audit/audit-events.ts';
import {
  ADDRESSES_AT_ONCE,
  CONTACTS_AT_MOST,
  type Contact,
  readAddresses,
  splitAddresses,
} from '../../domain/messages/contact.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ContactProblem } from '../../domain/messages/outcomes.ts';
import { findScopes, type OrganisationScope, scopeId } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import { plainText } from '../../domain/shared/text.ts';
import { auditOf, recordRefusal } from '../audit/audit-events.ts';
import { isAdministrator } from '../shared/administrators.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, QUERY, SCOPE, TYPED } from '../shared/fields.ts';
import { refused } from '../shared/refuse.ts';
import { type ContactScopes, organisationsToAdd } from './contacts.ts';

interface ContactCommand {
  readonly kind: 'contact';
  readonly query: string;
  /** As typed, with spaces between them. */
  readonly addresses: string;
  /** From a button, as scopeId() writes it; empty if words were typed. */
  readonly scope: string;
}

/**
 * `contact <organisation> <address…>` adds designated contacts, which get an organisation's reminders by mail. What a
 * manager adds, an administrator accepts. See decision 0034.
 */
export const contactCommand: CommandModule<ContactCommand> = {
  kind: 'contact',
  words: ['contact'],
  read: (rest) => ({ kind: 'contact', ...splitAddresses(rest), scope: '' }),
  button: carries('contact', { query: QUERY, addresses: TYPED, scope: SCOPE }),
  need: { of: ({ addresses }) => (addresses === '' ? 'read' : 'step-up') },
  help: [
    {
      section: 'reminders',
      needsMail: true,
      lead: 'contact',
      text: 'with an organisation and mail addresses, such as that of a service desk – reminders then also go there',
    },
  ],
  perform: contact,
};

async function contact(deps: TurnDeps, command: ContactCommand, asker: Asker): Promise<Outcome> {
  if (deps.mailer === undefined) return refused('no-mail');
  if (command.addresses.trim() === '') return openForm(deps, command);
  const { administrator, organisations } = await organisationsToAdd(deps, command.scope);
  const found = chosen(command, organisations);
  const [organisation] = found;
  // A button's organisation came from a card of somebody else.
  if (organisation === undefined && command.scope !== '')
    await recordRefusal(deps, asker, { detail: 'button: contact' });
  if (organisations.length === 0) return noOrganisation(deps, administrator);
  const { addresses, bad } = readAddresses(command.addresses);
  const problem = problemOf(addresses, bad);
  if (problem !== undefined) return form(command, administrator, problem, bad);
  if (organisation === undefined || found.length > 1) {
    const { query } = command;
    return { kind: 'choose-scope', act: 'contact', query, scopes: found, addresses: addresses.join(' ') };
  }
  return add(deps, command, { administrator, organisation, addresses }, asker);
}

/** An application whose name follows no convention belongs to no organisation. */
async function noOrganisation(deps: Pick<TurnDeps, 'askerFacts'>, administrator: boolean): Promise<Outcome> {
  const managesSome = administrator || (await deps.askerFacts()).managed.length > 0;
  return managesSome ? refused('no-organisation') : { kind: 'no-applications' };
}

/** Nothing is looked up for it. */
async function openForm(deps: TurnDeps, command: ContactCommand): Promise<Outcome> {
  const administrator = await isAdministrator(deps);
  if (!administrator && (await deps.askerFacts()).managed.length === 0) return { kind: 'no-applications' };
  return form(command, administrator, 'no-address');
}

function problemOf(addresses: readonly string[], bad: readonly string[]): ContactProblem | undefined {
  if (bad.length > 0) return 'bad-address';
  if (addresses.length === 0) return 'no-address';
  return addresses.length > ADDRESSES_AT_ONCE ? 'too-many' : undefined;
}

function form(
  { query, addresses }: ContactCommand,
  adds: boolean,
  problem: ContactProblem,
  bad: readonly string[] = [],
): Outcome {
  // Nobody has done anything wrong who has typed the bare word.
  const shown = problem === 'no-address' && query === '' ? undefined : problem;
  return { kind: 'contact-form', query: plainText(query), addresses, problem: shown, bad, adds };
}

/** If no organisation is named, the only one is meant. */
function chosen(
  { query, scope }: ContactCommand,
  organisations: ContactScopes['organisations'],
): readonly OrganisationScope[] {
  if (scope !== '') return organisations.filter((one) => scopeId(one) === scope);
  const found = new Set(findScopes(query, organisations).map(scopeId));
  return organisations.filter((one) => found.has(scopeId(one)));
}

interface Adding {
  readonly administrator: boolean;
  readonly organisation: OrganisationScope;
  readonly addresses: readonly string[];
}

async function add(
  deps: Deps,
  command: ContactCommand,
  { administrator, organisation, addresses }: Adding,
  asker: Asker,
): Promise<Outcome> {
  const now = deps.clock();
  const fresh = addresses.map(
    (address): Contact => ({
      ...{ id: deps.random.id(), organisation, address, since: now, unreachableSince: undefined, mailedAgain: 0 },
      state: administrator ? 'waiting' : 'proposed',
      addedBy: { ...named(asker), name: plainText(asker.name) },
    }),
  );
  const result = await deps.ledger.contacts.add(fresh, CONTACTS_AT_MOST, (one) => ({
    audit: [auditOfContact(deps, administrator ? 'contact.added' : 'contact.proposed', one, asker)],
    messages: [administrator ? inviteFor(deps, one) : proposalOf(deps, one)],
  }));
  if (result === 'full') return form(command, administrator, 'full');
  if (result.added.length > 0) await deps.jobs.wake('send-outbox', now);
  return { kind: 'contacts-added', organisation, ...result };
}

/** The row of the record names the contact by its id: an address is text that a person has typed. */
export function auditOfContact(
  deps: Pick<Deps, 'clock' | 'random'>,
  action: AuditAction,
  { id, organisation }: Pick<Contact, 'id' | 'organisation'>,
  asker: Asker,
) {
  return auditOf(deps, asker, action, { detail: `contact ${id} of ${scopeId(organisation)}` });
}

/**
 * The one mail that goes to an address before its holder has confirmed it. Each wish for it is a message of its own: one
 * that is still unsent may be due late. A message from before the contact waits is dropped when it is drawn.
 */
export function inviteFor(deps: Pick<Deps, 'random'>, { id, since }: Pick<Contact, 'id' | 'since'>): OutboxMessage {
  return {
    id: deps.random.token(),
    to: { kind: 'contact', contact: id },
    content: { kind: 'contact-invite' },
    at: since,
    onceKey: `invite ${id} ${since.getTime()}`,
  };
}

function proposalOf(
  deps: Pick<Deps, 'clock' | 'random'>,
  { id, organisation, address, addedBy }: Contact,
): OutboxMessage {
  return {
    id: deps.random.token(),
    to: { kind: 'administrators' },
    content: { kind: 'contact-proposed', contact: id, organisation, address, by: addedBy },
    at: deps.clock(),
  };
}
