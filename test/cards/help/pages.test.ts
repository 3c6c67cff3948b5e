import { describe, expect, it } from 'vitest';
import { readText } from '../../../bot/usecases/commands.ts';
import { FIRST_PAGE, SECTION_TITLES } from '../../../cards/help/sentences.ts';
import { buttonsOf, drawn, linesOf } from '../outcomes/drawn.ts';

const READERS = ['overview', 'colleague', 'manager', 'administrator'] as const;
const MORE = ['All commands', 'How it works'];

describe('the first page of help', () => {
  it.each(READERS)('is one sentence, an example, three buttons and the way to more: %s', (reader) => {
    const card = drawn(`help-${reader}`);
    const [title, sentence, example, ...others] = linesOf(card).split('\n');
    expect([title, ...others]).toEqual(['What I can do']);
    expect(sentence?.match(/\.(?= |$)/g)).toHaveLength(1);
    expect(example).toMatch(/^Or write what you need, for example “/);
    expect(buttonsOf(card)).toHaveLength(3 + MORE.length);
    expect(buttonsOf(card).slice(-2)).toEqual(MORE);
  });

  it('offers each reader what fits them', () => {
    expect(READERS.map((reader) => buttonsOf(drawn(`help-${reader}`)).slice(0, 3))).toEqual([
      ['My applications', 'Ask for access', 'Sign in'],
      ['Ask for access', 'Requests', 'Who gets access'],
      ['My applications', 'What expires soon', 'Create a secret'],
      ['Overview', 'Requests', 'All applications'],
    ]);
  });

  it('has examples and titles that are understood as they are written', () => {
    const quoted = Object.values(FIRST_PAGE).flatMap(({ example }) => example.match(/(?<=“)[^”]+/g) ?? []);
    const titles = READERS.flatMap((reader) => buttonsOf(drawn(`help-${reader}`)).map(String));
    expect(quoted.length).toBeGreaterThan(3);
    expect([...quoted, ...titles].filter((text) => readText(text).kind === 'unsupported')).toEqual([]);
  });
});

describe('the page of all commands', () => {
  it('groups them, and has a heading for administrators only if the reader is one', () => {
    const headings = (name: string) => linesOf(drawn(name)).split('\n').slice(2);
    const all = Object.values(SECTION_TITLES);
    expect(headings('help-commands-administrator').slice(0, all.length)).toEqual(all);
    expect(headings('help-commands')).not.toContain(SECTION_TITLES.administrators);
  });
});
