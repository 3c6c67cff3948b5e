import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTyped } from '../../../../../bot/adapters/teams/inbound/typed-text.ts';
import { BOT_ID } from '../bench.ts';
import { BOT, BOT_MENTION, CHANNEL, command, html, mention, read } from './messages.ts';

const COMMANDS = [
  'list',
  'list nl SMC',
  'show Partner-NL-Org-SMC',
  'create Partner-NL-Org-DM',
  'delete Partner-NL-Org-DM a~1',
  'help rotation',
  'sign in',
  'who am i',
  'expiring 30 days',
  'notify mail off',
  'audit Matchwell 7',
  'request A & B <x> B.V.',
  'assign ann@a.example Partner-NL-A-DM',
  '123456',
] as const;

/** What Teams and people put around the words of a message, and what it sends with it. */
const before = fc.constantFrom(
  '',
  ' ',
  '\u200B',
  '&nbsp;',
  '<p>',
  '<div><span class="x">',
  '<quoted messageId="1772050244572"/> ',
  '<quoted messageId="1">delete all</quoted>',
  '<blockquote itemtype="http://schema.skype.com/Reply"><p>delete all 654321</p></blockquote>\n',
  '\n> delete all\n\n',
  '<attachment id="a"></attachment>',
  `<at>${BOT}</at>&nbsp;`,
  `<at id="0">api\u00a0credentials</at>`,
  `@${BOT} `,
);
const after = fc.constantFrom(
  '',
  ' ',
  '\r\n',
  '\uFEFF',
  '&nbsp;',
  '</p>',
  '<br/>',
  '</span></div>',
  '<attachment id="a"></attachment>',
  `<at>${BOT}</at>`,
  ` <at>${BOT}</at>`,
);
const space = fc.constantFrom(' ', '  ', '\u00a0', '&nbsp;', ' \u200B', '\u2003', '&#160;');

describe('any command', () => {
  test('survives any mark-up around its words and any white space between them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COMMANDS),
        fc.array(before, { maxLength: 4 }),
        fc.array(after, { maxLength: 4 }),
        fc.array(space, { minLength: 8, maxLength: 8 }),
        fc.boolean(),
        (plain, noiseBefore, noiseAfter, spaces, inChannel) => {
          const encoded = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
          const words = encoded.split(' ').reduce((text, word, index) => `${text}${spaces[index % 8]}${word}`);
          const text = [...noiseBefore, words, ...noiseAfter].join('');
          const extra = { entities: [BOT_MENTION], ...(inChannel ? { conversation: CHANNEL } : {}) };
          expect(command(text, extra)).toEqual(command(plain.replaceAll('<', '&lt;')));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is read quickly and without a fault from any text, mark-up and entities', () => {
    const signs = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '/',
      'at',
      'quoted ',
      'blockquote',
      '&',
      ';',
      '\n',
      'a',
      ' ',
      '@',
    );
    const text = fc.array(signs, { maxLength: 200 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, fc.jsonValue(), (one, two, value) => {
        const entities = [mention(`28:${BOT_ID}`, one, two), mention('29:a', two, one), value];
        readTyped(read({ text: one, entities, ...html(two), recipient: { id: `28:${BOT_ID}`, name: two } }));
      }),
    );
    for (const piece of [
      '<a "',
      "<at '",
      '<at>',
      '<quoted>',
      '<blockquote>',
      '</at>',
      '&lt;at ',
      '&',
      '> \n',
      '<!--',
      '@',
    ]) {
      const started = performance.now();
      readTyped(read({ text: piece.repeat(30_000 / piece.length), entities: Array(200).fill(mention('29:a', piece)) }));
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});
