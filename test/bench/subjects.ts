import { join } from 'node:path';
import { type BotRun, type Program, runBot } from '../load/bot-run.ts';
import { typed, type Workload } from './activities.ts';
import type { Place } from './place.ts';

/** A program that is measured, and what people ask of it. */
export interface Subject {
  /** How the command line calls it. */
  readonly name: string;
  readonly program: Program;
  readonly workloads: Readonly<Record<string, Workload>>;
}

const ECHO: Readonly<Record<string, Workload>> = { echo: typed('hello', 'Echo: hello') };

/** `list` names the applications, and `help` the command itself. */
const BOT: Readonly<Record<string, Workload>> = {
  help: typed('help', 'your applications and their secrets'),
  list: typed('list', 'Partner-XX-Register0001-DM'),
};

export const SUBJECTS: readonly Subject[] = [
  { name: 'floor', program: { args: ['test/bench/echoes/floor.ts'] }, workloads: ECHO },
  { name: 'botbuilder', program: { args: ['test/bench/echoes/botbuilder.ts'] }, workloads: ECHO },
  { name: 'bot', program: { args: ['bot/main.ts'] }, workloads: BOT },
];

/** Resolves when it is ready. With `profile`, Node writes a CPU profile into that folder when the process ends. */
export async function startSubject(
  { name, program }: Subject,
  place: Pick<Place, 'environment' | 'standIns'>,
  profile?: string,
): Promise<BotRun> {
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const environment = await place.environment();
  const logFile = join(place.standIns.folder, `${name}.log`);
  return runBot(environment, logFile, { ...program, args: [...flags, ...program.args] });
}
