import { expect, test } from 'vitest';
import type { RolesNews } from '../../../bot/domain/messages/outbox.ts';
import { renderContactMail } from '../../../cards/index.ts';
import { DM, SMC } from '../outcomes/applications.ts';
import { contact } from '../outcomes/contacts.ts';
import { DIGEST, digest, item } from '../outcomes/reminders.ts';
import { ANNA } from '../outcomes/rotation.ts';

const DESK = contact('desk@voorbeeld.example');
const LINKS = { install: 'https://teams.example/install', chat: 'https://teams.example/chat' };
const GUIDANCE = { team: 'the registry team', support: { name: 'support' } };
const URL = 'https://bot.example/contact/token';
const DESTINATION = { kind: 'contact', contact: DESK.id } as const;
const HOSTILE = 'x\r\nBcc: everybody@example.org\r\n\r\n<script>alert(1)</script>"\'&';

const draw = (content: Parameters<typeof renderContactMail>[1]) =>
  renderContactMail(DESK, content, { ...LINKS, guidance: GUIDANCE });
const drawDigest = (...items: ReturnType<typeof item>[]) =>
  draw({ kind: 'digest', digest: digest(items, { destination: DESTINATION }) });

const NEWS: RolesNews = {
  kind: 'roles-changed',
  added: [{ person: { ...ANNA, name: 'Bram de Vries' }, applications: [SMC, DM] }],
  removed: [{ person: ANNA, applications: [SMC] }],
  by: { ...ANNA, name: 'Sofie' },
};

test('the first e-mail says who has entered the address, for which organisation, what will be sent, and how to refuse', () => {
  const { text, html } = draw({ kind: 'contact-invite', url: URL });
  for (const form of [text, html]) {
    for (const part of [
      'has entered desk@voorbeeld.example as a designated contact of Stichting-Voorbeeld (NL).',
      'Anna',
      'API Credentials is the app in Microsoft Teams',
      'the registry team',
      'reminders when a client secret expires soon or has expired',
      'nothing else is sent here',
      'If this is not yours',
      URL,
    ])
      expect(form).toContain(part);
  }
});

test('every later mail says why it comes, and whom to ask to stop it', () => {
  for (const mail of [draw({ kind: 'digest', digest: DIGEST }), drawDigest(), draw(NEWS)]) {
    for (const form of [mail.text, mail.html]) {
      expect(form).toContain('this address is a designated contact of Stichting-Voorbeeld (NL)');
      expect(form).toContain('ask a credential manager of Stichting-Voorbeeld (NL) or the registry team');
    }
    expect(mail.text).not.toContain('notify mail off');
  }
});

test('a reminder says who manages the application, and leads to the chat with the bot', () => {
  const { text } = draw({ kind: 'digest', digest: DIGEST });
  expect(text).toContain('Managed by ');
  expect(text).toContain(LINKS.chat);
  expect(text).not.toContain('In the chat, type');
});

test('a reminder says plainly that nobody has taken it on, from three days before the end on', () => {
  const unclaimed = 'Nobody has taken this on.';
  expect(drawDigest(item(1, SMC, '2026-11-27', { stage: 3 })).text).toContain(unclaimed);
  expect(drawDigest(item(1, SMC, '2026-11-28', { stage: 4 })).text).not.toContain(unclaimed);
  const claim = { by: ANNA, at: new Date('2026-11-24T10:00:00Z') };
  const claimed = drawDigest(item(1, SMC, '2026-11-27', { stage: 3, claim }));
  expect(claimed.text).not.toContain(unclaimed);
  expect(claimed.text).toContain('has been on it since');
});

test('a reminder says who else was told', () => {
  const alsoTold = [{ kind: 'channel', conversationId: '19:c' }] as const;
  expect(drawDigest(item(1, SMC, '2026-11-24', { alsoTold })).text).toContain('Also told: the managers’ channel.');
});

test('news of roles name the people and the applications', () => {
  const { subject, text, html } = draw(NEWS);
  expect(subject).toBe('Credential managers have changed');
  for (const form of [text, html]) {
    expect(form).toContain('Sofie has changed who manages applications of Stichting-Voorbeeld (NL).');
    expect(form).toContain(`Bram de Vries: ${SMC.displayName}, ${DM.displayName}`);
    expect(form).toContain(LINKS.chat);
  }
  expect(draw({ ...NEWS, by: undefined }).text).toContain('An operator has changed');
});

test('no mail to a contact holds a hint, key id, client ID or object id', () => {
  const all = [draw({ kind: 'digest', digest: DIGEST }), draw(NEWS), draw({ kind: 'contact-invite', url: URL })];
  for (const { subject, text, html } of all) {
    for (const { keyId, application } of DIGEST.items)
      for (const part of [keyId, application.clientId, 'x7Q']) expect(subject + text + html).not.toContain(part);
    for (const part of [ANNA.oid, ANNA.tid]) expect(subject + text + html).not.toContain(part);
  }
});

test('what people are called changes no header and no markup of a mail', () => {
  const bad = { ...DESK, organisation: { ...DESK.organisation, name: HOSTILE }, addedBy: { ...ANNA, name: HOSTILE } };
  const change = { person: { ...ANNA, name: HOSTILE }, applications: [{ ...SMC, displayName: HOSTILE }] };
  for (const content of [
    { kind: 'contact-invite', url: URL } as const,
    { ...NEWS, added: [change], by: { ...ANNA, name: HOSTILE } },
    { kind: 'digest', digest: digest([item(1, { ...SMC, displayName: HOSTILE }, '2026-11-24')]) } as const,
  ]) {
    const { subject, html, text } = renderContactMail(bad, content, LINKS);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<script>');
    expect(text).not.toMatch(/^Bcc:/m);
  }
});
