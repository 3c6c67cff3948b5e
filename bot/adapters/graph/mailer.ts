import { GraphClientError, GraphError } from '@microsoft/microsoft-graph-client';
import type * as graph from '@microsoft/microsoft-graph-types';
import type { DigestView } from '../../domain/reminders/digest.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { AnnounceResult, Mailer } from '../../ports/messages/announcer.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { GraphClient } from './client.ts';
import { toFault } from './errors.ts';

/** A digest as an e-mail, in both forms. */
export type RenderMail = (digest: DigestView) => {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** The statuses after which a later attempt may succeed, as in the Bot Connector's rules. */
const LATER = [409, 412, 429, 502, 503, 504];

/**
 * Sends through `POST /users/{id}/sendMail` (202: accepted, not delivered). Graph's JSON message has one body, so a person
 * gets HTML or, if they prefer it, plain text (decision 0010). The address is read from the directory for every mail,
 * because an address may change hands; a person is known by id.
 */
export function createMailer(client: GraphClient, from: string, render: RenderMail): Mailer {
  return {
    async send(to, digest, format) {
      try {
        const address = await addressOf(client, to);
        if (address === undefined) return { kind: 'gone', code: 'NoMailAddress' };
        const { subject, text, html } = render(digest);
        const body =
          format === 'html' ? { contentType: 'HTML', content: html } : { contentType: 'Text', content: text };
        const message = { subject, body, toRecipients: [{ emailAddress: { address } }] };
        const path = `/users/${encodeURIComponent(from)}/sendMail`;
        await client.write(path).post({ message, saveToSentItems: false });
        return { kind: 'sent', posted: undefined };
      } catch (error) {
        return failure(error);
      }
    },
  };
}

/** Undefined if the person has left or has no mailbox. */
async function addressOf(client: GraphClient, { oid }: PersonId): Promise<string | undefined> {
  try {
    const user: graph.User = await client
      .read(`/users/${encodeURIComponent(oid)}`)
      .select(['id', 'mail'])
      .get();
    return typeof user.mail === 'string' && /^[^\s<>@]+@[^\s<>@]+$/.test(user.mail) ? user.mail : undefined;
  } catch (error) {
    if (error instanceof GraphError && error.statusCode === 404) return undefined;
    throw error;
  }
}

function failure(error: unknown): AnnounceResult {
  if (error instanceof GraphError) {
    const { statusCode } = error;
    const code = error.code ?? String(statusCode);
    if (!LATER.includes(statusCode)) return { kind: 'refused', code };
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
