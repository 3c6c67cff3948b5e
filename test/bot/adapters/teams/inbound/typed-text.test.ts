import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIVITY } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import { parseMessage } from '../../../../../bot/adapters/teams/inbound/parse.ts';
import { readTyped } from '../../../../../bot/adapters/teams/inbound/typed-text.ts';
import { activity, BOT_ID } from '../bench.ts';

const CHANNEL = { id: '19:c@thread.tacv2;messageid=1', conversationType: 'channel' };
const BOT = 'API Credentials';
const read = (extra: Record<string, unknown>) => ACTIVITY.parse(activity('https://smba.test/emea/', extra));
const command = (text: string, extra: Record<string, unknown> = {}) => parseMessage(read({ text, ...extra }));
const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });
const mention = (id: string, name?: string | null, text?: string | null) => ({
  type: 'mention',
  mentioned: { id, name },
  text,
});
const botMention = mention(`28:${BOT_ID}`, BOT, `<at>${BOT}</at>`);
const LIST = { kind: 'list', filter: '', page: 1 };
const CODE = { kind: 'code', code: '123456' };
const reply = (quoted: string, typed: string) =>
  `<div><blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1772050244572">\r\n<strong itemprop="mri" itemid="28:x">${BOT}</strong><span itemprop="time" itemid="1"></span>\r\n<p itemprop="preview">${quoted}</p>\r\n</blockquote>\r\n<p>${typed}</p></div>`;

describe('what is quoted is no word of the person', () => {
  test.each([
    '<quoted messageId="1772050244572"/> list',
    '<quoted messageId="1772050244572"/>list',
    '<quoted messageId="1772050244572" />\r\n list',
    "<QUOTED messageid='1772050244572'></QUOTED>list",
    '<quoted messageId="1">delete Partner-NL-A</quoted> list',
    '<quoted messageId="1"/><quoted messageId="2"/> list',
    '<quoted messageId="1" senderName="Ann > Bob"/> list',
    '<quoted messageId="1"> list',
    '&lt;quoted messageId="1"/&gt; list',
    '&lt;quoted messageId=&quot;1&quot;/&gt;&nbsp;list',
    'list <quoted messageId="1"/>',
    '<blockquote>delete <blockquote>x</blockquote> y</blockquote>\nlist',
    '<blockquote><p>help</p></blockquote><p>list</p>',
    '<quote author="x"><legacyquote>[1] x: </legacyquote>help</quote>list',
    '> delete Partner-NL-A\n> help\n\nlist',
    '&gt; delete Partner-NL-A\nlist',
  ])('%j means list', (text) => expect(command(text)).toEqual(LIST));

  test.each([
    '<quoted messageId="1"/> 123456',
    '<quoted messageId="1">654321</quoted> 123456',
    '<quoted messageId="1"/>\n123 456.',
    '> your code is 654321\n123456',
  ])('%j means the code', (text) => expect(command(text)).toEqual(CODE));

  test('is told apart by the HTML if the text has its words, too', () => {
    expect(command(`${BOT}\r\ndelete it\r\nlist`, html(reply('delete it', 'list')))).toEqual(LIST);
    expect(command('654321\r\n123456', html(reply('654321', '123456')))).toEqual(CODE);
    const forward = '<p>list</p><blockquote itemtype="http://schema.skype.com/Forward"><p>delete x</p></blockquote>';
    expect(command('list\r\n\r\ndelete x', html(forward))).toEqual(LIST);
  });

  test('is nobody that a command is about', () => {
    const entities = [botMention, mention('29:ann', 'Ann', '<at>Ann</at>'), mention('29:bob', 'Bob', '<at>Bob</at>')];
    const text = `<at>${BOT}</at> <quoted messageId="1"><at>Ann</at></quoted> assign <at>Bob</at> Partner-NL-A`;
    expect(command(text, { entities })).toMatchObject({
      people: [{ accountId: '29:bob', name: 'Bob' }],
      query: 'Partner-NL-A',
    });
  });

  test('asks for nothing if the person typed nothing', () => {
    for (const text of ['<quoted messageId="1"/>', '<quoted messageId="1">list</quoted>', '> list'])
      expect(command(text)).toEqual({ kind: 'help', topic: 'overview', query: '' });
    expect(command('list', html(reply('list', '')))).toMatchObject({ kind: 'help' });
  });

  test('is left out although it is never closed', () => {
    expect(command('list <blockquote>delete Partner-NL-A')).toEqual(LIST);
  });
});

describe('mark-up is no word of the person', () => {
  test.each([
    'list<attachment id="a1"></attachment>',
    '<attachment id="a1"/>list',
    '<attachment id="a1">x</attachment> list',
    '<p>list</p>',
    '<div><span style="color:red">li</span>st</div>&nbsp;',
    '<b>list</b><br/>',
    'list<br>\r\n<p>&nbsp;</p>',
    '<!-- x -->list',
    '&nbsp;list&#160;&#xA0;',
    '\u200Blist\u200B',
    'li\u200Bst\uFEFF',
    '\u00a0list\u2003',
    '&zwnj;list&shy;',
    '<emoji id="smile" alt="🙂" title="Smile">(smile)</emoji>list',
    'list <img alt="cat" src="x"/>',
    '**list**',
    '`list`',
    '“list”',
    'list.',
    'list!',
    'list :',
    'list 🙂',
    '/list',
    'LIST…',
  ])('%j means list', (text) => expect(command(text)).toEqual(LIST));

  test.each([
    '123456.',
    '123456!',
    '“123456”',
    '**123456**',
    '123-456',
    '١٢٣٤٥٦',
    '۱۲۳۴۵۶',
    '१२३४५६',
    '１２３４５６',
    '１２３ ４５６。',
    '\u200E123\u200B456',
    '123&nbsp;456',
    '<b>123456</b>',
  ])('%j means the code', (text) => expect(command(text)).toEqual(CODE));

  test.each<readonly [string, unknown]>([
    ['help?', { kind: 'help', topic: 'overview' }],
    ['help rotation.', { kind: 'help', topic: 'rotation' }],
    ['expiring 30.', { kind: 'expiring', days: 30 }],
    ['expiring ٣٠ days!', { kind: 'expiring', days: 30 }],
    ['notify mail off.', { kind: 'notify', mail: 'off' }],
    ['audit 90 days.', { kind: 'audit', query: '', days: 90 }],
    ['audit Matchwell ７', { kind: 'audit', query: 'Matchwell', days: 7 }],
    ['sweep accept!', { kind: 'sweep', accept: true }],
    ['show: Partner-NL-A', { kind: 'open', purpose: 'show', query: 'Partner-NL-A' }],
    ['sign in, please', { kind: 'unsupported' }],
    ['Who am I ?', { kind: 'who-am-i' }],
    ['?', { kind: 'help' }],
  ])('%j is understood', (text, expected) => expect(command(text)).toMatchObject(Object(expected)));

  test.each([
    ['request Example B.V.', 'Example B.V.'],
    ['request “A &amp; B” &lt;x&gt;', '“A & B” <x>'],
    ['request ٣ \u00a0apps', '٣ apps'],
    ['request a<y>b', 'a<y>b'],
    ['request &amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ])('%j keeps the words that follow as they were typed', (text, query) => {
    expect(command(text)).toEqual({ kind: 'request', query });
  });
});

describe('a mention of the bot', () => {
  const inChannel = (text: string, entities: unknown) => command(text, { text, entities, conversation: CHANNEL });
  const at = `<at>${BOT}</at>`;
  const named = (name: string, text: string) => mention(`28:${BOT_ID}`, name, text);
  test.each<readonly [string, string, unknown]>([
    ['with everything', `${at} list`, [botMention]],
    ['without text', `${at} list`, [mention(`28:${BOT_ID}`, BOT)]],
    ['with null for the text and the name', `${at} list`, [mention(`28:${BOT_ID}`, null, null)]],
    ['in another letter case', '<at>api credentials</at> list', [botMention]],
    ['whose tag is in capitals', `<AT>${BOT}</AT> list`, [botMention]],
    ['with attributes in the tag', `<at id="0">${BOT}</at> list`, [botMention]],
    ['with a non-breaking space', '<at>API&nbsp;Credentials</at>\u00a0list', [botMention]],
    ['with a zero-width character', '<at>API\u200B Credentials</at>\u200Blist', [botMention]],
    ['with an encoded sign', '<at>A &amp; B</at> list', [named('A & B', '<at>A & B</at>')]],
    ['with a plain sign', '<at>A & B</at> list', [named('A &amp; B', '<at>A &amp; B</at>')]],
    ['with encoded brackets', `&lt;at&gt;${BOT}&lt;/at&gt; list`, [botMention]],
    ['at the end', `list ${at}`, [botMention]],
    ['in the middle and twice', `${at} list ${at}.`, [botMention]],
    ['of another name', '<at>Credentials (dev)</at> list', [botMention]],
    ['without an entity', `${at} list`, []],
    ['with null for the entities', `${at} list`, null],
    ['without an entity, under another name', '<at>Credentials</at> list', undefined],
    ['without an element', `${BOT} list`, [botMention]],
    ['as plain words', `@${BOT} list`, []],
    ['whose account has other letter case', `${at} list`, [mention(`28:${BOT_ID.toUpperCase()}`, 'x', null)]],
  ])('%s is left out', (_how, text, entities) => expect(inChannel(text, entities)).toEqual(LIST));

  test('may stand between the words of a command', () => {
    expect(inChannel(`sign ${at} in`, [botMention])).toEqual({ kind: 'sign-in' });
  });
});

describe('the people that a message mentions', () => {
  const people = (text: string, ...entities: readonly unknown[]) => {
    const found = command(`<at>${BOT}</at> ${text}`, { conversation: CHANNEL, entities: [botMention, ...entities] });
    if (found.kind !== 'assign') throw new Error(`read as ${found.kind}`);
    return [found.people.map((one) => (one.kind === 'account' ? one.accountId : `?${one.words}`)), found.query];
  };
  const ann = mention('29:ann', 'Ann de Vries', '<at>Ann de Vries</at>');
  test.each<readonly [string, string, readonly unknown[], readonly string[]]>([
    ['with everything', '<at>Ann de Vries</at>', [ann], ['29:ann']],
    ['without text', '<at>Ann de Vries</at>', [mention('29:ann', 'Ann de Vries')], ['29:ann']],
    ['without a name', '<at>Ann de Vries</at>', [mention('29:ann', null, '<at>Ann de Vries</at>')], ['29:ann']],
    ['without text and name', '<at>Ann de Vries</at>', [mention('29:ann', null, null)], ['29:ann']],
    ['in another case, with attributes', '<at id="1">ANN DE VRIES</at>', [ann], ['29:ann']],
    ['with non-breaking spaces', '<at>Ann\u00a0de&nbsp;Vries</at>', [ann], ['29:ann']],
    ['with an encoded sign', '<at>A &amp; B</at>', [mention('29:ab', 'A & B', '<at>A & B</at>')], ['29:ab']],
    ['whose name was shortened', '<at>Ann</at>', [ann], ['29:ann']],
    ['as plain words', '@Ann de Vries', [ann], ['29:ann']],
    ['in no word of the text', '', [ann], ['29:ann']],
    [
      'in parts',
      '<at>Ann</at> <at>de Vries</at>',
      [mention('29:ann', 'Ann'), mention('29:ann', 'de Vries')],
      ['29:ann'],
    ],
    ['twice', '<at>Ann de Vries</at> <at>Ann de Vries</at>', [ann], ['29:ann']],
    [
      'under the same name',
      '<at>Jan</at>, <at>Jan</at>',
      [mention('29:a', 'Jan'), mention('29:b', 'Jan')],
      ['29:a', '29:b'],
    ],
    ['after the application, too', 'Partner-NL-A <at>Ann de Vries</at>', [ann], ['29:ann']],
    ['without an entity', '<at>Ann de Vries</at>', [], ['?Ann de Vries']],
  ])('are found if one is mentioned %s', (_how, written, entities, expected) => {
    const query = written.startsWith('Partner') ? '' : ' Partner-NL-A';
    expect(people(`assign ${written}${query}`, ...entities)).toEqual([expected, 'Partner-NL-A']);
  });

  test('are words like others in a command that is about no people', () => {
    const entities = [botMention, mention('29:bob', 'Bob', '<at>Bob</at>')];
    const text = `<at>${BOT}</at> list <at>Bob</at>`;
    expect(command(text, { entities })).toEqual({ ...LIST, filter: 'Bob' });
  });
});

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
          const extra = { entities: [botMention], ...(inChannel ? { conversation: CHANNEL } : {}) };
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
