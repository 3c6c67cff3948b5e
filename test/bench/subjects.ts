import { join } from 'node:path';
import { type BotRun, type Program, runBot } from '../load/bot-run.ts';
import { typed, type Workload } from './activities.ts';
import type { Target } from './drive.ts';
import { installOthers, OTHERS } from './install-others.ts';
import type { Place } from './place.ts';

/** A program that is measured, and what people ask of it. */
export interface Subject {
  /** How the command line calls it. */
  readonly name: string;
  readonly program: Program;
  /** Whose tokens it can be told to check. */
  readonly issuer: 'Bot Framework' | 'tenant';
  readonly workloads: Readonly<Record<string, Workload>>;
}

const ECHO: Readonly<Record<string, Workload>> = { echo: typed('hello', 'Echo: hello') };

/** `list` names the applications, and `help` the command itself. */
const BOT: Readonly<Record<string, Workload>> = {
  help: typed('help', 'your applications and their secrets'),
  list: typed('list', 'Partner-XX-Register0001-DM'),
};

function echo(name: string, file: string, issuer: Subject['issuer'] = 'Bot Framework'): Subject {
  return { name, issuer, program: { args: [`test/bench/${file}.ts`] }, workloads: ECHO };
}

export const SUBJECTS: readonly Subject[] = [
  echo('floor', 'echoes/floor'),
  echo('agents-hosting', 'others/agents-hosting', 'tenant'),
  echo('teams.apps', 'others/teams-apps'),
  echo('botbuilder', 'echoes/botbuilder'),
  { name: 'bot', issuer: 'Bot Framework', program: { args: ['bot/main.ts'] }, workloads: BOT },
];

/** A program that runs and can be given turns. */
export interface Running extends Target, Pick<BotRun, 'pid' | 'stop'> {}

/** Resolves when it is ready. With `profile`, Node writes a CPU profile into that folder when the process ends. */
export async function startSubject(
  { name, program, issuer }: Subject,
  place: Pick<Place, 'environment' | 'standIns' | 'connector'>,
  profile?: string,
): Promise<Running> {
  if (program.args.some((arg) => arg.startsWith(OTHERS))) installOthers();
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const { connector } = place;
  const tokenIssuer = issuer === 'tenant' ? connector.tenantIssuer : connector.tokenIssuer;
  const environment = await place.environment({ BOT_TOKEN_ISSUER: tokenIssuer });
  const logFile = join(place.standIns.folder, `${name}.log`);
  const run = await runBot(environment, logFile, { ...program, args: [...flags, ...program.args] });
  return { url: run.url, pid: run.pid, stop: run.stop, authorization: await connector.authorization(tokenIssuer) };
}
