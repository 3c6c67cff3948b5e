import type { Roster } from '../conversations.ts';
import { attachmentsOf } from '../store.ts';
import type { Activity } from '../types.ts';

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const AT = /<at>[^<]*<\/at>/g;

/**
 * Returns the reason why Teams refuses the cards of this activity, or undefined. A mention needs its text in a
 * TextBlock or a FactSet, such a text needs its mention, and the mentioned person must exist.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format (mention support)
 */
export function mentionProblem(activity: Activity, roster: Roster): string | undefined {
  const cards = attachmentsOf(activity).filter(({ contentType }) => contentType === ADAPTIVE);
  return cards.map(({ content }) => problemOf(content, roster)).find((problem) => problem !== undefined);
}

function problemOf(card: unknown, roster: Roster): string | undefined {
  const entities = entitiesOf(card);
  const announced = new Set(entities.map((one) => propertyOf(one, 'text')));
  const written = new Set(textsOf(card).flatMap((text) => text.match(AT) ?? []));
  for (const entity of entities) {
    const [type, text, mentioned] = ['type', 'text', 'mentioned'].map((key) => propertyOf(entity, key));
    if (type !== 'mention') return 'An entity of a card must be a mention.';
    if (typeof text !== 'string' || !written.has(text)) return 'A mention has no text in the card.';
    if (typeof propertyOf(mentioned, 'name') !== 'string') return 'A mention needs a name.';
    if (!isKnown(propertyOf(mentioned, 'id'), roster)) return 'A mention names nobody in the tenant.';
  }
  return [...written].some((text) => !announced.has(text)) ? 'A mention in the text has no entity.' : undefined;
}

/** Whether the id is the account for the bot, the object id or the user principal name of a person. */
function isKnown(id: unknown, roster: Roster): boolean {
  if (typeof id !== 'string') return false;
  const people = roster.all.flatMap(({ members }) => members);
  return roster.person(id) !== undefined || people.some(({ upn }) => upn.toLowerCase() === id.toLowerCase());
}

function entitiesOf(card: unknown): readonly unknown[] {
  const entities = propertyOf(propertyOf(card, 'msteams'), 'entities');
  return Array.isArray(entities) ? entities : [];
}

/** Returns the texts of a card in which mentions work. */
function textsOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(textsOf);
  if (typeof part !== 'object' || part === null) return [];
  const own = propertyOf(part, 'type') === 'TextBlock' ? [propertyOf(part, 'text')] : [];
  const facts = propertyOf(part, 'type') === 'FactSet' ? propertyOf(part, 'facts') : [];
  const values = Array.isArray(facts) ? facts.map((fact: unknown) => propertyOf(fact, 'value')) : [];
  const texts = [...own, ...values].filter((text) => typeof text === 'string');
  return [...texts, ...Object.values(part).flatMap(textsOf)];
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
