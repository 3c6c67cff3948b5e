import type { NudgeAbout } from '../../bot/domain/messages/outcomes.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import template from './message.json' with { type: 'json' };
import { referenceText } from './sentences.ts';

/** A button of a message. `create` needs the client ID. `accept` says that the number a sweep read is right, and `accept-leavers` that
 * so many managers have left. */
export type Offer =
  | 'create'
  | 'accept'
  | 'accept-leavers'
  | 'undelivered'
  | 'requests'
  | 'unexpected'
  | 'request'
  | 'links'
  | 'contacts'
  | 'rotations'
  | 'expiring'
  | 'sign-in'
  | 'list'
  | 'overview'
  | 'help';

interface Message {
  /** Drawn as a heading, so it holds our own words only. */
  readonly title: string;
  /** Shown in notifications, so it holds our own words only. If undefined, the title is shown. */
  readonly summary?: string;
  /** Drawn without markdown, so they may hold names. */
  readonly lines: readonly string[];
  readonly offers: readonly Offer[];
  /** If defined, there is a "Show application" button. */
  readonly clientId?: string;
  /** What the form for access begins with, if `request` is offered. */
  readonly ask?: string | undefined;
  /** If defined, there is a "Managers" button for this client ID. Empty: for all applications that lack managers. */
  readonly managersOf?: string;
  /** If defined, there is an "Ask them" button: it asks the managers of these applications. */
  readonly askAbout?: NudgeAbout | undefined;
  readonly reference?: string | undefined;
  readonly colour?: 'Default' | 'Good' | 'Attention';
}

/** The card of every answer that is only words and a few buttons. */
export function messageCard(message: Message): Rendered {
  const { title, lines, offers, clientId, ask, managersOf, askAbout, reference, colour } = message;
  return fill(template, message.summary ?? title, {
    title,
    colour: colour ?? 'Default',
    lines: lines.map((text) => ({ text })),
    hasReference: reference !== undefined,
    reference: reference === undefined ? '' : referenceText(plainText(reference, 40)),
    offerShow: clientId !== undefined,
    clientId: plainText(clientId ?? ''),
    offerAsk: askAbout !== undefined,
    about: askAbout ?? '',
    offerCreate: offers.includes('create'),
    offerAccept: offers.includes('accept'),
    offerAcceptLeavers: offers.includes('accept-leavers'),
    offerUndelivered: offers.includes('undelivered'),
    offerManagers: managersOf !== undefined,
    managersOf: plainText(managersOf ?? ''),
    offerUnexpected: offers.includes('unexpected'),
    offerRequests: offers.includes('requests'),
    offerRequest: offers.includes('request'),
    ask: plainText(ask ?? ''),
    offerLinks: offers.includes('links'),
    offerContacts: offers.includes('contacts'),
    offerRotations: offers.includes('rotations'),
    offerExpiring: offers.includes('expiring'),
    offerSignIn: offers.includes('sign-in'),
    offerList: offers.includes('list'),
    offerOverview: offers.includes('overview'),
    offerHelp: offers.includes('help'),
  });
}
