import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, readConfig } from '../../../../bot/config/index.ts';
import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { CLOSED, type Failing, failing, MINUTE_MS, NOBODY } from '../cases.ts';
import { MANIFEST } from '../stage.ts';

/** What can be wrong with the settings, the installation and the clock. */
export const DEPLOYMENT = {
  settings: [
    {
      condition: 'settings are missing',
      bend: () => ({ gaps: gapsOf({}) }),
      status: 'failure',
      detail: /PUBLIC_URL is missing[\s\S]*TENANT_ID is missing/,
      advice: /README/,
    },
    {
      condition: 'a name looks like a misspelt setting',
      bend: () => ({ names: ['STEP_UP_AUTHCONTEXT', 'PATH'] }),
      status: 'warning',
      detail: /^STEP_UP_AUTHCONTEXT is no setting: is STEP_UP_AUTH_CONTEXT meant\?$/,
      advice: /^Correct the names/,
    },
    {
      condition: 'a reference to Key Vault was not resolved',
      bend: ({ env }) => ({
        gaps: gapsOf({
          ...env,
          AUDIT_KEY: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/audit-key)',
        }),
      }),
      status: 'failure',
      detail: /^AUDIT_KEY is a reference to Key Vault that was not resolved.*Key Vault Secrets User\)$/,
      advice: /parameters of the deployment/,
    },
  ],
  packages: [
    {
      condition: 'a package is not installed, and another is not the one of the lock file',
      bend: async ({ folder }) => ({ root: await spoiltProject(folder) }),
      status: 'failure',
      detail: /absent is not installed\.\nold is installed as 1\.0\.0; the lock file says 2\.0\.0\./,
      advice: /npm ci/,
    },
  ],
  manifest: [
    {
      condition: 'the app package was made for another bot and address',
      bend: () => ({ manifest: { ...MANIFEST({ BOT_ID: NOBODY }), validDomains: ['elsewhere.example'] } }),
      status: 'failure',
      detail: /botId is not BOT_ID[\s\S]*AAD_APP_CLIENT_ID[\s\S]*resource[\s\S]*validDomains/,
      advice: /npm run package/,
    },
    {
      condition: 'no app package was given',
      bend: () => ({ manifest: undefined }),
      status: 'skipped',
      detail: /None was given/,
      advice: /--manifest/,
    },
  ],
  'token-example': [
    {
      ...failing('the scope of the example was left in place', { API_SCOPES: '' }),
      detail: /example for DM\/production, DM\/sandbox, SMC\/production, SMC\/sandbox\./,
      advice: /API_SCOPES/,
    },
    {
      ...failing('one API has no scope in the sandbox', {
        API_SCOPES: 'DM/production=api://dm/.default DM/sandbox=api://dm-s/.default SMC/production=api://smc/.default',
      }),
      detail: /example for SMC\/sandbox\./,
      advice: /API_SCOPES/,
    },
  ],
  clock: [
    {
      condition: 'the clock is two minutes ahead',
      bend: () => ({ aheadMs: 2 * MINUTE_MS }),
      status: 'warning',
      detail: /1(19|20) s off/,
      advice: /time server/,
    },
    {
      condition: 'the clock is ten minutes behind',
      bend: () => ({ aheadMs: -10 * MINUTE_MS }),
      status: 'failure',
      detail: /(599|600) s off/,
      advice: /time server/,
    },
    {
      condition: 'neither Entra nor Graph says the time',
      bend: () => ({ env: { LOGIN_URL: CLOSED, GRAPH_URL: CLOSED } }),
      status: 'skipped',
      detail: /Neither/,
      advice: /“Entra’s sign-in” and “Microsoft Graph”/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

function gapsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.gaps;
    throw cause;
  }
}

async function spoiltProject(folder: string): Promise<URL> {
  const root = join(folder, 'project');
  await mkdir(join(root, 'node_modules/old'), { recursive: true });
  const write = (path: string, content: object) => writeFile(join(root, path), JSON.stringify(content));
  await write('package.json', { dependencies: { absent: '^1.0.0', old: '^2.0.0' } });
  await write('package-lock.json', { packages: { 'node_modules/old': { version: '2.0.0' } } });
  await write('node_modules/old/package.json', { version: '1.0.0' });
  return pathToFileURL(`${root}/`);
}
