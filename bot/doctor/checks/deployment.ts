import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { SETTING_NAMES, type Settings } from '../../config/index.ts';
import { EXAMPLE_SCOPE, tokenTargets } from '../../domain/secrets/token-target.ts';
import { type Check, failure, pass, skipped, warning } from '../check.ts';
import type { AppManifest } from '../manifest.ts';
import { misspeltAmong } from '../misspelt.ts';
import { probe } from '../probe.ts';

/** The app package has settings of its own, which may be in the same .env. */
const KNOWN_NAMES = [...SETTING_NAMES, 'DEVELOPER_NAME', 'DEVELOPER_URL', 'PRIVACY_URL', 'TERMS_URL'];
const NODE = 24;
const PROJECT = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const LOCK = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const INSTALLED = z.object({ version: z.string() });

const [CLOCK_WARN_S, CLOCK_FAIL_S] = [60, 300];
const SET_CLOCK = 'Set this machine’s clock by a time server: tokens and step-ups are judged by it.';

export const settings: Check = {
  title: 'Settings',
  lookWithoutSettings: async ({ gaps, names, root }) => {
    const doubts = misspeltAmong(names, KNOWN_NAMES).map(
      ({ name, meant }) => `${name} is no setting: is ${meant} meant?`,
    );
    const where = `In Azure they are parameters of the deployment; elsewhere they are in the environment or in .env.${tableIn(root)}`;
    if (gaps.length > 0) return failure([...gaps, ...doubts].join('\n'), `Correct these. ${where}`);
    if (doubts.length > 0) return warning(doubts.join('\n'), `Correct the names, or take them away. ${where}`);
    return pass('Complete, and they fit together.');
  },
};

/** Only the sources have the page. */
function tableIn(root: URL): string {
  return existsSync(new URL('infra/README.md', root)) ? ' infra/README.md has the table of settings.' : '';
}

/** Without a lock file any installed version is right: a bundle has none. */
export const packages: Check = {
  title: 'Node and packages',
  lookWithoutSettings: async ({ root }) => {
    const [major] = process.versions.node.split('.');
    if (Number(major) < NODE) {
      return failure(`This is Node ${major}.`, `Run it through npm (npm run doctor), which brings Node ${NODE} along.`);
    }
    const project = await readJson(new URL('package.json', root), PROJECT);
    if (project === undefined) return failure('There is no package.json.', 'Run it in the folder of the project.');
    const lock = await readJson(new URL('package-lock.json', root), LOCK);
    const names = Object.keys(project.dependencies);
    const wrong = await Promise.all(names.map((name) => packageProblem(root, name, lock)));
    const problems = wrong.filter((problem) => problem !== undefined);
    if (problems.length > 0) {
      const isBundle = existsSync(new URL('bundle.json', root));
      return failure(problems.join('\n'), isBundle ? 'Deploy the bundle again.' : 'Run npm ci.');
    }
    return pass(`Node ${process.versions.node}; ${counted(names.length, 'package')} installed.`);
  },
};

/** Teams installs an app package that was made with other settings, but the bot then receives no messages. */
export const manifest: Check = {
  title: 'App package',
  beforeDeployment: true,
  look: async ({ settings: ours, manifest: given }) => {
    if (given === undefined) {
      return skipped('None was given to compare with.', 'Name it: npm run doctor -- --manifest <zip or manifest.json>');
    }
    const differences = differencesOf(ours, given);
    if (differences.length === 0) return pass(`Version ${given.version || '(none)'} was made for this bot.`);
    const advice =
      'In the sources, run npm run package with the settings of this deployment, and upload the new app package to Teams.';
    return failure(differences.join('\n'), advice);
  },
};

/** Partners copy the example of `help token` into their systems, so a made-up scope in it breaks a connection. */
export const tokenExample: Check = {
  title: 'Token example',
  beforeDeployment: true,
  look: async ({ settings: ours }) => {
    const targets = tokenTargets(ours);
    const unset = targets.filter(({ scope }) => scope === EXAMPLE_SCOPE);
    if (unset.length === 0) return pass(`help token knows the scopes of ${targets.length} APIs and environments.`);
    const names = unset.map(({ api, environment }) => `${api}/${environment}`).join(', ');
    return failure(
      `help token shows the scope of an example for ${names}.`,
      'Set API_SCOPES, or API_SCOPE if all of them have the same scope.',
    );
  },
};

/** Compares with the Date header, which has whole seconds. Bot Framework and Entra allow five minutes. */
export const clock: Check = {
  title: 'Clock',
  look: async ({ settings: { loginUrl, graphUrl, tenantId }, clock: now }) => {
    const urls = [`${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`, `${graphUrl}/v1.0/`];
    const offsets = await Promise.all(urls.map((url) => offsetFrom(url, now).catch(() => undefined)));
    const known = offsets.filter((offset) => offset !== undefined);
    if (known.length === 0) {
      return skipped('Neither Entra nor Graph said what time it is.', 'See “Entra’s sign-in” and “Microsoft Graph”.');
    }
    const seconds = Math.max(...known);
    const detail = `${Math.round(seconds)} s off from Entra’s and Graph’s.`;
    if (seconds > CLOCK_FAIL_S) return failure(detail, SET_CLOCK);
    return seconds > CLOCK_WARN_S ? warning(detail, SET_CLOCK) : pass(detail);
  },
};

async function packageProblem(
  root: URL,
  name: string,
  lock: z.output<typeof LOCK> | undefined,
): Promise<string | undefined> {
  const installed = await readJson(new URL(`node_modules/${name}/package.json`, root), INSTALLED);
  if (installed === undefined) return `${name} is not installed.`;
  const wanted = lock?.packages[`node_modules/${name}`]?.version;
  if (wanted === undefined || wanted === installed.version) return undefined;
  return `${name} is installed as ${installed.version}; the lock file says ${wanted}.`;
}

/** Undefined if the file is missing or has another shape. */
async function readJson<T>(file: URL, shape: z.ZodType<T>): Promise<T | undefined> {
  try {
    return shape.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function differencesOf(
  { botId, aadAppClientId, publicUrl }: Settings,
  { bots, webApplicationInfo: sso, validDomains }: AppManifest,
): readonly string[] {
  const { host, hostname } = new URL(publicUrl);
  const known = validDomains.map((domain) => domain.toLowerCase());
  const differences = [
    bots.some((bot) => bot.botId.toLowerCase() === botId) ? '' : 'bots[].botId is not BOT_ID.',
    sso?.id.toLowerCase() === aadAppClientId ? '' : 'webApplicationInfo.id is not AAD_APP_CLIENT_ID.',
    sso?.resource.toLowerCase() === `api://botid-${botId}`
      ? ''
      : 'webApplicationInfo.resource is not api://botid-BOT_ID.',
    known.includes(host) || known.includes(hostname) ? '' : 'validDomains lacks the host of PUBLIC_URL.',
  ];
  return differences.filter((difference) => difference !== '');
}

/** How far our clock is from the server's, in seconds and without sign; undefined if the answer has no date. */
async function offsetFrom(url: string, now: () => Date): Promise<number | undefined> {
  const before = now().getTime();
  const theirs = Date.parse((await probe(url)).headers.get('date') ?? '');
  const ours = (before + now().getTime()) / 2;
  return Number.isNaN(theirs) ? undefined : Math.max(0, Math.abs(ours - theirs - 500) - 500) / 1000;
}
