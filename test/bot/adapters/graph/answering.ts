import { createAppTokens } from '../../../../bot/adapters/entra/app-tokens.ts';
import { createGraph } from '../../../../bot/adapters/graph/index.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';

export const ID = '11111111-2222-3333-4444-555555555555';
/** The bot's own registration. */
export const OWN = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
export const TENANT = 'bbbbbbbb-cccc-dddd-eeee-ffffffffffff';
export const GRAPH = 'https://graph.test:8443';
const LOGIN = 'https://login.test:8444';
const NOW = new Date('2026-11-24T10:20:30.000Z');

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export type Answer = () => Response | Promise<Response>;

/** The Graph adapters over a Graph that gives these answers, the last of them for ever. */
export function graphAnswering(...answers: Answer[]) {
  const sent: Sent[] = [];
  const logged: string[] = [];
  const send = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = String(input);
    if (url.startsWith(LOGIN)) return entraAnswer(url);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    sent.push({ url, method: init.method ?? 'GET', headers: new Headers(init.headers), body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) throw new Error('no answer left');
    return answer();
  };
  const log = (event: string) => void logged.push(event);
  const credential = { kind: 'secret', secret: 's' } as const;
  const bot = { loginUrl: LOGIN, tenantId: TENANT, clientId: ID, credential };
  const { directory, people, mailer, signInReports, signInLog } = createGraph(
    {
      graphUrl: GRAPH,
      tenantId: TENANT,
      own: [OWN],
      tokens: createAppTokens(bot, { send }),
      mail: {
        from: 'reminders@umbrella.example',
        renderMail: (_digest, reader) => ({
          subject: 'subject',
          text: `text for ${reader}`,
          html: `<p>for ${reader}</p>`,
        }),
        renderContactMail: (_contact, { kind }) => ({ subject: kind, text: 'text', html: '<p>to a contact</p>' }),
      },
      signInReport: true,
      signInLog: true,
    },
    { info: log, warn: log, error: log },
    () => NOW,
    send,
  );
  return { directory, people, mailer, signInReports, signInLog, sent, logged };
}

function entraAnswer(url: string): Response {
  if (url.includes('openid-configuration')) {
    const base = `${LOGIN}/${TENANT}`;
    return json(200, {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    });
  }
  return json(200, { token_type: 'Bearer', expires_in: 3600, access_token: 'app-token' });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function failure(status: number, code: string, message = 'm', headers: Record<string, string> = {}): Answer {
  const error = { code, message, innerError: { 'request-id': 'request-1', date: '2026-11-24T00:00:00' } };
  return () => json(status, { error }, headers);
}

export function networkFailure(code: string): Answer {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

export async function faultOf(promise: Promise<unknown>): Promise<DirectoryFault> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DirectoryFault) return error;
  throw new Error('no DirectoryFault', { cause: error });
}
