import type { AdministratorNotice, Notice } from '../../bot/domain/messages/notice.ts';
import type { HelpTopic } from '../../bot/domain/shared/command.ts';
import type { Ways } from '../../bot/domain/shared/guidance.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Refusal } from '../../bot/domain/shared/refusal.ts';
import type { TeamsLinks } from '../../bot/domain/shared/teams-links.ts';
import type { Rendered } from '../fill.ts';
import type { Guide, Leads } from './guidance.ts';
import { APP_LINKS } from './sentences.ts';

/** Teams shows so many buttons of a card; more of them are in a menu. */
const BUTTONS = 6;

/** What is shown, and the ways to the bot that it may offer. */
export interface AppLinks extends Ways {
  /** Whether the reader is in the 1:1 chat already: a link to it would lead nowhere. */
  readonly inChat: boolean;
  /** The zone of the one reader (IANA name). Undefined if it is not known, or if there are many readers. */
  readonly readerZone?: string | undefined;
  /** Whether all members of a conversation read it: what one of them opens from it comes in a message of its own. */
  readonly isShared?: boolean;
}

/** Refusals that tell the person to open the 1:1 chat. */
const TO_CHAT: readonly Refusal[] = ['nothing-created'];

/** Says which link belongs to an answer. `chat` is for the reader; `install` is for the reader to pass on to others. */
export function linkOfOutcome(outcome: Outcome): keyof TeamsLinks | undefined {
  switch (outcome.kind) {
    case 'help':
      return outcome.topic === 'overview' ? 'chat' : undefined;
    case 'created':
      return outcome.where === 'personal' && outcome.gone === undefined ? 'chat' : undefined;
    case 'refused':
      return TO_CHAT.includes(outcome.refusal) ? 'chat' : undefined;
    case 'requested':
      return 'chat';
    case 'assignments-changed':
      return outcome.unmet.length > 0 ? 'install' : undefined;
    case 'undelivered':
      return outcome.messages.length + outcome.waiting.length > 0 ? 'install' : undefined;
    default:
      return undefined;
  }
}

/** The pages that belong to a page of the guide. */
const GUIDES: Partial<Record<HelpTopic, readonly Guide[]>> = {
  guide: ['mfa', 'api'],
  credentials: ['api'],
  token: ['api'],
  access: ['mfa'],
};

/** Says to what an answer leads: every refusal and every page of help names the contact of support. */
export function leadsOf(outcome: Outcome): Leads {
  switch (outcome.kind) {
    case 'help':
      return { support: true, guides: GUIDES[outcome.topic] ?? [] };
    case 'refused':
      return { support: true, guides: outcome.refusal === 'sign-in-failed' ? ['mfa'] : [] };
    default:
      return { support: false, guides: [] };
  }
}

/** Says which link belongs to a message that the bot sends of its own accord. */
export function linkOfNotice(notice: Notice): keyof TeamsLinks | undefined {
  switch (notice.kind) {
    case 'assigned':
    case 'request-news':
      return 'chat';
    case 'nobody-to-tell':
    case 'undelivered':
    case 'unopened-chats':
      return 'install';
    case 'unassigned':
    case 'nudge':
    case 'exposed':
    case 'creation-undone':
    case 'secret-changed':
    case 'deletion-completed':
    case 'deletion-stopped':
    case 'colleagues-left':
    case 'channel-unlinked':
    case 'value-left':
    case 'unanswered':
    case 'request':
    case 'contact-proposed':
    case 'certificates-due':
    case 'unexpected-credentials':
    case 'outage':
      return undefined;
    default:
      return withoutLink(notice);
  }
}

function withoutLink(
  _: Exclude<AdministratorNotice, { kind: 'nobody-to-tell' | 'undelivered' | 'unopened-chats' }>,
): undefined {
  return undefined;
}

/** The card with a button that opens the link. The address is ours: nothing that a person has typed is in it. */
export function withAppLink(drawn: Rendered, which: keyof TeamsLinks | undefined, links: AppLinks): Rendered {
  if (which === undefined || (which === 'chat' && links.inChat)) return drawn;
  const url = links[which];
  const actions: readonly unknown[] = Array.isArray(drawn.card['actions']) ? drawn.card['actions'] : [];
  const button = {
    type: 'Action.OpenUrl',
    title: APP_LINKS[which],
    url,
    ...(actions.length >= BUTTONS ? { mode: 'secondary' } : {}),
  };
  const body: readonly unknown[] = Array.isArray(drawn.card['body']) ? drawn.card['body'] : [];
  // The button opens the link. Only a text can be copied, and a link that is passed on has to be.
  const shown = which === 'install' ? [...body, linkText(url)] : body;
  const fallbackText = `${drawn.fallbackText} ${APP_LINKS[which]}: ${url}`;
  const card = { ...drawn.card, fallbackText, body: shown, actions: [...actions, button] };
  return { card, fallbackText: drawn.fallbackText };
}

function linkText(url: string) {
  const inlines = [
    { type: 'TextRun', text: `${APP_LINKS.passOn} ` },
    { type: 'TextRun', text: url },
  ];
  return { type: 'RichTextBlock', spacing: 'Medium', inlines };
}
