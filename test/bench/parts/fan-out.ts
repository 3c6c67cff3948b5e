import { setTimeout as wait } from 'node:timers/promises';
import { createManagers } from '../../load/managers.ts';
import { drive } from '../drive.ts';
import type { Options } from '../options.ts';
import { percentile, rounded } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { BOT, type Running, startSubject } from '../subjects.ts';
import { chatOf, typed } from '../world/activities.ts';
import { sweepAgain, until, untilIdle } from '../world/idle.ts';
import { type Place, startPlace } from '../world/place.ts';

const [DIGESTS, QUICK_DIGESTS] = [2_000, 200];
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: 50 requests a second for an app in a tenant. */
const LIMIT_A_SECOND = 50;
const PEOPLE = 100;
/** Some people ask meanwhile, at this pace. Their answers count for the limit, too. */
const ASK_EVERY_MS = 250;
const ALONE_TURNS = 100;
const WARM_UP = 200;
const DEADLINE_MS = 1_800_000;

const LIST = typed('list', 'Partner-XX-Register0001-DM');

/** Many people get their digests at once, and others are answered meanwhile. Teams' limits hold. */
export async function measureFanOut({ quick }: Options): Promise<Table> {
  const count = quick ? QUICK_DIGESTS : DIGESTS;
  const managers = createManagers(count, [7]);
  const place = await startPlace({ people: PEOPLE, others: managers.map(({ person }) => person), limits: true });
  let run: Running | undefined;
  try {
    run = await startSubject(BOT, place);
    await untilIdle(place);
    await drive(place, run, LIST, WARM_UP, 4);
    const alone = await askFor(place, run, async () => wait(ALONE_TURNS * ASK_EVERY_MS));
    await place.standIns.add(managers.map(({ application }) => application));
    await place.manage(managers, true);
    const arrivals = watchArrivals(place, new Set(managers.map(({ person }) => chatOf(person.oid))));
    await sweepAgain(place);
    const beside = await askFor(place, run, () =>
      until('the last digest', () => arrivals.chats.size === count, DEADLINE_MS),
    );
    return tableOf(count, arrivals.times, alone, beside);
  } finally {
    await run?.stop();
    await place.close();
  }
}

/** The times of the answers to people who ask, one after the other, until the work is done. */
async function askFor(place: Place, run: Running, work: () => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  let isOver = false;
  const over = work().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    times.push(...(await drive(place, run, LIST, 1, 1)));
    await wait(ASK_EVERY_MS);
  }
  await over;
  return times;
}

/** When each digest came, and into which chats. */
function watchArrivals({ connector }: Place, chats: ReadonlySet<string>) {
  const seen = { times: [] as number[], chats: new Set<string>() };
  connector.onArrival(({ conversationId }) => {
    if (!chats.has(conversationId)) return;
    seen.times.push(performance.now());
    seen.chats.add(conversationId);
  });
  return seen;
}

function tableOf(count: number, times: readonly number[], alone: readonly number[], beside: readonly number[]): Table {
  const took = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const least = count / LIMIT_A_SECOND;
  return {
    title: 'Fan-out',
    columns: ['digests', 'time', 'time by the limit', '× the limit', 'p95 of `list` alone', 'p95 of `list` meanwhile'],
    rows: [
      [
        count.toLocaleString('en'),
        `${rounded(took)} s`,
        `${rounded(least)} s`,
        (took / least).toFixed(2),
        `${rounded(percentile(alone, 0.95))} ms`,
        `${rounded(percentile(beside, 0.95))} ms`,
      ],
    ],
    notes: [
      `The time is from the first digest to the last. Teams takes ${LIMIT_A_SECOND} requests a second from an app in a tenant; the connector refuses more.`,
      `Meanwhile people ask for \`list\`, one after the other, ${ASK_EVERY_MS} ms after the last answer (${beside.length} turns; ${alone.length} alone). Their answers count for the limit, too.`,
    ],
  };
}
