import type { Note, Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Asker } from '../../bot/domain/shared/person.ts';
import type { Refusal } from '../../bot/domain/shared/refusal.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { type Kind, PEOPLE } from './people.ts';
import type { AccessWorld } from './world.ts';

type Ask = (world: AccessWorld, by: Asker) => Command | Promise<Command>;
type OutcomeKind = Exclude<Outcome['kind'], 'sign-in' | 'refused' | 'note'>;
type NoteKind = Exclude<Note['kind'], 'request'>;

/** What comes of a command, in short; exact. */
export type Answer =
  | OutcomeKind
  | `refused: ${Refusal}`
  | `note: ${NoteKind}`
  | `note: request, ${Refusal}`
  | 'sign-in'
  | 'step-up';

/**
 * One line of the table: what is asked, and what it comes to for everybody, one word for each of PEOPLE, in their order:
 *
 * - `answers`: what the row says it answers. `all`: the same as an administrator, about all applications.
 * - `own`: the same kind of answer, about what is theirs alone: not a word of the application.
 * - `nothing`: nothing is theirs, and that is all they hear (`no-applications` if the row says no other).
 *   `unfound`: nothing of theirs has that name (`not-found` if the row says no other). Not a word of the application.
 * - `sign-in`: asks to sign in. `step-up`: asks for a fresh sign-in with MFA. Nothing is looked up before.
 * - `refused`: what the row says. `foreign`: that the form has expired, because it is not theirs. `note`: a short
 *   refusal, and the card stays; `note-…`: the note of that refusal. Any other word is a refusal by its name.
 *
 * A refusal leaves one row in the record (those that are alike within an hour share it), with the person, the conversation and the reference of the answer, and nothing else.
 */
export interface Row {
  /** What exists before anybody asks. */
  readonly given?: (world: AccessWorld) => Promise<unknown>;
  readonly ask: Ask;
  readonly where?: 'in a chat';
  readonly answers: Answer;
  readonly all?: OutcomeKind;
  readonly refused?: Refusal;
  readonly note?: `note: ${NoteKind}` | `note: request, ${Refusal}`;
  readonly nothing?: OutcomeKind;
  readonly unfound?: OutcomeKind;
  /** From a button that only its managers see: that others press it is recorded though they hear nothing. */
  readonly recorded?: true;
  readonly cells: string;
}

export type Rows = Readonly<Record<string, Row>>;

/** The words of a row, each with the kind of person that it is about. */
export function cellsOf({ cells }: Row): readonly { readonly kind: Kind; readonly word: string }[] {
  const words = cells.split(/\s+/);
  if (words.length !== PEOPLE.length) throw new Error(`a row of ${words.length}: ${cells}`);
  return PEOPLE.map((kind, index) => ({ kind, word: words[index] ?? '' }));
}

/** What an outcome comes to, in short. */
export function answerOf(outcome: Outcome): Answer {
  switch (outcome.kind) {
    case 'sign-in':
      return outcome.need === 'read' ? 'sign-in' : 'step-up';
    case 'refused':
      return `refused: ${outcome.refusal}`;
    case 'note':
      return outcome.note.kind === 'request' ? `note: request, ${outcome.note.refusal}` : `note: ${outcome.note.kind}`;
    default:
      return outcome.kind;
  }
}

/** The answer that a word of a row means. */
export function expectedOf(row: Row, word: string): string {
  switch (word) {
    case 'answers':
    case 'own':
      return row.answers;
    case 'all':
      return row.all ?? row.answers;
    case 'nothing':
      return row.nothing ?? 'no-applications';
    case 'unfound':
      return row.unfound ?? 'not-found';
    case 'sign-in':
    case 'step-up':
      return word;
    case 'note':
      return `${row.note}`;
    case 'refused':
      return `refused: ${row.refused}`;
    case 'foreign':
      return 'refused: form-expired';
    default:
      return word.startsWith('note-') ? `note: request, ${word.slice('note-'.length)}` : `refused: ${word}`;
  }
}

export const isAnswer = (word: string): boolean => word === 'answers' || word === 'all';
/**
 * Whether others get the same kind of answer without the application. Then the answer of a person who may know of it
 * must name it.
 */
export const isSelective = ({ cells }: Row): boolean => /own|unfound/.test(cells);

const SILENT = ['own', 'nothing', 'unfound'];

/** Whether a cell is a refusal, which is recorded. */
export function isRecorded(row: Row, word: string): boolean {
  if (SILENT.includes(word)) return row.recorded === true && word !== 'own';
  return !isAnswer(word) && word !== 'sign-in' && word !== 'step-up';
}
