import { guidanceOf, type Ways } from '../../domain/shared/guidance.ts';
import { draftLink, teamsLinks } from '../../domain/shared/teams-links.ts';
import type { Roster } from '../../ports/access/roster.ts';
import type { Announcer } from '../../ports/messages/announcer.ts';
import type { Delivery } from '../../ports/secrets/delivery.ts';
import type { BrowserPages } from '../../ports/shared/browser-pages.ts';
import type { Clock } from '../../ports/shared/clock.ts';
import type { AppTokens } from '../../ports/shared/credential.ts';
import type { Ledger } from '../../ports/shared/ledger.ts';
import type { Log } from '../../ports/shared/log.ts';
import { SILENT, type Telemetry } from '../../ports/shared/telemetry.ts';
import type { TurnCounts } from '../../ports/shared/turn-counts.ts';
import { closeServer, createHttpServer, listen } from './http/server.ts';
import { createGate } from './inbound/gate.ts';
import { createSlowDown } from './inbound/limits/slow-down.ts';
import { createTurnLimits, notingRefusals } from './inbound/limits/turn-limits.ts';
import { countedGate, countedLimit, measuredCommands, measuredTurns } from './inbound/measured-turns.ts';
import { createTurns, type TurnDeps } from './inbound/turn.ts';
import { createAnnouncer } from './outbound/announcer.ts';
import { createConnector } from './outbound/connector.ts';
import { createMessenger, type Messenger } from './outbound/deliver.ts';
import { measuredConnector } from './outbound/measured-connector.ts';
import { createOutboundRate } from './outbound/outbound-rate.ts';
import { createRoster } from './outbound/roster.ts';
import { createSecretDelivery } from './outbound/secret-delivery.ts';
import { createServiceUrlCheck } from './outbound/service-urls.ts';
import { type BotCredentials, createBotCredentials } from './sdk/credentials.ts';
import { createGateway } from './sdk/gateway.ts';
import type { TeamsSettings } from './settings.ts';

export { PortInUseError } from './http/listen.ts';
export { createNotReadyServer } from './http/not-ready.ts';

/** Teams waits about 5 s for the answer to an invoke. */
const ANSWER_WITHIN_MS = 4000;
const TYPING_AFTER_MS = 1000;

/** The way out to Teams, for the use cases and for the server. */
export interface TeamsChannel {
  readonly delivery: Delivery;
  readonly announcer: Announcer;
  readonly roster: Roster;
  readonly messenger: Messenger;
  readonly credentials: BotCredentials;
  readonly links: Ways;
}

/** `tokens` are the bot's own, as BOT_ID. */
export function createTeamsChannel(
  settings: TeamsSettings,
  tokens: AppTokens,
  ledger: Pick<Ledger, 'conversations'>,
  log: Log,
  telemetry: Telemetry,
): TeamsChannel {
  const credentials = createBotCredentials(tokens, settings.botConnectorAudience);
  const isServiceUrl = createServiceUrlCheck(settings.botServiceUrls);
  const links = linksOf(settings);
  const rate = createOutboundRate();
  const connector = measuredConnector(createConnector({ isServiceUrl, token: credentials.token, rate }), telemetry);
  const messenger = createMessenger(connector, ledger.conversations, log);
  return {
    delivery: createSecretDelivery(connector, ledger.conversations, log, settings.reminderZone, links),
    announcer: createAnnouncer(connector, links, settings.reminderZone, rate.pace),
    roster: createRoster(connector, settings.tenantId),
    messenger,
    credentials,
    links,
  };
}

/** What cards and e-mails lead people to: this app, support, and the guides. */
export function linksOf(settings: TeamsSettings): Ways {
  const { teamsUrl, teamsCatalogAppId: appId, tenantId, botId } = settings;
  const place = { teamsUrl, appId, tenantId, botId };
  const draft = (command: string) => draftLink(place, command);
  return { ...teamsLinks(place), draft, guidance: guidanceOf(settings) };
}

export interface TeamsServerDeps {
  readonly settings: TeamsSettings;
  readonly channel: TeamsChannel;
  readonly usecases: TurnDeps['usecases'];
  readonly ledger: Pick<Ledger, 'check' | 'conversations'>;
  readonly pages: BrowserPages;
  readonly log: Log;
  readonly clock: Clock;
  /** Without it, nothing is measured. */
  readonly telemetry?: Telemetry;
  /** What people have sent to all processes; undefined if there is one process. */
  readonly turnCounts?: TurnCounts | undefined;
  /** Resolves if everything else is ready for turns; rejects if it is not. */
  readonly ready?: (() => Promise<unknown>) | undefined;
  /** Whether a message to the administrators would reach somebody. */
  readonly canTell?: (() => Promise<boolean>) | undefined;
  /** For tests. */
  readonly timing?: { readonly answerWithinMs: number; readonly typingAfterMs: number };
}

export interface TeamsServer {
  /** Resolves to the port it got. */
  listen(port: number, host: string): Promise<number>;
  /** Says that it is not ready, so that turns are sent to another process. Turns that still come are taken. */
  drain(): void;
  /** Takes no more turns, and lets those in hand finish. */
  close(): Promise<void>;
}

/**
 * The way in from Teams. It asks for keys at once, so that the first turn need not wait; without an answer it starts,
 * too.
 */
export async function createTeamsServer(deps: TeamsServerDeps): Promise<TeamsServer> {
  const { settings, channel, ledger, pages, log, clock, ready, canTell, turnCounts: counts, telemetry = SILENT } = deps;
  const gate = countedGate(createGate(settings, clock), telemetry);
  // Monotonic: a clock that is set back must not lock people out.
  const now = () => performance.now();
  const limits = createTurnLimits(now, log, counts);
  const noted = { ...deps.usecases, run: notingRefusals(deps.usecases.run, limits) };
  const usecases = measuredCommands(noted, telemetry);
  const unmeasured = createTurns({
    botId: settings.botId,
    tenantId: settings.tenantId,
    links: channel.links,
    zone: settings.reminderZone,
    usecases,
    messenger: channel.messenger,
    conversations: ledger.conversations,
    roster: channel.roster,
    log,
    answerWithinMs: deps.timing?.answerWithinMs ?? ANSWER_WITHIN_MS,
    typingAfterMs: deps.timing?.typingAfterMs ?? TYPING_AFTER_MS,
  });
  const turns = measuredTurns(unmeasured, telemetry);
  const gateway = createGateway(settings, channel.credentials, turns, log);
  const allowTurn = countedLimit(limits.allow, telemetry);
  const slowDown = createSlowDown({ messenger: channel.messenger, counts, now });
  let draining = false;
  const isDraining = () => draining;
  const server = createHttpServer({
    ...{ gate, gateway, allowTurn, slowDown, ledger, pages, log, ready, canTell, isDraining, now },
  });
  await gate.ready().catch((cause: unknown) => log.warn('signing keys not available yet', {}, cause));
  return {
    listen: (port, host) => listen(server, port, host),
    drain() {
      draining = true;
    },
    async close() {
      await closeServer(server);
      await turns.settled();
      limits.close();
    },
  };
}
