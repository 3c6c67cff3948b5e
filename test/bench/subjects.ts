import { join } from 'node:path';
import { type BotRun, type Program, runBot } from '../load/bot-run.ts';
import { bundled } from './bundle.ts';
import type { Target } from './drive.ts';
import { installOthers, OTHERS } from './install-others.ts';
import { typed, type Workload } from './world/activities.ts';
import type { Connector } from './world/connector.ts';
import type { Place } from './world/place.ts';

/** A program that is measured, and what people ask of it. */
export interface Subject {
  /** How the command line calls it. */
  readonly name: string;
  /** Resolves with what Node is given to run. */
  readonly program: () => Promise<Program>;
  /** Whose tokens it can be told to check. */
  readonly issuer: 'Bot Framework' | 'tenant';
  readonly workloads: Readonly<Record<string, Workload>>;
}

export const FLOOR_TURN = typed('hello', 'Echo: hello');
const ECHO: Readonly<Record<string, Workload>> = { echo: FLOOR_TURN };

/** `list` names the applications, and `help` what the bot is for. */
const COMMANDS: Readonly<Record<string, Workload>> = {
  help: typed('help', 'I look after the client secrets'),
  list: typed('list', 'Partner-XX-Register0001-DM'),
};

function source(file: string): Subject['program'] {
  return async () => {
    if (file.startsWith(OTHERS)) installOthers();
    return { args: [file] };
  };
}

function echo(name: string, file: string, issuer: Subject['issuer'] = 'Bot Framework'): Subject {
  return { name, issuer, program: source(`test/bench/${file}.ts`), workloads: ECHO };
}

/** This bot, from its source, as `npm run serve` starts it. */
export const BOT: Subject = {
  name: 'bot',
  issuer: 'Bot Framework',
  program: async () => ({ args: ['--import', './infra/from-source.ts', 'bot/main.ts'] }),
  workloads: COMMANDS,
};

/** This bot, from its source and from the bundle that is deployed. */
export const BOTS: readonly Subject[] = [BOT, { ...BOT, name: 'bundle', program: bundled }];

/** What any bot costs at least. */
export const FLOOR = echo('floor', 'echoes/floor');

export const SUBJECTS: readonly Subject[] = [
  FLOOR,
  echo('agents-hosting', 'others/agents-hosting', 'tenant'),
  echo('teams.apps', 'others/teams-apps'),
  echo('botbuilder', 'echoes/botbuilder'),
  ...BOTS,
];

/** A program that runs and can be given turns. */
export interface Running extends Target, Pick<BotRun, 'pid' | 'stop'> {}

export function issuerOf({ issuer }: Subject, connector: Pick<Connector, 'tenantIssuer' | 'tokenIssuer'>): string {
  return issuer === 'tenant' ? connector.tenantIssuer : connector.tokenIssuer;
}

/** Resolves when it is ready. `more`: settings of its own. With `profile`, Node writes a CPU profile into that folder when the process ends. */
export async function startSubject(
  subject: Subject,
  place: Pick<Place, 'environment' | 'standIns' | 'connector'>,
  profile?: string,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Running> {
  const program = await subject.program();
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const { connector } = place;
  const tokenIssuer = issuerOf(subject, connector);
  const environment = await place.environment({ BOT_TOKEN_ISSUER: tokenIssuer, ...more });
  const logFile = join(place.standIns.folder, `${subject.name}.log`);
  const run = await runBot(environment, logFile, { ...program, args: [...flags, ...program.args] });
  return { url: run.url, pid: run.pid, stop: run.stop, authorization: await connector.authorization(tokenIssuer) };
}
