import type { Command, PersonWish } from '../../../domain/shared/command.ts';

const GUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
/** Words that people put between whom they mean and what. */
const FILLERS = ['and', 'to', 'for', 'from', 'of', 'as', '&', ','];

/**
 * `@person… <application>[, <application>…]`: mentions were taken out of the text before. A person may also be written as
 * a mail address or, first of all ids, an object id.
 */
export function parseAssignment(
  kind: 'assign' | 'unassign',
  rest: string,
  mentioned: readonly PersonWish[],
): Extract<Command, { kind: 'assign' | 'unassign' }> {
  const people: PersonWish[] = [...mentioned];
  const words = rest.split(' ').filter((word) => word !== '');
  while (words.length > 0) {
    const [first = ''] = words;
    const bare = first.replace(/[,;]+$/, '');
    const isPerson = bare.includes('@') || (people.length === 0 && GUID.test(bare));
    if (isPerson) people.push({ kind: 'words', words: bare.replace(/^@|[{}]/g, '') });
    else if (bare !== '' && !FILLERS.includes(bare.toLowerCase())) break;
    words.shift();
  }
  return { kind, people, query: words.join(' '), clientIds: [] };
}
