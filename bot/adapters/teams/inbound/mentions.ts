import { z } from 'zod';
import type { PersonWish } from '../../../domain/shared/command.ts';
import { folded, plainText } from '../../../domain/shared/text.ts';
import { withoutUnseen } from '../../../domain/shared/typed.ts';
import type { Activity } from './activity.ts';
import { decoded } from './html-entities.ts';
import type { Part } from './mark-up.ts';

const NAME_KEPT = 1000;
const NAME = z.string().optional().catch(undefined);
/** The account is needed. The names may be missing, or be spelled otherwise than in the text. */
const MENTION = z.object({
  type: z.string().regex(/^mention$/i),
  mentioned: z.object({ id: z.string().min(1).max(2000), name: NAME }),
  text: NAME,
});

/** Who is mentioned, as an entity of the activity says it. */
interface Entity {
  readonly id: string;
  readonly names: readonly string[];
  /** The names, for comparing. */
  readonly compared: readonly string[];
  readonly isBot: boolean;
}

type Element = Extract<Part, { kind: 'mention' }>;

/** What a person typed. The mentions of the bot are in none of the three. */
/** So many entities that no element shows are looked for. Each costs a search of the whole text. */
const MOST_HIDDEN = 20;
const LONGEST_NAME = 256;

export interface Addressed {
  readonly text: string;
  readonly withoutPeople: string;
  /** The people that are mentioned, each once. Their accounts say nothing of the directory. */
  readonly people: readonly PersonWish[];
}

/**
 * Tells who each mention is. An element of the text is found among the entities by its name, by its index, or by its
 * place among those that are left. If no element shows a person, the name is taken out of the words, and the person is kept, unless the
 * message quotes another one (`isQuoting`) and does not name them: then the quotation does.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations (mentions)
 */
export function readAddressed(parts: readonly Part[], activity: Activity, isQuoting = false): Addressed {
  const entities = readEntities(activity);
  const meant = pair(parts, entities, activity);
  const shown = new Set(meant.values());
  const hidden = entities.filter((entity) => !shown.has(entity)).slice(0, MOST_HIDDEN);
  const words = parts.map((part) => (part.kind === 'words' ? part.words : '')).join('');
  const isMeant = (entity: Entity) => !isQuoting || withoutHidden(words, [entity]) !== words;
  const bot = hidden.filter(({ isBot }) => isBot);
  const people = hidden.filter((entity) => !entity.isBot && isMeant(entity));
  const joined = (nameOf: (name: string) => string) => {
    const shownWords = parts.map((part) =>
      part.kind === 'words' ? part.words : wordsOf(part, meant.get(part), nameOf),
    );
    return withoutHidden(withoutBotName(withoutUnseen(shownWords.join('')), activity), bot);
  };
  const typed = parts.filter((part) => part.kind === 'mention' && !part.quoted) as readonly Element[];
  const wishes = typed.flatMap((part) => wishOf(meant.get(part), part.name));
  return {
    text: joined((name) => name),
    withoutPeople: withoutHidden(
      joined(() => ' '),
      people,
    ),
    people: unique([...wishes, ...people.flatMap((entity) => wishOf(entity, ''))]),
  };
}

function readEntities({ entities = [], recipient }: Activity): readonly Entity[] {
  return entities.flatMap((each) => {
    const { data } = MENTION.safeParse(each);
    if (data === undefined) return [];
    const { id, name = '' } = data.mentioned;
    return entityOf(id, [name, textOfEntity(data.text ?? '')], id.toLowerCase() === recipient.id.toLowerCase());
  });
}

function entityOf(id: string, given: readonly string[], isBot: boolean): Entity {
  const names = [...new Set(given.map((name) => bareName(name.slice(0, LONGEST_NAME))))].filter((name) => name !== '');
  return { id, names, compared: names.map(compared), isBot };
}

/** The text of an entity is the element as the message has it. */
function textOfEntity(text: string): string {
  return decoded(text.slice(0, NAME_KEPT).replace(/<[^<>]*>/g, ' ')).replace(/<\/?at\b[^<>]*>/gi, ' ');
}

function bareName(name: string): string {
  return plainText(withoutUnseen(decoded(name.slice(0, NAME_KEPT))), NAME_KEPT).replace(/^@ ?/, '');
}

function compared(name: string): string {
  return folded(bareName(name));
}

function pair(parts: readonly Part[], entities: readonly Entity[], activity: Activity): ReadonlyMap<Part, Entity> {
  const { recipient, conversation } = activity;
  const bot = entityOf(recipient.id, [recipient.name ?? ''], true);
  const elements = parts.filter((part) => part.kind === 'mention');
  const meant = new Map<Part, Entity>();
  const left = new Set(entities);
  const take = (find: (element: Element) => Entity | undefined) => {
    for (const element of elements) {
      const entity = meant.has(element) ? undefined : find(element);
      if (entity === undefined) continue;
      meant.set(element, entity);
      left.delete(entity);
    }
  };
  const fits = (name: string) => (entity: Entity) => entity.compared.includes(name);
  const atIndex = ({ index }: Element) => (index === undefined ? undefined : entities[index]);
  take((element) => [atIndex(element)].find((entity) => entity !== undefined && fits(compared(element.name))(entity)));
  take(({ name }) => [...left, ...entities, bot].find(fits(compared(name))));
  take((element) => [...left].find((entity) => entity === atIndex(element)));
  // Outside the 1:1 chat a message reaches the bot because it mentions the bot, mostly at its beginning.
  const isBotMissing = conversation.conversationType !== 'personal' && !entities.some(({ isBot }) => isBot);
  const first = parts.find((part) => part.kind === 'mention' || part.words.trim() !== '');
  if (isBotMissing && !Array.from(meant.values()).includes(bot))
    take((element) => (element === first ? bot : undefined));
  const rest = [...left];
  if (elements.length - meant.size === rest.length) take(() => rest.shift());
  return meant;
}

function wordsOf(element: Element, entity: Entity | undefined, nameOf: (name: string) => string): string {
  if (element.quoted || entity?.isBot === true) return ' ';
  return nameOf(element.name);
}

function wishOf(entity: Entity | undefined, shown: string): readonly PersonWish[] {
  if (entity?.isBot === true) return [];
  const name = plainText(entity?.names[0] ?? bareName(shown));
  if (entity !== undefined) return [{ kind: 'account', accountId: entity.id, name }];
  return name === '' ? [] : [{ kind: 'words', words: name }];
}

function unique(wishes: readonly PersonWish[]): readonly PersonWish[] {
  const keyOf = (wish: PersonWish) => (wish.kind === 'account' ? `id ${wish.accountId}` : `words ${wish.words}`);
  return [...Map.groupBy(wishes, keyOf).values()].flatMap(([first]) => first ?? []);
}

/** In the 1:1 chat people cannot mention the bot, and some type its name. */
function withoutBotName(text: string, { recipient }: Activity): string {
  const name = bareName(recipient.name ?? '');
  return name === '' ? text : text.replace(pattern(`@${escaped(name)}`, 'g'), ' ');
}

/** Takes away the first place at which each of these is written as plain words. */
function withoutHidden(text: string, entities: readonly Entity[]): string {
  return entities.reduce((rest, { names }) => {
    const found = names.map((name) => pattern(`@?${escaped(name)}`)).find((each) => each.test(rest));
    return found === undefined ? rest : rest.replace(found, ' ');
  }, text);
}

/** A name as whole words, with any white space between them. */
function pattern(source: string, flags = ''): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_@-])${source.replaceAll(' ', '\\s+')}(?![\\p{L}\\p{N}_-])`, `iu${flags}`);
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
