import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../../bot/domain/messages/contact.ts';
import type { DigestView } from '../../../../bot/domain/reminders/digest.ts';
import { type Answer, failure, graphAnswering, json, networkFailure } from './answering.ts';

const PERSON = { tid: 'bbbbbbbb-cccc-dddd-eeee-ffffffffffff', oid: '11111111-2222-3333-4444-555555555555' };
const DIGEST: DigestView = {
  ...{ id: 'd', zone: 'UTC', asOf: new Date('2026-11-24T08:00:00Z'), mayBeRepeated: false, items: [], mentions: [] },
  destination: { kind: 'mail', person: PERSON },
  managers: new Map(),
};
const USER: Answer = () => json(200, { id: PERSON.oid, mail: 'anna@registers.example', displayName: 'Anna Jansen' });
const ACCEPTED: Answer = () => new Response(null, { status: 202 });

function mail(...answers: Answer[]) {
  const { mailer, sent } = graphAnswering(...answers);
  if (mailer === undefined) throw new Error('no mailer');
  return { sent, send: (format: 'html' | 'text' = 'html') => mailer.send(PERSON, DIGEST, format) };
}

describe('a mail', () => {
  it.each([
    ['html', { contentType: 'HTML', content: '<p>for Anna Jansen</p>' }],
    ['text', { contentType: 'Text', content: 'text for Anna Jansen' }],
  ] as const)('as %s goes to the address that the directory has for the person', async (format, body) => {
    const { sent, send } = mail(USER, ACCEPTED);
    expect(await send(format)).toEqual({ kind: 'sent', posted: undefined });
    expect(sent[0]?.url).toContain(`/v1.0/users/${PERSON.oid}?$select=id,mail,displayName`);
    expect(sent[1]).toMatchObject({
      method: 'POST',
      body: { saveToSentItems: false, message: { subject: 'subject', body } },
    });
    expect(sent[1]?.url).toContain('/v1.0/users/reminders%40umbrella.example/sendMail');
    expect(sent[1]?.body).toMatchObject({
      message: { toRecipients: [{ emailAddress: { address: 'anna@registers.example' } }] },
    });
  });

  it('greets nobody by name if the directory has no name', async () => {
    const { sent, send } = mail(() => json(200, { id: PERSON.oid, mail: 'a@b.example', displayName: null }), ACCEPTED);
    expect(await send()).toEqual({ kind: 'sent', posted: undefined });
    expect(sent[1]?.body).toMatchObject({ message: { body: { content: '<p>for </p>' } } });
  });

  it.each([
    ['nobody', failure(404, 'Request_ResourceNotFound')],
    ['no address', () => json(200, { id: PERSON.oid, mail: null })],
    ['an address that is none', () => json(200, { id: PERSON.oid, mail: 'a@b\r\nBcc: c@d' })],
  ] as const)('is not sent if the directory has %s', async (_what, answer) => {
    const { sent, send } = mail(answer);
    expect(await send()).toEqual({ kind: 'gone', code: 'NoMailAddress' });
    expect(sent).toHaveLength(1);
  });

  it.each([429, 503, 504])('is one request and may be tried again later after %i', async (status) => {
    const { sent, send } = mail(USER, failure(status, 'ApplicationThrottled', 'm', { 'retry-after': '12' }));
    expect(await send()).toEqual({
      kind: 'later',
      code: 'ApplicationThrottled',
      afterMs: 12_000,
      maybe: status >= 500,
    });
    expect(sent).toHaveLength(2);
  });

  it.each([400, 401, 403, 500])('is not tried again after %i', async (status) => {
    expect(await mail(USER, failure(status, 'ErrorAccessDenied')).send()).toEqual({
      kind: 'refused',
      code: 'ErrorAccessDenied',
    });
  });

  it('counts as accepted if the answer is empty, with any content type', async () => {
    const odd: Answer = () => new Response('', { status: 202, headers: { 'content-type': 'application/json' } });
    expect(await mail(USER, odd).send()).toEqual({ kind: 'sent', posted: undefined });
  });

  it.each<[string, Answer, boolean]>([
    ['200 with a page', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } }), true],
    ['404 of a proxy', () => new Response('<h1>Not found</h1>', { status: 404 }), false],
  ])('is tried again later after %s', async (_what, answer, maybe) => {
    expect(await mail(USER, answer).send()).toMatchObject({ kind: 'later', maybe });
  });

  it.each<[string, Answer]>([
    ['an empty object', () => json(200, {})],
    ['half an answer', () => new Response('{', { headers: { 'content-type': 'application/json' } })],
    ['a person without the field of the address', () => json(200, { id: PERSON.oid })],
    ['404 of a proxy', () => new Response('<h1>Not found</h1>', { status: 404 })],
  ])('never counts the person as gone after %s', async (_what, answer) => {
    expect(await mail(answer).send()).toMatchObject({ kind: 'later', maybe: false });
  });

  it('may have been accepted if the answer is lost', async () => {
    expect(await mail(USER, networkFailure('ECONNRESET')).send()).toMatchObject({ kind: 'later', maybe: true });
    expect(await mail(USER, networkFailure('ECONNREFUSED')).send()).toMatchObject({ kind: 'later', maybe: false });
  });
});

const CONTACT: Contact = {
  ...{ id: 'c', organisation: { kind: 'organisation', key: 'nl/matchwell', name: 'Matchwell (NL)' } },
  ...{ address: 'desk@matchwell.example', state: 'confirmed', addedBy: { ...PERSON, name: 'Anna' } },
  ...{ since: new Date('2026-11-24T08:00:00Z'), unreachableSince: undefined, mailedAgain: 0 },
};

function mailTo(...answers: Answer[]) {
  const { mailer, sent } = graphAnswering(...answers);
  if (mailer === undefined) throw new Error('no mailer');
  return { sent, send: () => mailer.sendTo(CONTACT, { kind: 'digest', digest: DIGEST }) };
}

describe('a mail to a designated contact', () => {
  it('is one request, with the address of the contact, and the directory is not asked', async () => {
    const { sent, send } = mailTo(ACCEPTED);
    expect(await send()).toEqual({ kind: 'sent', posted: undefined });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      body: {
        saveToSentItems: false,
        message: {
          subject: 'digest',
          body: { contentType: 'HTML', content: '<p>to a contact</p>' },
          toRecipients: [{ emailAddress: { address: CONTACT.address } }],
        },
      },
    });
  });

  it('cannot reach the address if Exchange says that no recipient is valid', async () => {
    const code = 'ErrorInvalidRecipients';
    expect(await mailTo(failure(400, code)).send()).toEqual({ kind: 'gone', code });
  });

  it.each([
    [400, 'ErrorInvalidRequest'],
    [403, 'ErrorAccessDenied'],
    [404, 'ErrorInvalidUser'],
  ])('that Exchange refuses with %i %s says nothing about the address', async (status, code) => {
    expect(await mailTo(failure(status, code)).send()).toEqual({ kind: 'refused', code });
  });

  it.each<[string, Answer]>([
    ['429', failure(429, 'ApplicationThrottled', 'm', { 'retry-after': '12' })],
    ['a page of a proxy', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })],
    ['no answer', networkFailure('ECONNRESET')],
  ])('is tried again later after %s', async (_what, answer) => {
    expect(await mailTo(answer).send()).toMatchObject({ kind: 'later' });
  });
});
