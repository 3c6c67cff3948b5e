import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { type LocalEntra, startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';
import { trust } from '../../infra/local/trust.ts';
import { type Ended, lines } from './command.ts';

const ROOT = join(import.meta.dirname, '../../..');
const [DM, SMC, LEGACY] = [
  'c75e9d81-d19e-4acb-a3ad-74a952a42a5e',
  'cb476893-60a9-412b-ac16-5ec5f284d4be',
  'Matchwell legacy upload',
];
const NOBODY = '99999999-9999-4999-8999-999999999999';
/** This has the shape of the Azure CLI's tokens. The stand-in for Graph accepts it. */
const ADMIN_TOKEN = [{ alg: 'none' }, { scp: 'email Directory.AccessAsUser.All' }, '']
  .map((part) => (part === '' ? '' : Buffer.from(JSON.stringify(part)).toString('base64url')))
  .join('.');

let [folder, path]: readonly string[] = [];
let world: LocalWorld;
let entra: LocalEntra;
let graph: LocalGraph;
let settings: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-own-'));
  const tls = await createTls(folder);
  trust(tls);
  world = createWorld(new Date());
  entra = await startEntra({ world, tls, redirectUris: [] });
  const verifyAppToken = async (token: string, audience: string) =>
    token === ADMIN_TOKEN || entra.verifyAppToken(token, audience);
  graph = await startGraph({ world, tls, entra: { verifyAppToken } });
  const teams = {
    openIdMetadataUrl: 'https://x.example',
    tokenIssuer: 'x',
    serviceUrl: 'https://x.example/',
    url: 'https://x.example',
  };
  // Only Node is on the path, so that the command finds no real Azure CLI.
  path = join(folder, 'bin');
  await mkdir(path);
  await symlink(process.execPath, join(path, 'node'));
  settings = { ...botSettings({ world, tls, entra, graph, teams, port: 3978 }), PATH: path };
});
beforeEach(async () => {
  for (const one of world.applications) one.ownedByBot = ![DM, SMC].includes(one.appId);
  await rm(join(path ?? '', 'az'), { force: true });
});
afterAll(async () => {
  await graph.close();
  await entra.close();
  await rm(folder ?? '', { recursive: true, force: true });
});

/** Installs an Azure CLI that is signed in to a tenant with a token; without a tenant it is signed out. */
async function installAz(tenantId: string | undefined, token = ADMIN_TOKEN): Promise<() => Promise<readonly string[]>> {
  const [file, log] = [join(path ?? '', 'az'), join(folder ?? '', 'az.log')];
  await writeFile(log, '');
  const source = await readFile(join(import.meta.dirname, 'az.mjs'), 'utf8');
  const settled = source
    .replace("'{{tenant}}'", JSON.stringify(tenantId ?? ''))
    .replace("'{{token}}'", JSON.stringify(token))
    .replace("'{{log}}'", JSON.stringify(log));
  await writeFile(file, `#!${process.execPath}\n${settled}`);
  await chmod(file, 0o755);
  return async () => lines(await readFile(log, 'utf8'));
}

async function own(...given: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'bot/operator/own.ts'), ...given], {
    env: settings,
    cwd: dirname(path ?? ''),
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}

function isOwned(clientId: string): boolean | undefined {
  return world.applications.find(({ appId }) => appId === clientId)?.ownedByBot;
}

describe('npm run own without the Azure CLI', () => {
  it('prints the commands for the applications that are not owned, and changes nothing', async () => {
    const { status, stdout, stderr } = await own('--all');
    expect([status, stderr]).toEqual([0, '']);
    const printed = lines(stdout);
    expect(printed.filter((line) => line.includes('is owned already'))).toHaveLength(9);
    expect(printed).toContain(`${DM} is not owned: Partner-NL-Matchwell-DM`);
    expect(printed.filter((line) => line === 'az rest --method POST \\')).toHaveLength(2);
    expect(printed.filter((line) => line.startsWith('New-MgApplicationOwnerByRef'))).toHaveLength(2);
    expect(printed.at(-1)).toBe('2 applications to assign. Nothing was changed.');
    expect(isOwned(DM)).toBe(false);
    expect(stdout).not.toContain(LEGACY);
  });

  it('takes an application whose name does not follow the convention if its client ID is given', async () => {
    const legacy = world.applications.find(({ displayName }) => displayName === LEGACY)?.appId ?? '';
    const { stdout } = await own(legacy.toUpperCase());
    expect(lines(stdout)).toEqual([
      `${legacy} is owned already: ${LEGACY}`,
      '0 applications to assign. Nothing was changed.',
    ]);
  });

  it('refuses --perform and changes nothing', async () => {
    const { status, stderr } = await own('--all', '--perform');
    expect([status, stderr]).toEqual([2, expect.stringContaining('The Azure CLI (az) was not found')]);
    expect(isOwned(DM)).toBe(false);
  });

  it.each([
    ['nothing', []],
    ['ids and all of them', ['--all', DM]],
    ['a word', ['everything']],
    ['an unknown option', ['--force', DM]],
  ])('ends with 2 and prints the usage if it is given %s', async (_, given) => {
    const { status, stderr } = await own(...given);
    expect([status, stderr]).toEqual([2, expect.stringContaining('Usage: npm run own')]);
  });
});

describe('npm run own with the Azure CLI of an administrator', () => {
  it('makes the bot owner of what it does not own, once, and never sees a token', async () => {
    const calls = await installAz(world.tenantId);
    const { status, stdout, stderr } = await own(DM, legacyId(), '--perform');
    expect([status, stderr]).toEqual([0, '']);
    expect(lines(stdout)).toEqual([
      `${legacyId()} is owned already: ${LEGACY}`,
      `${DM} is owned now: Partner-NL-Matchwell-DM`,
    ]);
    expect([isOwned(DM), isOwned(SMC)]).toEqual([true, false]);
    const again = await own(DM, '--perform');
    expect([again.status, lines(again.stdout)]).toEqual([0, [`${DM} is owned already: Partner-NL-Matchwell-DM`]]);
    const made = await calls();
    expect(made.filter((call) => call.startsWith('rest --method POST'))).toHaveLength(1);
    expect(made.every((call) => !call.startsWith('rest') || call.includes(`--resource ${graph.url}`))).toBe(true);
    expect(made.join('\n')).not.toMatch(/get-access-token|eyJ/);
  });

  it('prints commands that work when a person runs them', async () => {
    await installAz(world.tenantId);
    const { stdout } = await own(DM, SMC);
    const [, commands = ''] = /# With the Azure CLI[^\n]*\n([\s\S]*?)\n\n#/.exec(stdout) ?? [];
    const shell = spawn('/bin/sh', ['-e', '-c', commands], { env: settings });
    await once(shell, 'exit');
    expect([shell.exitCode, isOwned(DM), isOwned(SMC)]).toEqual([0, true, true]);
  });

  it('changes nothing if one of the ids is unknown', async () => {
    await installAz(world.tenantId);
    const { status, stderr } = await own(DM, NOBODY, '--perform');
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`there is no application ${NOBODY}; nothing was changed`),
    ]);
    expect(isOwned(DM)).toBe(false);
  });

  it('says which role is missing if the person may not assign owners', async () => {
    const token = await tokenOfBot();
    await installAz(world.tenantId, token);
    const { status, stdout } = await own(DM, '--perform');
    expect(status).toBe(1);
    expect(stdout).toContain(`${DM} could not be given an owner (Authorization_RequestDenied)`);
    expect(stdout).toContain('Cloud Application Administrator');
    expect(isOwned(DM)).toBe(false);
  });

  it.each([
    ['to nothing', () => undefined],
    ['to another tenant', () => NOBODY],
  ])('ends with 2 if the Azure CLI is signed in %s', async (_, tenant) => {
    const calls = await installAz(tenant());
    const { status, stderr } = await own(DM, '--perform');
    expect([status, stderr]).toEqual([2, expect.stringContaining(`az login --tenant ${world.tenantId}`)]);
    expect((await calls()).some((call) => call.startsWith('rest'))).toBe(false);
  });
});

function legacyId(): string {
  return world.applications.find(({ displayName }) => displayName === LEGACY)?.appId ?? '';
}

/** The bot's own token, whose rights are not enough to assign owners. */
async function tokenOfBot(): Promise<string> {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: world.botId, client_secret: world.botClientSecret },
    scope: `${graph.url}/.default`,
  });
  const answer = await fetch(`${entra.loginUrl}/${world.tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
  const { access_token: token }: { access_token?: unknown } = JSON.parse(await answer.text());
  return String(token);
}
