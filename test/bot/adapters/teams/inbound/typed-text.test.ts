import { describe, expect, test } from 'vitest';
import { BOT, BOT_MENTION, command, html, LIST, mention } from './messages.ts';

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
    expect(command('delete it &lt;quoted\r\nlist', html(reply('delete it &lt;quoted', 'list')))).toEqual(LIST);
    expect(command('> x</blockquote>delete it\nlist')).toEqual(LIST);
  });

  test('is nobody that a command is about', () => {
    const entities = [BOT_MENTION, mention('29:ann', 'Ann', '<at>Ann</at>'), mention('29:bob', 'Bob', '<at>Bob</at>')];
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
    '#123456 👍',
    'Code: 123456',
  ])('%j means the code', (text) => expect(command(text)).toEqual(CODE));

  test.each<readonly [string, unknown]>([
    ['help?', { kind: 'help', topic: 'overview' }],
    ['help rotation.', { kind: 'help', topic: 'rotation' }],
    ['expiring 30.', { kind: 'expiring', days: 30, filter: '', page: 1 }],
    ['expiring ٣٠ days!', { kind: 'expiring', days: 30, filter: '', page: 1 }],
    ['notify mail off.', { kind: 'notify', mail: 'off' }],
    ['audit 90 days.', { kind: 'audit', query: '', days: 90 }],
    ['audit Matchwell ７', { kind: 'audit', query: 'Matchwell', days: 7 }],
    ['notify mail: off', { kind: 'notify', mail: 'off' }],
    ['Log-out.', { kind: 'sign-out' }],
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
