import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import template from './message.json' with { type: 'json' };
import { referenceText } from './sentences.ts';

/** `create` needs the client ID. `accept`: what a sweep read is right. */
export type Offer =
  | 'create'
  | 'accept'
  | 'undelivered'
  | 'requests'
  | 'request'
  | 'links'
  | 'rotations'
  | 'expiring'
  | 'sign-in'
  | 'list'
  | 'help';

interface Message {
  /** Our own words: drawn as a heading. */
  readonly title: string;
  /** For notifications; our own words only. The title where there is none. */
  readonly summary?: string;
  /** Drawn without markdown, so names may stand in them. */
  readonly lines: readonly string[];
  readonly offers: readonly Offer[];
  /** For a "Show application" button. */
  readonly clientId?: string;
  /** For a "Managers" button: a client ID, or nothing for those applications that lack them. */
  readonly managersOf?: string;
  readonly reference?: string | undefined;
  readonly colour?: 'Default' | 'Good' | 'Attention';
}

/** The card of every answer that is only words and a few buttons. */
export function messageCard(message: Message): Rendered {
  const { title, lines, offers, clientId, managersOf, reference, colour } = message;
  return fill(template, message.summary ?? title, {
    title,
    colour: colour ?? 'Default',
    lines: lines.map((text) => ({ text })),
    hasReference: reference !== undefined,
    reference: reference === undefined ? '' : referenceText(plainText(reference, 40)),
    offerShow: clientId !== undefined,
    clientId: plainText(clientId ?? ''),
    offerCreate: offers.includes('create'),
    offerAccept: offers.includes('accept'),
    offerUndelivered: offers.includes('undelivered'),
    offerManagers: managersOf !== undefined,
    managersOf: plainText(managersOf ?? ''),
    offerRequests: offers.includes('requests'),
    offerRequest: offers.includes('request'),
    offerLinks: offers.includes('links'),
    offerRotations: offers.includes('rotations'),
    offerExpiring: offers.includes('expiring'),
    offerSignIn: offers.includes('sign-in'),
    offerList: offers.includes('list'),
    offerHelp: offers.includes('help'),
  });
}
