import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-cache-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program as `npm run serve` does, with a folder of its own for what Node compiles. */
function runFromSource(...args: readonly string[]) {
  const { PATH = '' } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE: folder };
  const command = ['--import', './infra/from-source.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Prints the packages whose files Node loads with the bot. */
const PACKAGES = `
  import { registerHooks } from 'node:module';
  const found = new Set();
  registerHooks({ load(url, context, next) {
    const answer = next(url, context);
    if (url.includes('node_modules/') && !String(answer.source).includes('is not in the bundle'))
      found.add(/.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)[1]);
    return answer;
  } });
  await import('./bot/app.ts');
  console.log(JSON.stringify([...found]));
  process.exit(0);
`;

describe('a start from the sources', () => {
  it('starts the bot, which says what its settings lack', () => {
    const { status, stderr } = runFromSource('bot/main.ts');
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('TENANT_ID') });
  });

  it('keeps what Node has compiled for the next start', () => {
    runFromSource('bot/main.ts');
    expect(readdirSync(folder, { recursive: true }).length).toBeGreaterThan(100);
  });

  it('leaves out the parts of packages that a bundle leaves out', () => {
    const { stdout, stderr } = runFromSource('--input-type=module', '--eval', PACKAGES);
    const packages: readonly string[] = JSON.parse(stdout || JSON.stringify(stderr));
    expect(packages).toEqual(expect.arrayContaining(['@microsoft/teams-ai', 'botbuilder', 'drizzle-orm', 'restify']));
    expect(packages.filter((name) => /^(botbuilder-dialogs|@azure\/.*|yaml|axios)$/.test(name))).toEqual([]);
  });

  it('fails with the name of a part that is left out, if something is read from it', () => {
    const used = "import { TeamsInfo } from 'botbuilder/lib/teamsInfo.js'; TeamsInfo;";
    const { status, stderr } = runFromSource('--input-type=module', '--eval', used);
    expect(status).not.toBe(0);
    expect(stderr).toContain('botbuilder/lib/teamsInfo.js');
  });
});
