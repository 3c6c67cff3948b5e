import { GraphClientError, GraphError } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { Contact } from '../../domain/messages/contact.ts';
import type { DigestView } from '../../domain/reminders/digest.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { AnnounceResult, ContactMail, Mailer } from '../../ports/messages/announcer.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import { codeIn, parsed } from './answers.ts';
import type { GraphClient } from './client.ts';
import { isAbsent, toFault } from './errors.ts';

/** A digest as an e-mail, in both forms. `reader`: the name of the person as the directory has it, or empty. */
export type RenderMail = (
  digest: DigestView,
  reader: string,
) => {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

type RenderContactMail = (contact: Contact, content: ContactMail) => ReturnType<RenderMail>;

/** How each is drawn. */
export interface MailDrawing {
  readonly renderMail: RenderMail;
  readonly renderContactMail: RenderContactMail;
}

/** The statuses after which a later attempt may succeed, as in the Bot Connector's rules. */
const LATER = [409, 412, 429, 502, 503, 504];

/** With this status Graph says that it has taken the mail. */
const ACCEPTED = 202;
/**
 * The code with which Exchange refuses the address itself; any other refusal is about the mailbox that sends, or the mail.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
const BAD_ADDRESS = 'ErrorInvalidRecipients';
/** `mail` is null for a person without a mailbox, and never missing: it is selected. */
const USER = z.object({ id: z.string(), mail: z.string().nullable(), displayName: z.string().nullish() });

/**
 * Sends through `POST /users/{id}/sendMail` (202: accepted, not delivered). Graph's JSON message has one body, so a person
 * gets HTML or, if they prefer it, plain text (decision 0010). Graph takes MIME too, which has room for both, but then it
 * keeps every mail in Sent Items. The name of the sender is the mailbox's own, as the directory has it. The address is read from the directory for every mail,
 * because an address may change hands; a person is known by id.
 */
export function createMailer(
  client: GraphClient,
  from: string,
  { renderMail, renderContactMail }: MailDrawing,
): Mailer {
  return {
    async send(to, digest, format) {
      try {
        const reader = await readerOf(client, to);
        if (reader === undefined) return { kind: 'gone', code: 'NoMailAddress' };
        const { address, name } = reader;
        return await post(client, from, { address, format, mail: renderMail(digest, name) });
      } catch (error) {
        return failure(error);
      }
    },
    async sendTo(contact, content) {
      try {
        const mail = renderContactMail(contact, content);
        return await post(client, from, { address: contact.address, format: 'html', mail });
      } catch (error) {
        const result = failure(error);
        return result.kind === 'refused' && result.code === BAD_ADDRESS ? { ...result, kind: 'gone' } : result;
      }
    },
  };
}

interface Outgoing {
  readonly address: string;
  readonly format: 'html' | 'text';
  readonly mail: ReturnType<RenderMail>;
}

async function post(
  client: GraphClient,
  from: string,
  { address, format, mail: { subject, text, html } }: Outgoing,
): Promise<AnnounceResult> {
  const body = format === 'html' ? { contentType: 'HTML', content: html } : { contentType: 'Text', content: text };
  const message = { subject, body, toRecipients: [{ emailAddress: { address } }] };
  const path = `/users/${encodeURIComponent(from)}/sendMail`;
  await client.write(path, ACCEPTED).post({ message, saveToSentItems: false });
  return { kind: 'sent', posted: undefined };
}

/** Undefined if the person has left or has no mailbox. */
async function readerOf(
  client: GraphClient,
  { oid }: PersonId,
): Promise<{ readonly address: string; readonly name: string } | undefined> {
  try {
    const answer = await client
      .read(`/users/${encodeURIComponent(oid)}`)
      .select(['id', 'mail', 'displayName'])
      .get();
    const { mail, displayName } = parsed(USER, answer, 'no user');
    if (mail === null || !/^[^\s<>@]+@[^\s<>@]+$/.test(mail)) return undefined;
    return { address: mail, name: displayName ?? '' };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Only a refusal with Graph's own code is final: a proxy's may pass. */
function failure(error: unknown): AnnounceResult {
  if (error instanceof GraphError) {
    const { statusCode } = error;
    const refusal = codeIn(error);
    const code = refusal ?? String(statusCode);
    if (refusal !== undefined && !LATER.includes(statusCode)) return { kind: 'refused', code };
    const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN);
    const afterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
    return { kind: 'later', code, afterMs, maybe: statusCode >= 500 };
  }
  if (error instanceof GraphClientError || error instanceof DirectoryFault) {
    const { problem, ambiguous } = toFault(error, 'write');
    return { kind: 'later', code: problem, afterMs: undefined, maybe: ambiguous };
  }
  throw error;
}
