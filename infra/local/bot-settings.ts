import { createHash } from 'node:crypto';
import type { LocalEntra } from './entra/index.ts';
import type { LocalGraph } from './graph/index.ts';
import type { LocalTeams } from './teams/index.ts';
import type { Tls } from './tls.ts';
import type { World } from './world.ts';

interface BotSettingsParts {
  readonly world: World;
  readonly tls: Pick<Tls, 'caFile'>;
  readonly entra: Pick<LocalEntra, 'loginUrl'>;
  readonly graph: Pick<LocalGraph, 'url'>;
  readonly teams: Pick<LocalTeams, 'openIdMetadataUrl' | 'tokenIssuer' | 'serviceUrl' | 'url'>;
  readonly port: number;
}

/** The environment with which the bot finds the stand-ins; where it keeps its data is the caller's choice. */
export function botSettings({ world, tls, entra, graph, teams, port }: BotSettingsParts): Record<string, string> {
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    BOT_ID: world.botId,
    BOT_TYPE: 'SingleTenant',
    TENANT_ID: world.tenantId,
    BOT_CLIENT_SECRET: world.botClientSecret,
    LOGIN_URL: entra.loginUrl,
    GRAPH_URL: graph.url,
    BOT_OPENID_METADATA_URL: teams.openIdMetadataUrl,
    BOT_TOKEN_ISSUER: teams.tokenIssuer,
    BOT_SERVICE_URLS: teams.serviceUrl,
    CLIENT_ORIGINS: teams.url,
    STEP_UP_AUTH_CONTEXT: 'c1',
    MAIL_FROM: world.mailbox,
    SIGN_IN_REPORT: 'on',
    AUDIT_KEY: auditKey(world),
    NODE_EXTRA_CA_CERTS: tls.caFile,
  };
}

/** The same for as long as the world lasts, so that a bot that is started again still knows its signatures. */
function auditKey({ botClientSecret }: World): string {
  return `local:${createHash('sha256').update(`audit ${botClientSecret}`).digest('base64')}`;
}
