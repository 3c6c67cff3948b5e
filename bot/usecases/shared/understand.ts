import { editDistance } from '../../domain/shared/search.ts';
import { folded } from '../../domain/shared/text.ts';
import { unwrapped } from '../../domain/shared/typed.ts';
import { FILLERS, PHRASES, POLITE, SYNONYMS, THANKS } from './wording.ts';

/** A word with typing errors may mean these: they show something, or open a form. Nothing acts on a guess. */
const GUESSED = [
  'list',
  'show',
  'create',
  'delete',
  'rotate',
  'rotations',
  'expiring',
  'managers',
  'audit',
  'request',
  'requests',
  'links',
  'contacts',
  'overview',
  'leavers',
  'undelivered',
  'help',
];
const NAME = /^partner(?:alternative)?-/i;

/** A whole message that has a fixed meaning, as the command that it means: `my secrets`, or the title of a button. */
export function phraseMeant(text: string): string | undefined {
  const words = wordsOf(text);
  const said = [words, dropPolite(words)].map((each) => withoutArticles(each).join(' '));
  return said.map((each) => PHRASES.get(each)).find((command) => command !== undefined);
}

/** Whether somebody only says thank you. */
export function isThanks(text: string): boolean {
  return THANKS.includes(wordsOf(text).join(' '));
}

/** What a message that is no command may mean, as texts of commands. The likeliest comes first. */
export function commandsMeant(text: string): readonly string[] {
  const words = dropPolite(unwrapped(text).split(' '));
  const plain = words.join(' ');
  if (NAME.test(plain)) return [`show ${plain}`];
  const [first = '', ...rest] = words;
  const near = nearest(folded(first));
  return [plain, synonym(words), near === undefined ? undefined : [near, ...rest].join(' ')].filter(
    (meant) => meant !== undefined && meant !== '' && meant !== text,
  ) as readonly string[];
}

/** Texts of commands, of which the message may mean one: to be offered, when nothing else helps. */
export function likeliest<C extends string>(text: string, offered: readonly C[], count: number): readonly C[] {
  const words = wordsOf(text);
  const distance = (command: string) => Math.min(...words.map((word) => editDistance(word, command)), command.length);
  return offered.toSorted((a, b) => distance(a) - distance(b)).slice(0, count);
}

/** The words of a query without those that are no part of a name. Empty if it has no others. */
export function withoutFillers(query: string): string {
  return query
    .split(' ')
    .filter((word) => !FILLERS.has(bare(word)))
    .join(' ');
}

function synonym(words: readonly string[]): string | undefined {
  const said = words.map(bare);
  for (const [other, command] of SYNONYMS) {
    const parts = other.split(' ');
    if (parts.every((part, index) => said[index] === part))
      return [command, withoutFillers(words.slice(parts.length).join(' '))].join(' ').trim();
  }
  return undefined;
}

/** The only command from which the word differs in few letters. */
function nearest(word: string): string | undefined {
  if (word.length < 3) return undefined;
  const most = word.length < 5 ? 1 : 2;
  const found = GUESSED.map((command) => ({ command, distance: editDistance(word, command) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  const [best, next] = found;
  return best !== undefined && best.distance !== next?.distance ? best.command : undefined;
}

function wordsOf(text: string): readonly string[] {
  return unwrapped(text)
    .split(' ')
    .map(bare)
    .filter((word) => word !== '');
}

/** In lower case, without what is not a letter or a digit at its beginning and its end. */
function bare(word: string): string {
  return folded(word)
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/['’]/g, '');
}

function dropPolite(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !POLITE.has(bare(word)));
  return first < 0 ? [] : words.slice(first);
}

function withoutArticles(words: readonly string[]): readonly string[] {
  return words.filter((word) => !['a', 'an', 'the', 'my', 'me', 'our', 'please'].includes(word));
}
