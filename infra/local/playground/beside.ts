import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalEntra } from '../entra/index.ts';
import { freePort } from '../ports.ts';
import type { LocalTeams } from '../teams/index.ts';
import type { LocalWorld } from '../world.ts';
import { startBridge } from './bridge.ts';
import { tenantFile } from './tenant-file.ts';

/** It is a pre-release with terms of its own, so that it is fetched when somebody asks for it, and is no dependency. */
const PACKAGE = '@microsoft/m365agentsplayground@0.2.28';
const PREFERRED_PORT = 56_150;
const AUDIENCE = 'https://api.botframework.com';

interface Parts {
  readonly world: LocalWorld;
  readonly entra: Pick<LocalEntra, 'verifyAppToken'>;
  readonly teams: Pick<LocalTeams, 'sign'>;
  /** A folder of this run, in which the Playground starts. */
  readonly folder: string;
}

/** Another client of the bot beside the local Teams. */
export interface OtherClient {
  readonly serviceUrl: string;
  setBot(url: string): void;
  /** Starts it when the bot is ready; the address of its page. */
  start(): Promise<string>;
  close(): Promise<void>;
}

/** Microsoft's Agents Playground, in which this person of the local world sits. */
export async function createPlayground({ world, entra, teams, folder }: Parts, me: string): Promise<OtherClient> {
  const port = await freePort(PREFERRED_PORT);
  const url = `http://localhost:${port}`;
  let botUrl = '';
  const bridge = await startBridge({
    botUrl: () => botUrl,
    playgroundUrl: url,
    sign: (serviceUrl) => teams.sign(serviceUrl),
    verify: (token) => entra.verifyAppToken(token, AUDIENCE, world.botId),
  });
  await writeFile(join(folder, '.m365agentsplayground.yml'), tenantFile(world, me));
  let stopChild = (): void => undefined;
  return {
    serviceUrl: bridge.serviceUrl,
    setBot: (base) => {
      botUrl = base;
    },
    start: async () => {
      const places = [
        '-e',
        bridge.messagesUrl,
        '--service-url',
        bridge.serviceUrl,
        '-c',
        'msteams',
        '-p',
        String(port),
      ];
      const args = ['--yes', PACKAGE, 'start', ...places, '--disable-telemetry'];
      const env = { ...process.env, SEND_INSTALLATION_ACTIVITY: 'true' };
      const child = spawn('npx', args, { cwd: folder, env, stdio: 'inherit', detached: true });
      child.once('error', (fault) => console.error(`The Playground did not start: ${fault.message}`));
      child.once('exit', (code) => console.log(`The Playground has ended${code ? ` with ${code}` : ''}.`));
      // npx starts the Playground as a child of its own.
      stopChild = () =>
        void (child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, 'SIGTERM'));
      return url;
    },
    close: async () => {
      stopChild();
      await bridge.close();
    },
  };
}
