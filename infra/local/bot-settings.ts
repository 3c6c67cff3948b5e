import { createHash } from 'node:crypto';
import type { LocalEntra } from './entra/index.ts';
import type { LocalGraph } from './graph/index.ts';
import type { LocalManagedIdentity } from './managed-identity/index.ts';
import type { LocalTeams } from './teams/index.ts';
import { apiSettings } from './tenant/apis.ts';
import type { Tls } from './tls.ts';
import type { LocalWorld } from './world.ts';

interface BotSettingsParts {
  readonly world: LocalWorld;
  readonly tls: Pick<Tls, 'caFile'>;
  readonly entra: Pick<LocalEntra, 'loginUrl'>;
  readonly graph: Pick<LocalGraph, 'url'>;
  readonly teams: Pick<LocalTeams, 'openIdMetadataUrl' | 'tokenIssuer' | 'serviceUrl' | 'url'>;
  readonly port: number;
  /** If it is left out, the bot has a secret, and a key for its audit record. */
  readonly managedIdentity?: Pick<LocalManagedIdentity, 'env'> | undefined;
}

/** The environment with which the bot finds the stand-ins. The caller adds where the bot keeps its data. */
export function botSettings(parts: BotSettingsParts): Record<string, string> {
  const { world, tls, entra, graph, teams, port, managedIdentity } = parts;
  return {
    ...(managedIdentity === undefined ? withSecrets(world) : withoutSecrets(world, managedIdentity)),
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    BOT_ID: world.botId,
    TENANT_ID: world.tenantId,
    LOGIN_URL: entra.loginUrl,
    GRAPH_URL: graph.url,
    BOT_OPENID_METADATA_URL: teams.openIdMetadataUrl,
    BOT_TOKEN_ISSUER: teams.tokenIssuer,
    BOT_SERVICE_URLS: teams.serviceUrl,
    CLIENT_ORIGINS: teams.url,
    SIGN_IN_AUTH_CONTEXT: 'policy',
    STEP_UP_AUTH_CONTEXT: 'c1',
    MAIL_FROM: world.mailbox,
    SIGN_IN_REPORT: 'on',
    SIGN_IN_LOG: 'on',
    ...apiSettings(),
    SUPPORT_CONTACT: 'support@registers.example',
    MFA_GUIDE_URL: 'https://registers.example/guides/mfa',
    API_GUIDE_URL: 'https://registers.example/guides/api',
    NODE_EXTRA_CA_CERTS: tls.caFile,
  };
}

function withSecrets(world: LocalWorld): Record<string, string> {
  return { BOT_TYPE: 'SingleTenant', BOT_CLIENT_SECRET: world.botClientSecret, AUDIT_KEY: auditKey(world) };
}

function withoutSecrets(world: LocalWorld, { env }: Pick<LocalManagedIdentity, 'env'>): Record<string, string> {
  return { BOT_TYPE: 'UserAssignedMsi', AAD_APP_CLIENT_ID: world.appId, AAD_APP_FEDERATED: 'true', ...env };
}

/**
 * The record of an invented tenant needs no secret key. The key is the same at every start, so that signatures still
 * fit if the bot starts again, and in a database that an earlier start has prepared.
 */
function auditKey({ tenantId }: LocalWorld): string {
  return `local:${createHash('sha256').update(`audit ${tenantId}`).digest('base64')}`;
}
