import { isReachableContact, mayBeMailedAgain } from '../../bot/domain/messages/contact.ts';
import type { ContactProposalView } from '../../bot/domain/messages/notice.ts';
import type { ContactView } from '../../bot/domain/messages/outcomes.ts';
import type { ContactAct } from '../../bot/domain/shared/command.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay } from '../shared/dates.ts';
import { shortName, shownName, shownPerson } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import formTemplate from './contact-form.json' with { type: 'json' };
import proposedTemplate from './contact-proposed.json' with { type: 'json' };
import template from './contacts.json' with { type: 'json' };
import {
  addedText,
  CONTACT_BUTTONS,
  CONTACT_DONE,
  CONTACT_FORM,
  CONTACT_STATES,
  CONTACTS,
  CONTACTS_ADDED,
  contactAddedBy,
  contactProblemText,
  contactsPosition,
  knownText,
  LAST_WAY,
  PROPOSAL,
  proposedBy,
  refusedText,
} from './sentences-contacts.ts';

/** RFC 5321 lets no address be longer. */
const ADDRESS_SHOWN = 254;
const QUERY_LIMIT = 300;
const ADDRESSES_LIMIT = 1_000;
const BAD_SHOWN = 100;

type Listed = Extract<Outcome, { kind: 'contacts' }>;

/** The designated contacts, each with its state and with what can be done about it. */
export function contactsCard(outcome: Listed): Rendered {
  const { contacts, query, page, pages, total, done } = outcome;
  const kept = plainText(query, QUERY_LIMIT);
  const lines = [
    ...(done === undefined ? [] : [CONTACT_DONE[done]]),
    total > 0 ? CONTACTS.intro : kept === '' ? CONTACTS.none : CONTACTS.noneFound,
  ];
  return fill(template, `${CONTACTS.title}: ${counted(total, 'contact')}`, {
    title: CONTACTS.title,
    colour: done === undefined ? 'Default' : 'Good',
    lines: lines.map((text) => ({ text })),
    contacts: contacts.map((contact) => contactData(contact, outcome)),
    query: kept,
    hasPages: pages > 1,
    position: contactsPosition(page, pages, total),
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
  });
}

function contactData(contact: ContactView, { query, page, confirms }: Listed): CardData {
  const shared = { id: plainText(contact.id), query: plainText(query, QUERY_LIMIT), page };
  const address = shownAddress(contact);
  return {
    ...{ address, organisation: shownName(contact.organisation.name) },
    ...stateOf(contact),
    added: contactAddedBy(shownPerson(contact.addedBy)),
    buttons: actsOn(contact, confirms).map((act) => ({
      ...shared,
      act,
      title: CONTACT_BUTTONS[act],
      tooltip: `${CONTACT_BUTTONS[act]}: ${shortName(address)}`,
    })),
  };
}

function actsOn(contact: ContactView, confirms: boolean): readonly ContactAct[] {
  if (contact.state === 'refused') return [];
  if (contact.state === 'proposed') return confirms ? ['confirm', 'decline'] : ['remove'];
  return mayBeMailedAgain(contact) ? ['again', 'remove'] : ['remove'];
}

/** Colour and words together: never colour alone. */
function stateOf(contact: ContactView): { readonly state: string; readonly colour: string } {
  const { state, since, unreachableSince, isLinkOver, isForsaken } = contact;
  if (unreachableSince !== undefined)
    return { state: CONTACT_STATES.unreachable(shownDay(unreachableSince)), colour: 'Attention' };
  if (isForsaken && state !== 'refused') return { state: CONTACT_STATES.forsaken, colour: 'Warning' };
  if (isLinkOver) return { state: CONTACT_STATES.over(shownDay(since)), colour: 'Warning' };
  if (state === 'refused') return { state: CONTACT_STATES.refused(shownDay(since)), colour: 'Attention' };
  return { state: CONTACT_STATES[state](shownDay(since)), colour: isReachableContact(contact) ? 'Good' : 'Accent' };
}

/** Asks for the organisation and the addresses, and says what is wrong with those that were typed. */
export function contactFormCard(outcome: Extract<Outcome, { kind: 'contact-form' }>): Rendered {
  const { query, addresses, problem, bad, adds } = outcome;
  const texts = adds ? [CONTACT_FORM.text] : [CONTACT_FORM.text, CONTACT_FORM.proposes];
  const shownBad = bad.map((word) => plainText(word, BAD_SHOWN)).join(', ');
  return fill(formTemplate, CONTACT_FORM.title, {
    title: CONTACT_FORM.title,
    lines: texts.map((text) => ({ text })),
    query: plainText(query, QUERY_LIMIT),
    queryLimit: QUERY_LIMIT,
    organisationLabel: CONTACT_FORM.organisation,
    organisationError: CONTACT_FORM.organisationError,
    addresses: plainText(addresses, ADDRESSES_LIMIT),
    addressesLimit: ADDRESSES_LIMIT,
    addressesLabel: CONTACT_FORM.addresses,
    addressesHint: CONTACT_FORM.addressesHint,
    addressesError: CONTACT_FORM.addressesError,
    problems: problem === undefined ? [] : [{ text: contactProblemText(problem, shownBad) }],
    submit: adds ? CONTACT_FORM.add : CONTACT_FORM.propose,
  });
}

export function contactsAddedCard(outcome: Extract<Outcome, { kind: 'contacts-added' }>): Rendered {
  const { organisation, added, known, refused } = outcome;
  const isProposed = added.some(({ state }) => state === 'proposed');
  const what = isProposed ? CONTACTS_ADDED.proposed : CONTACTS_ADDED.added;
  const after = isProposed ? CONTACTS_ADDED.proposedAfter : CONTACTS_ADDED.addedAfter;
  return messageCard({
    title: added.length === 0 ? CONTACTS_ADDED.nothing : what,
    colour: added.length === 0 ? 'Default' : 'Good',
    lines: [
      ...(added.length === 0 ? [] : [addedText(shownName(organisation.name), added.map(shownAddress))]),
      ...(known.length === 0 ? [] : [knownText(shownName(organisation.name), known.map(shownAddress))]),
      ...(refused.length === 0 ? [] : [refusedText(refused.map((address) => shownAddress({ address })))]),
      ...(added.length === 0 ? [] : [after]),
    ],
    offers: ['contacts', 'help'],
  });
}

/** The card on which administrators decide on a contact that a manager has proposed. It is drawn again after that. */
export function contactProposedCard({ id, organisation, address, addedBy, state }: ContactProposalView): Rendered {
  const isOpen = state === 'proposed';
  const shown = shownAddress({ address });
  return fill(proposedTemplate, PROPOSAL.title, {
    title: PROPOSAL.title,
    id: plainText(id),
    address: shown,
    organisation: shownName(organisation.name),
    by: proposedBy(shownPerson(addedBy)),
    ...decisionOf(state),
    isOpen,
    advice: PROPOSAL.advice,
    confirmTooltip: `${CONTACT_BUTTONS.confirm}: ${shortName(shown)}`,
    declineTooltip: `${CONTACT_BUTTONS.decline}: ${shortName(shown)}`,
  });
}

function decisionOf(state: ContactProposalView['state']): { readonly state: string; readonly stateStyle: string } {
  switch (state) {
    case 'proposed':
      return { state: PROPOSAL.open, stateStyle: 'warning' };
    case 'waiting':
      return { state: PROPOSAL.accepted, stateStyle: 'good' };
    case 'confirmed':
      return { state: PROPOSAL.confirmed, stateStyle: 'good' };
    case 'refused':
      return { state: PROPOSAL.refused, stateStyle: 'attention' };
    case undefined:
      return { state: PROPOSAL.gone, stateStyle: 'emphasis' };
  }
}

/** Names the applications that would be left without any way, and says what has to be there first. */
export function lastWayCard({ end, applications, total }: Extract<Outcome, { kind: 'last-way' }>): Rendered {
  const names = applications.map(({ displayName }) => shownName(displayName));
  const [first] = applications;
  return messageCard({
    title: LAST_WAY.title,
    colour: 'Attention',
    lines: [LAST_WAY.ends[end], namesAndOthers(names, total - names.length), LAST_WAY.first],
    offers: ['links', 'contacts', 'help'],
    ...(first === undefined ? {} : { managersOf: first.clientId }),
  });
}

/** `others` are not named: there are many, or the reader does not see them. */
function namesAndOthers(names: readonly string[], others: number): string {
  if (others === 0) return names.join(', ');
  return names.length === 0 ? counted(others, 'application') : `${names.join(', ')} and ${others} more`;
}

export function shownAddress({ address }: { readonly address: string }): string {
  return plainText(address, ADDRESS_SHOWN);
}
