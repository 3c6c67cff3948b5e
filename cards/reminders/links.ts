import type { EndedLink, Notice } from '../../bot/domain/messages/notice.ts';
import type { Link } from '../../bot/domain/reminders/link.ts';
import { type Scope, scopeId } from '../../bot/domain/shared/organisation.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay } from '../shared/dates.ts';
import { limited, shortName, shownCountry, shownName, shownPerson } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { moreOfThem } from '../shared/sentences.ts';
import chooseTemplate from './choose-scope.json' with { type: 'json' };
import template from './links.json' with { type: 'json' };
import {
  ADMIN_LINKED,
  ADMIN_SCOPE_TEXT,
  ADMIN_UNLINKED,
  CHANNEL_UNLINKED,
  CHOOSE_SCOPE,
  deadText,
  LINKS,
  linkedBy,
  linkedText,
  moreLinks,
  moreScopes,
  organisationDetail,
  organisationText,
  outsidersText,
  unlinkedText,
} from './sentences-links.ts';

const LINKS_SHOWN = 25;
const SCOPES_SHOWN = 20;
const ENDED_SHOWN = 50;
/** Characters of a scope that a button carries: enough for any name that Entra allows. */
const SCOPE_KEPT = 300;

/** Characters of the addresses that a button carries: as many as one command takes. */
const ADDRESSES_KEPT = 1_000;

/** The managers' channels. Only the links that the asker may remove have a button for it. */
export function linksCard({ links, mayUnlink }: Extract<Outcome, { kind: 'links' }>): Rendered {
  const { rows, hasMore, more } = limited(
    links,
    LINKS_SHOWN,
    (link) => linkData(link, mayUnlink.has(link.id)),
    moreLinks,
  );
  const text = links.length === 0 ? LINKS.none : LINKS.intro;
  return fill(template, `${LINKS.title}: ${counted(links.length, 'link')}`, {
    title: LINKS.title,
    lines: [{ text }],
    links: rows,
    hasMore,
    more,
  });
}

/** Asks which one is meant if several organisations or applications fit. */
export function chooseScopeCard(outcome: Extract<Outcome, { kind: 'choose-scope' }>): Rendered {
  const { act, scopes, addresses = '' } = outcome;
  const { title, text, button } = CHOOSE_SCOPE[act];
  const isContact = act === 'contact';
  const kept = plainText(addresses, ADDRESSES_KEPT);
  const row = (scope: Scope): CardData => ({
    ...scopeData(scope),
    ...{ act, button, addresses: kept, isContact, isChannel: !isContact },
  });
  const { rows, hasMore, more } = limited(scopes, SCOPES_SHOWN, row, moreScopes);
  const lines = [{ text: scopes.length === 0 ? CHOOSE_SCOPE.none : text }];
  const leads = { isForContact: isContact, isForChannel: !isContact };
  return fill(chooseTemplate, title, { title, lines, scopes: rows, hasMore, more, ...leads });
}

export function linkedCard({ scope, already, outsiders = 0 }: Extract<Outcome, { kind: 'linked' }>): Rendered {
  return messageCard({
    title: already ? LINKS.alreadyTitle : LINKS.linkedTitle,
    colour: already ? 'Default' : 'Good',
    lines: [
      ...(scope.kind === 'administrators'
        ? [ADMIN_LINKED, LINKS.linkedForAdmin]
        : [linkedText(scopeText(scope)), LINKS.linkedAfter]),
      ...(outsiders === 0 ? [] : [outsidersText(outsiders)]),
    ],
    offers: ['links'],
  });
}

export function unlinkedCard({ scope }: Extract<Outcome, { kind: 'unlinked' }>): Rendered {
  if (scope === undefined) return messageCard({ title: LINKS.nothingTitle, lines: [LINKS.nothing], offers: ['links'] });
  const lines =
    scope.kind === 'administrators'
      ? [ADMIN_UNLINKED, LINKS.unlinkedForAdmin]
      : [unlinkedText(scopeText(scope)), LINKS.unlinkedAfter];
  return messageCard({ title: LINKS.unlinkedTitle, colour: 'Good', lines, offers: ['links'] });
}

/** Says to a manager that links of a channel have ended, because people of other organisations can read there. */
export function channelUnlinkedCard({ links }: Extract<Notice, { kind: 'channel-unlinked' }>): Rendered {
  const { rows, hasMore, more } = limited(links, ENDED_SHOWN, (link) => ({ text: endedText(link) }), moreOfThem);
  const lines = [...rows.map(({ text }) => String(text)), ...(hasMore ? [more] : [])];
  return messageCard({
    title: CHANNEL_UNLINKED.title,
    colour: 'Attention',
    lines: [...lines, CHANNEL_UNLINKED.ended, CHANNEL_UNLINKED.advice],
    offers: ['links', 'help'],
  });
}

function endedText(link: EndedLink): string {
  return `${channelText(link)}: ${scopeText(link.scope)}`;
}

/** `Team › Channel`. The General channel has its team's id, and Teams gives it no name. */
export function channelText({ channel }: Pick<Link, 'channel'>): string {
  const { conversation, teamId, name, teamName } = channel;
  const unnamed = conversation.id === teamId ? LINKS.general : LINKS.someChannel;
  return `${plainText(teamName, 80) || LINKS.someTeam} › ${plainText(name, 80) || unnamed}`;
}

/** What a link is about, within a sentence. */
export function scopeText({ kind, name }: Scope): string {
  switch (kind) {
    case 'organisation':
      return organisationText(shownName(name));
    case 'application':
      return shownName(name);
    case 'administrators':
      return ADMIN_SCOPE_TEXT;
  }
}

function linkData(link: Link, unlinkable: boolean): CardData {
  return {
    channel: channelText(link),
    scope: scopeText(link.scope),
    linked: linkedBy(shownPerson(link.linkedBy), shownDay(link.linkedAt)),
    isDead: link.deadSince !== undefined,
    dead: link.deadSince === undefined ? '' : deadText(shownDay(link.deadSince)),
    mayUnlink: unlinkable,
    id: plainText(link.id),
    shortName: shortName(link.scope.name),
  };
}

function scopeData(scope: Scope): CardData {
  const { name } = scope;
  return {
    name: shownName(name),
    shortName: shortName(name),
    detail: detailOf(scope),
    scope: plainText(scopeId(scope), SCOPE_KEPT),
  };
}

function detailOf({ kind, key }: Scope): string {
  if (kind === 'administrators') return ADMIN_SCOPE_TEXT;
  return kind === 'organisation' ? organisationDetail(countryOf(key)) : plainText(key);
}

/** The country in the key of an organisation, for instance in `nl/matchwell`. */
function countryOf(key: string): string {
  const code = key.slice(0, 2).toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? shownCountry(code) : plainText(code);
}
