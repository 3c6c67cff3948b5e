import { expect, test } from 'vitest';
import type { DigestView } from '../../../bot/domain/reminders/digest.ts';
import { renderMail } from '../../../cards/index.ts';
import { DM, SMC } from '../outcomes/applications.ts';
import { DIGEST, digest, item, MAIL } from '../outcomes/reminders.ts';
import { ANNA } from '../outcomes/rotation.ts';

const VIEW: DigestView = { ...DIGEST, destination: MAIL };
const HOSTILE = 'x\r\nBcc: everybody@example.org\r\n\r\n<script>alert(1)</script>"\'&';

function subjectOf(...ends: readonly string[]): string {
  const items = ends.map((end, i) => item(i + 1, SMC, end));
  return renderMail(digest(items, { destination: MAIL })).subject;
}

test('the subject of a mail says how many and how soon', () => {
  expect(subjectOf('2026-11-29', '2026-12-15')).toBe(
    'Client secrets: 2 need attention, the most urgent expires in 5 days',
  );
  expect(subjectOf('2026-11-29')).toBe('A client secret expires in 5 days');
  expect(subjectOf('2026-11-21', '2026-12-15')).toBe(
    'Client secrets: 2 need attention, the most urgent expires in 21 days',
  );
  expect(subjectOf()).toBe('Client secrets: nothing left to do');
});

test('both forms of a mail say what expires when, what follows, how to rotate and how to stop the mails', () => {
  const { text, html } = renderMail(VIEW);
  for (const form of [text, html]) {
    for (const part of [
      '5 client secrets of 3 applications need attention.',
      'As of 24 November 2026',
      'Partner-NL-Stichting-Voorbeeld-SMC',
      'Secret 3 by Anna Visser',
      'expires in 5 days',
      '29 November 2026',
      'There is a newer secret.',
      'expired 55 days ago',
      'Delete it.',
      'This application cannot connect.',
      'can no longer connect',
      'notify mail off',
    ]) {
      expect(form).toContain(part);
    }
  }
  expect(text).toContain('Secret 3 by Anna Visser: expires in 5 days, on 29 November 2026. There is a newer secret.');
  expect(text).toContain('Secret 8 by Anna Visser: expired 55 days ago, on 30 September 2026. Delete it.');
});

test('a mail greets its reader once, and by name if the name is known', () => {
  for (const [reader, greeting] of [
    ['Anna Visser', 'Hello Anna Visser,'],
    ['  ', 'Hello,'],
    [undefined, 'Hello,'],
  ] as const) {
    const { text, html } = renderMail(VIEW, undefined, reader);
    expect(text.startsWith(`${greeting}\n\n`)).toBe(true);
    expect(html.match(/Hello[^<]*/g)).toEqual([greeting]);
  }
});

test('a mail shows what expires as one table with headings', () => {
  const { html } = renderMail(VIEW);
  const [table = '', ...others] = html.match(/<table(?! role="presentation")[\s\S]*?<\/table>/g) ?? [];
  expect(others).toEqual([]);
  expect(table.match(/<th scope="col"[^>]*>[^<]*/g)?.map((cell) => cell.split('>')[1])).toEqual([
    'Client secret',
    'When',
  ]);
  expect(table.match(/<th scope="rowgroup"/g)).toHaveLength(3);
  expect(table.match(/<td width/g)).toHaveLength(5);
});

test.each([
  ['one application', [item(1, SMC, '2026-11-29')], `rotate ${SMC.displayName}`],
  [
    'two secrets of one application',
    [item(1, SMC, '2026-11-29'), item(2, SMC, '2026-12-02')],
    `rotate ${SMC.displayName}`,
  ],
  ['one that has expired beside a live one', [item(1, SMC, '2026-11-20')], `show ${SMC.displayName}`],
  ['several applications', [item(1, SMC, '2026-11-29'), item(2, DM, '2026-11-29')], 'expiring'],
  ['several, one of them expired', [item(1, SMC, '2026-11-20'), item(2, DM, '2026-11-29')], 'list'],
])(
  'the button of a mail about %s fills in the command that leads on, and the mail says it, too',
  (_what, items, command) => {
    const draft = (wanted: string) => `https://teams.test/draft?message=${encodeURIComponent(wanted)}`;
    const { text, html } = renderMail(digest(items, { destination: MAIL }), { chat: 'https://teams.test/chat', draft });
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([draft(command)]);
    expect(text).toContain(`:\n${draft(command)}\n`);
    expect(text).toContain(`\n    ${command}\n`);
  },
);

test('a mail says who else was told, and never that its reader was', () => {
  const alsoTold = [{ kind: 'administrators' }, { kind: 'chat', person: ANNA }] as const;
  const { text, html } = renderMail(digest([item(1, SMC, '2026-11-24', { alsoTold })], { destination: MAIL }));
  for (const form of [text, html]) expect(form).toContain('Also told: the administrators.');
});

test('a mail holds no hint, key id, client ID or settled secret', () => {
  const { subject, text, html } = renderMail(VIEW);
  for (const { keyId, application } of VIEW.items) {
    for (const part of [keyId, application.clientId, 'x7Q']) expect(subject + text + html).not.toContain(part);
  }
  expect(text).not.toContain('Secret 5');
});

test('a mail loads nothing, runs nothing and leads nowhere', () => {
  expect(renderMail(VIEW).html).not.toMatch(/<(img|script|a|link|iframe|form|object|svg)\b|https?:|url\(/i);
});

test('a mail sets no colours but those of its button, so that it can be read in a dark client, too', () => {
  const { html } = renderMail(VIEW, { chat: 'https://teams.test/chat' });
  expect(html).toContain('name="color-scheme" content="light dark"');
  const button = /<td bgcolor="#4f52b2" style="background-color: #4f52b2;[^>]*><a [^>]*color: #ffffff;[^>]*>/;
  expect(html).toMatch(button);
  expect(html.replace(button, '')).not.toMatch(/[^-]color:|background|bgcolor/);
});

test('a mail is laid out for Outlook: tables, styles in place, a width for Word, no flex', () => {
  const drawn = renderMail(VIEW, { chat: 'https://teams.test/chat' }).html;
  expect(drawn).toContain('<!--[if mso]><table');
  const html = drawn.replaceAll(/<!--[\s\S]*?-->/g, '');
  expect(html).not.toMatch(/<style|class=|flex|grid/);
  for (const [tag] of html.matchAll(/<(?:p|td|th|li|h2|pre|a)\b[^>]*>/g)) expect(tag).toContain('style="');
  for (const [tag] of html.matchAll(/<t[dh] (?:width|colspan|scope)[^>]*>/g)) expect(tag).toContain('font-family');
});

test('a hostile name adds no header, line or markup to a mail', () => {
  const evil = item(1, { ...SMC, displayName: HOSTILE }, '2026-11-29', { secretName: HOSTILE });
  const harmless = item(1, { ...SMC, displayName: 'x' }, '2026-11-29', { secretName: 'x' });
  const { subject, text, html } = renderMail(digest([evil], { destination: MAIL }));
  const plain = renderMail(digest([harmless], { destination: MAIL }));
  expect(subject).toBe(plain.subject);
  expect(subject).not.toMatch(/\p{Cc}/u);
  expect(text.split('\n')).toHaveLength(plain.text.split('\n').length);
  expect(text).not.toContain('\r');
  expect(html.match(/<[^>]*>/g)).toEqual(plain.html.match(/<[^>]*>/g));
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
});

test('a mail with links opens the chat with the bot, and nothing else, in both forms', () => {
  const chat = 'https://teams.test/l/entity/app/conversations?tenantId=a&x="';
  const { text, html } = renderMail(VIEW, { chat });
  expect(text).toContain(`Open the chat with API Credentials:\n${chat}\n`);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([
    'https://teams.test/l/entity/app/conversations?tenantId=a&amp;x=&quot;',
  ]);
  expect(html).not.toMatch(/<(img|script|link|iframe|form|object|svg)\b|url\(/i);
});
