import { createTeamsServer, linksOf } from '../../../../bot/adapters/teams/index.ts';
import { createAnnouncer } from '../../../../bot/adapters/teams/outbound/announcer.ts';
import { createConnector } from '../../../../bot/adapters/teams/outbound/connector.ts';
import { createMessenger } from '../../../../bot/adapters/teams/outbound/deliver.ts';
import { createRoster } from '../../../../bot/adapters/teams/outbound/roster.ts';
import { createSecretDelivery } from '../../../../bot/adapters/teams/outbound/secret-delivery.ts';
import { createServiceUrlCheck } from '../../../../bot/adapters/teams/outbound/service-urls.ts';
import type { Channel } from '../../../../bot/domain/reminders/link.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import type { Lack } from '../../../../bot/domain/sign-in/silent-failure.ts';
import type { Posted } from '../../../../bot/ports/messages/announcer.ts';
import type { Command } from '../../../../bot/usecases/commands.ts';
import type { ExchangeOutcome } from '../../../../bot/usecases/index.ts';
import {
  BOT_ID,
  createKey,
  ISSUER,
  recordingLog,
  rememberingConversations,
  signToken,
  startConnector,
  startKeyServer,
  TENANT,
} from './bench.ts';

/**
 * Times for tests of work that takes longer than Teams waits. Elsewhere they would be a race: on a busy machine the bot may
 * need more than this for any answer.
 */
export const IMPATIENT = { answerWithinMs: 150, typingAfterMs: 60 };

/** All bots of this worker share it: to make one takes longer than to start a bot. */
const firstKey = createKey('k1', ['msteams']);

/** The whole Teams adapter on loopback: real HTTP, real SDKs, own keys; use cases that answer what a test says. */
export async function startBot(timing = { answerWithinMs: 2000, typingAfterMs: 1000 }) {
  const key = await firstKey;
  const keyServer = await startKeyServer([key]);
  const connector = await startConnector();
  const log = recordingLog();
  const conversations = rememberingConversations();
  const database = { up: true };
  const ran: { command: Command; asker: Asker }[] = [];
  const heard: Channel[] = [];
  const removed: object[] = [];
  const returned: object[] = [];
  const shared: object[] = [];
  const renamed: object[] = [];
  const lacks: Lack[] = [];
  const shown: { outcome: Outcome['kind']; posted: Posted }[] = [];
  const late: { outcome: Outcome; afterMs: number | undefined }[] = [];
  const script = {
    run: async (_command: Command, _asker: Asker): Promise<Outcome> => ({ kind: 'signed-out' }),
    exchange: async (): Promise<ExchangeOutcome> => ({ kind: 'duplicate' }),
  };
  const settings = {
    botId: BOT_ID,
    tenantId: TENANT,
    botCredential: { kind: 'secret' as const, secret: 'unused' },
    loginUrl: 'https://login.test',
    botOpenIdMetadataUrl: keyServer.metadataUrl,
    botTokenIssuer: ISSUER,
    botConnectorAudience: 'https://api.botframework.com',
    cloud: 'public' as const,
    botServiceUrls: [connector.serviceUrl],
    teamsUrl: 'https://teams.test',
    reminderZone: 'UTC',
    teamName: 'the WMDA team',
    supportName: 'support',
    teamsCatalogAppId: BOT_ID,
  };
  const links = linksOf(settings);
  const isServiceUrl = createServiceUrlCheck(settings.botServiceUrls);
  const token = async () => 'bot-token';
  const way = createConnector({ isServiceUrl, token, timeoutMs: 2_000 });
  const messenger = createMessenger(way, conversations, log);
  const channel = {
    delivery: createSecretDelivery(way, conversations, log, 'UTC'),
    announcer: createAnnouncer(way, links, 'UTC'),
    roster: createRoster(way, TENANT),
    messenger,
    credentials: { token },
    links,
  };
  const server = await createTeamsServer({
    settings,
    channel,
    usecases: {
      run: async (command, asker) => {
        ran.push({ command, asker });
        return script.run(command, asker);
      },
      exchange: () => script.exchange(),
      offerPage: async (lack) => {
        lacks.push(lack);
        return {
          kind: 'sign-in',
          need: 'read',
          signInId: 'page',
          url: 'https://bot.example/sign-in/x',
          sso: false,
          lack,
        };
      },
      noteShown: async (outcome, _asker, posted) => void shown.push({ outcome: outcome.kind, posted }),
      answerLater: async (outcome, _asker, afterMs) => void late.push({ outcome, afterMs }),
      remember: (asker) => conversations.remember(asker),
      heardFrom: async (channel) => void heard.push(channel),
      removedFrom: async (where) => void removed.push(where),
      returnedTo: async (where) => void returned.push(where),
      renamed: async (where, name) => void renamed.push({ ...where, name }),
      sharedOutside: async (channel) => void shared.push(channel),
    },
    ledger: { check: async () => (database.up ? undefined : Promise.reject(new Error('down'))), conversations },
    pages: {
      handle: async ({ path, query, cookies }) =>
        path === '/sign-in/known'
          ? { status: 200, headers: { 'content-type': 'text/plain' }, body: `${query.get('a')} ${cookies['c']}` }
          : undefined,
      sortOf: () => ({ kind: 'made-up' }),
      busy: () => ({ status: 429, headers: { 'content-type': 'text/html' }, body: 'busy' }),
    },
    log,
    clock: () => new Date(),
    timing,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const post = async (body: unknown, authorization?: string) => {
    const bearer = authorization ?? `Bearer ${await signToken(key, { serviceurl: connector.serviceUrl })}`;
    return fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(bearer === '' ? {} : { authorization: bearer }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  const close = async () => {
    await server.close();
    await Promise.all([keyServer.close(), connector.close()]);
  };
  return {
    url,
    key,
    keyServer,
    connector,
    log,
    conversations,
    database,
    ran,
    heard,
    removed,
    returned,
    shared,
    renamed,
    script,
    lacks,
    late,
    shown,
    post,
    close,
  };
}
