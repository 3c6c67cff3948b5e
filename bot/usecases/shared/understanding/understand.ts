import { editDistance } from '../../../domain/shared/search.ts';
import { folded } from '../../../domain/shared/text.ts';
import { unwrapped } from '../../../domain/shared/typed.ts';
import { EVERYDAY, FILLERS, PHRASES, POLITE, SUBJECTS, SYNONYMS, THANKS } from './wording.ts';

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
/** The beginning or the end of an application's name: `Matchwell-SMC`. It has a capital letter, or ends in the code of an API. */
const PART_OF_A_NAME = /^(?=.*(?:\p{Lu}|-(?:dm|smc)$))[\p{L}\p{N}][^\s-]*(?:-[\p{L}\p{N}][^\s-]*)+$/u;
/** A word in which a name can be seen: it has a capital letter, or a hyphen inside. */
const LIKE_A_NAME = /\p{Lu}|[\p{L}\p{N}]-[\p{L}\p{N}]/u;

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
  const name = withoutFillers(plain).replace(/[.,!?]+$/, '');
  return [
    plain,
    synonym(words),
    near === undefined ? undefined : [near, ...rest].join(' '),
    PART_OF_A_NAME.test(name) ? `show ${name}` : undefined,
  ].filter((meant) => meant !== undefined && meant !== '' && meant !== text) as readonly string[];
}

/** Texts of commands, of which the message may mean one: to be offered, when nothing else helps. */
export function likeliest<C extends string>(text: string, offered: readonly C[], count: number): readonly C[] {
  const words = dropPolite(wordsOf(text));
  const [meant] = [...SYNONYMS, ...EVERYDAY].flatMap(([other, command]) => (beginsWith(other, words) ? [command] : []));
  const distance = (command: string) =>
    command === meant ? 0 : Math.min(...words.map((word) => editDistance(word, command)), command.length);
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
  const after = (other: string) => words.slice(other.split(' ').length);
  const found =
    SYNONYMS.find(([other]) => beginsWith(other, said)) ??
    EVERYDAY.find(([other]) => beginsWith(other, said) && namesSomething(after(other), words));
  if (found === undefined) return undefined;
  const [other, command] = found;
  return [command, withoutFillers(after(other).join(' '))].join(' ').trim();
}

function beginsWith(other: string, said: readonly string[]): boolean {
  return other.split(' ').every((part, index) => said[index] === part);
}

/** Whether words after an everyday one, such as `make`, speak of an application or a secret. No words leave it open. */
function namesSomething(words: readonly string[], all: readonly string[]): boolean {
  const isLoud = all.join('') === all.join('').toUpperCase();
  const isName = (word: string) => LIKE_A_NAME.test(isLoud ? word.toLowerCase() : word);
  return words.length === 0 || words.some((word) => SUBJECTS.has(bare(word)) || isName(word));
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
