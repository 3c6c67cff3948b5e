import type { Reply } from '../http.ts';
import { peopleHere } from '../leavers.ts';
import type { LocalWorld, SentMail } from '../world.ts';
import { badRequest, GraphFailure } from './errors.ts';
import { field, isObject } from './fields.ts';
import { isNamed } from './users.ts';

const MINUTE_MS = 60_000;
const PER_MINUTE = 30;
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

/** Answers `POST /users/{mailbox}/sendMail`. Throws GraphFailure. */
export type SendMail = (mailbox: string, body: unknown) => Reply;

/**
 * Puts mails into the world's outbox. It accepts 30 messages a minute from each mailbox, as Exchange Online does:
 * https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits
 */
export function createSendMail(world: LocalWorld): SendMail {
  const sent = new Map<string, readonly number[]>();
  return (mailbox, body) => {
    const sender = senderOf(world, mailbox);
    const { from } = sender;
    const mail = mailOf(body, sender);
    const now = Date.now();
    const recent = (sent.get(from) ?? []).filter((at) => at > now - MINUTE_MS);
    const [oldest = now] = recent;
    if (recent.length >= PER_MINUTE) throw tooMany(Math.ceil((oldest + MINUTE_MS - now) / 1000));
    sent.set(from, [...recent, now]);
    world.keepMail(mail);
    return { status: 202 };
  };
}

type Sender = Pick<SentMail, 'from' | 'fromName'>;

function senderOf(world: LocalWorld, mailbox: string): Sender {
  if (mailbox.toLowerCase() === world.mailbox.toLowerCase()) {
    return { from: world.mailbox, fromName: world.mailboxName };
  }
  const person = peopleHere(world).find((one) => isNamed(one, mailbox));
  if (person !== undefined) return { from: person.upn, fromName: person.name };
  throw new GraphFailure(404, 'ErrorInvalidUser', `The requested user '${mailbox}' is invalid.`);
}

function mailOf(body: unknown, sender: Sender): SentMail {
  only(body, ['message', 'saveToSentItems'], 'the action');
  const save = field(body, 'saveToSentItems');
  if (save !== undefined && typeof save !== 'boolean') throw invalid("'saveToSentItems' must be a boolean.");
  const message = field(body, 'message');
  if (message === undefined) throw invalid("The request body must contain the property 'Message'.");
  only(message, ['subject', 'body', 'toRecipients'], 'microsoft.graph.message');
  const [text, subject] = [field(message, 'body'), field(message, 'subject')];
  only(text, ['contentType', 'content'], 'microsoft.graph.itemBody');
  if (typeof subject !== 'string') throw invalid("The message needs a 'subject'.");
  const content = field(text, 'content');
  if (typeof content !== 'string') throw invalid("The body needs a 'content'.");
  const to = recipientsOf(field(message, 'toRecipients'));
  const contentType = typeOf(field(text, 'contentType'));
  return { at: new Date().toISOString(), ...sender, to, subject, contentType, content };
}

function typeOf(value: unknown): SentMail['contentType'] {
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  if (word === 'text') return 'Text';
  if (word === 'html') return 'HTML';
  throw invalid(`'${String(value)}' is no content type of a message.`);
}

function recipientsOf(list: unknown): readonly string[] {
  if (!Array.isArray(list) || list.length === 0) throw recipients('At least one recipient must be specified.');
  return list.map((one: unknown) => {
    only(one, ['emailAddress'], 'microsoft.graph.recipient');
    const address = field(one, 'emailAddress');
    only(address, ['address', 'name'], 'microsoft.graph.emailAddress');
    const text = field(address, 'address');
    if (typeof text === 'string' && ADDRESS.test(text)) return text;
    throw recipients('At least one recipient is not valid.');
  });
}

function only(value: unknown, known: readonly string[], type: string): void {
  if (!isObject(value)) throw invalid(`An object was expected for ${type}.`);
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) throw invalid(`The property '${stranger}' does not exist on ${type}.`);
}

function invalid(message: string): GraphFailure {
  return badRequest(message, 'ErrorInvalidRequest');
}

function recipients(message: string): GraphFailure {
  return badRequest(message, 'ErrorInvalidRecipients');
}

function tooMany(retryAfterSeconds: number): GraphFailure {
  const text = 'Application is over its MailboxConcurrency limit.';
  return new GraphFailure(429, 'ApplicationThrottled', text, retryAfterSeconds);
}
