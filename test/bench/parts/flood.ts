import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import { drive } from '../drive.ts';
import { flooding, startBareServer } from '../flood/generator-process.ts';
import { type FloodKind, floodKinds } from '../flood/kinds.ts';
import type { Options } from '../options.ts';
import { cpuSeconds } from '../process-figures.ts';
import { median, percentile, rounded } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { BOTS, type Running, type Subject, startSubject } from '../subjects.ts';
import { typed } from '../world/activities.ts';
import { type Place, startPlace } from '../world/place.ts';

const PEOPLE = 150;
/** Others take turns one after the other, in so many places. */
const IN_FLIGHT = 2;
/** What a flood has left in the waiting rooms goes before the next phase. */
const AFTER_FLOOD_MS = 2_000;
const LIST = typed('list', 'Partner-XX-Register0001-DM');

interface Counts {
  readonly warmUp: number;
  readonly rounds: number;
  readonly turns: number;
}

const FULL: Counts = { warmUp: 2_000, rounds: 5, turns: 600 };
const QUICK: Counts = { warmUp: 50, rounds: 1, turns: 40 };

/** One round: p95 of others, in milliseconds. */
interface Round {
  readonly alone: number;
  readonly control: number;
  readonly beside: number;
  /** Requests a second, and the CPU of the bot for each second. */
  readonly rate: number;
  readonly cpu: number;
}

/** How much slower others are answered while somebody floods the bot. */
export async function measureFlood({ quick, only, profile }: Options): Promise<Table> {
  const subject = BOTS.find(({ name }) => only?.includes(name) ?? name === 'bundle') ?? BOTS[1];
  if (subject === undefined) throw new Error('no program');
  const counts = quick ? QUICK : FULL;
  const place = await startPlace({ people: PEOPLE });
  const bare = await startBareServer();
  const rows: string[][] = [];
  try {
    for (const database of ['PostgreSQL', 'embedded']) {
      if (only?.some((name) => name === 'PostgreSQL' || name === 'embedded') && !only.includes(database)) continue;
      const run = await startOn(database, subject, place, profile);
      try {
        rows.push(...(await rowsOf(database, place, run, bare.port, counts)));
      } finally {
        await run.stop();
      }
    }
  } finally {
    await bare.stop();
    await rm(dataFolder(place), { recursive: true, force: true });
    await place.close();
  }
  return tableOf(subject.name, rows, counts);
}

function dataFolder({ standIns }: Pick<Place, 'standIns'>): string {
  return join(standIns.folder, 'embedded');
}

async function startOn(where: string, subject: Subject, place: Place, profile: string | undefined): Promise<Running> {
  if (where === 'PostgreSQL') return startSubject(subject, place, profile);
  const dataDir = dataFolder(place);
  const database = await openDatabase({ dataDir });
  await place.fill(createLedger(database), database);
  await database.close();
  return startSubject(subject, place, profile, { DATABASE_URL: undefined, DATA_DIR: dataDir });
}

async function rowsOf(where: string, place: Place, run: Running, barePort: number, counts: Counts) {
  const [flooder, ...people] = place.people;
  if (flooder === undefined) throw new Error('nobody floods');
  const others = { ...place, people };
  const p95 = async () => percentile(await drive(others, run, LIST, counts.turns, IN_FLIGHT), 0.95);
  await drive(others, run, LIST, counts.warmUp);
  const kinds = floodKinds(run, LIST(place, flooder).body);
  const rounds = new Map(kinds.map((kind) => [kind, [] as Round[]]));
  for (let round = 0; round < counts.rounds; round++)
    for (const kind of kinds) rounds.get(kind)?.push(await roundOf(kind, run, barePort, p95));
  return kinds.map((kind) => rowOf(where, kind, rounds.get(kind) ?? []));
}

/** The flood of a server that does nothing is as large as that of the bot was: it shows what the flood itself costs. */
async function roundOf(kind: FloodKind, run: Running, barePort: number, p95: () => Promise<number>): Promise<Round> {
  const alone = await p95();
  const [before, start] = [cpuSeconds(run.pid), performance.now()];
  const bot = await flooding({ ...kind, port: Number(new URL(run.url).port) }, p95);
  const seconds = (performance.now() - start) / 1000;
  const cpu = (cpuSeconds(run.pid) - before) / seconds;
  const rate = bot.flooded.sent / seconds;
  await wait(AFTER_FLOOD_MS);
  const control = await flooding({ ...kind, rate, port: barePort }, p95);
  return { alone, control: control.result, beside: bot.result, rate, cpu };
}

function rowOf(where: string, { name }: FloodKind, rounds: readonly Round[]): string[] {
  const of = (read: (round: Round) => number) => median(rounds.map(read));
  return [
    where,
    name,
    of(({ rate }) => rate).toFixed(0),
    `${rounded(of(({ alone }) => alone))} ms`,
    `${rounded(of(({ control }) => control))} ms`,
    `${rounded(of(({ beside }) => beside))} ms`,
    of(({ beside, control }) => beside / control).toFixed(2),
    of(({ beside, alone }) => beside / alone).toFixed(2),
  ];
}

function tableOf(program: string, rows: readonly string[][], { warmUp, rounds, turns }: Counts): Table {
  return {
    title: 'Flood',
    columns: [
      'database',
      'flood',
      'requests a second',
      'p95 alone',
      'p95, control',
      'p95 beside',
      '× control',
      '× alone',
    ],
    rows,
    notes: [
      `The program is \`${program}\`. p95 of \`list\` of people who do not flood, ${IN_FLIGHT} turns in flight. Medians of ${rounds} rounds with ${turns} turns in each phase, after ${warmUp} turns of warm-up; the ratios are those within a round.`,
      'The phases of a round: alone; beside a flood of the bot; and the control, beside a flood of the same size of a server that does nothing. The process that floods runs on the same machine, so that the control shows what it costs itself. The goal is 1.20.',
      'A flood has 250 connections. What finds all of them waiting is not sent: the bot answers strangers a second later.',
    ],
  };
}
