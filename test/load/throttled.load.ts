import { afterAll, describe, expect, it } from 'vitest';
import { DIGEST } from '../../cards/reminders/sentences.ts';
import type { LocalTeams } from '../../infra/local/teams/index.ts';
import { printFigures, secondsSince } from './figures.ts';
import { until } from './load-world.ts';
import { createManagers, digestsIn, tally } from './managers.ts';
import { type OnPostgres, startOnPostgres } from './on-postgres.ts';

const DIGESTS = 500;
const MAILS = 40;
/** What Teams answers without having taken the message: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. */
const REFUSALS = [
  { status: 429, retryAfterSeconds: 1 },
  { status: 429, retryAfterSeconds: null },
  { status: 412 },
  { status: 502 },
  { status: 503 },
  { status: 504 },
];

const opened: OnPostgres[] = [];
const figures: Record<string, Record<string, string | number>> = {};

afterAll(async () => {
  for (const one of opened) await one.close();
  for (const [title, each] of Object.entries(figures)) printFigures(title, each);
});

async function open(...given: Parameters<typeof startOnPostgres>): Promise<OnPostgres> {
  const one = await startOnPostgres(...given);
  opened.push(one);
  return one;
}

/** The next so many messages are refused, in each of the ways in turn. */
function refuseNext(teams: LocalTeams, count: number): void {
  for (let i = 0; i < count; i++)
    teams.faults.next(1, { on: 'personal', how: 'answer', ...REFUSALS[i % REFUSALS.length] });
}

/** How often each status was answered to a message of the bot. */
function countAnswers(teams: LocalTeams): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  teams.traffic.events.on('entry', ({ from, method, status }) => {
    if (from === 'Bot' && method === 'POST') counts.set(status, (counts.get(status) ?? 0) + 1);
  });
  return counts;
}

function shown(counts: ReadonlyMap<number, number>): string {
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}

describe.concurrent('500 digests through a connector that throttles', () => {
  it('arrive once each', async () => {
    const { load, managers, arrived } = await open(createManagers(DIGESTS, [5]));
    const answers = countAnswers(load.teams);
    refuseNext(load.teams, 300);
    const start = performance.now();
    const bot = await load.start();
    await arrived(150, 150_000);
    refuseNext(load.teams, 150);
    await arrived(DIGESTS, 200_000);
    const { due, sent, doubled, lost } = tally(load.teams, managers);
    const memory = bot.peakMemory()?.toFixed(0) ?? 'not known here';
    const took = secondsSince(start);
    figures['500 digests, throttled'] = {
      due,
      sent,
      doubled,
      lost,
      answers: shown(answers),
      took,
      'peak memory, MiB': memory,
    };
    expect({ due, doubled, lost }).toEqual({ due: DIGESTS, doubled: 0, lost: 0 });
    expect([429, 412, 502, 503, 504].every((status) => (answers.get(status) ?? 0) > 0)).toBe(true);
  });

  it('arrive although the process is killed three times, and only those under way may come twice', async () => {
    const { load, managers, arrived, heldBack } = await open(createManagers(DIGESTS, [5]));
    const { teams } = load;
    const answers = countAnswers(teams);
    const chatOf = (oid: string | undefined) => {
      const manager = managers.find(({ person }) => person.oid === oid);
      return manager === undefined ? [] : digestsIn(teams, manager.person);
    };
    refuseNext(teams, 60);
    let bot = await load.start();
    await arrived(100, 150_000);
    await bot.kill();
    const afterOne = { ...tally(teams, managers) };

    teams.faults.clear();
    bot = await load.start();
    await arrived(afterOne.sent + 50, 150_000);
    teams.faults.next(1, { on: 'personal', how: 'hang' });
    const untaken = personOf(await heldBack());
    await bot.kill();
    expect(chatOf(untaken)).toHaveLength(0);

    bot = await load.start();
    await arrived(afterOne.sent + 100, 150_000);
    teams.faults.next(1, { on: 'personal', how: 'accept-then-hang' });
    const taken = personOf(await heldBack());
    await bot.kill();
    expect(chatOf(taken)).toHaveLength(1);

    refuseNext(teams, 60);
    const restarted = performance.now();
    await load.start();
    await arrived(DIGESTS, 60_000 + 140_000);
    await until(() => chatOf(taken).length > 1, 140_000);
    const { due, sent, doubled, lost, messages } = tally(teams, managers);
    figures['500 digests, throttled and killed three times'] = {
      ...{ due, sent, doubled, lost, answers: shown(answers) },
      'messages too many': messages - DIGESTS,
      'recovery after the last kill': secondsSince(restarted),
    };
    expect({ due, lost }).toEqual({ due: DIGESTS, lost: 0 });
    expect(chatOf(untaken)).toHaveLength(1);
    expect(chatOf(taken)).toHaveLength(2);
    expect(chatOf(taken)[1]).toContain(DIGEST.repeated);
    // The digest that Teams had accepted comes twice, and at most the one under way at the first kill.
    expect(messages - DIGESTS).toBeLessThanOrEqual(2);
    expect(doubled).toBe(messages - DIGESTS);
  });

  it('arrive as 40 e-mails at the 30 a minute that Exchange accepts', async () => {
    const managers = createManagers(MAILS, [5]);
    const settings = { MAIL_FROM: 'api-credentials@registers.example' };
    const { load } = await open(managers, { settings, chats: false });
    for (let i = 0; i < 20; i++) {
      const [status, code] = i % 2 === 0 ? [429, 'ApplicationThrottled'] : [503, 'ServiceUnavailable'];
      load.graph.faults.next({ method: 'POST', path: /sendMail/, kind: 'fail', status, code, retryAfterSeconds: 1 });
    }
    const start = performance.now();
    await load.start();
    await until(() => load.world.sentMail.length >= MAILS, 200_000);
    const copies = managers.map(({ person }) => load.world.sentMail.filter(({ to }) => to[0] === person.upn).length);
    figures['40 mails, throttled'] = {
      due: MAILS,
      sent: copies.filter((count) => count > 0).length,
      doubled: copies.filter((count) => count > 1).length,
      lost: copies.filter((count) => count === 0).length,
      'requests to sendMail': load.graph.counts.get('POST sendMail') ?? 0,
      took: secondsSince(start),
    };
    expect(copies).toEqual(Array(MAILS).fill(1));
  });
});

function personOf({ recipient }: Awaited<ReturnType<OnPostgres['heldBack']>>): string | undefined {
  return 'person' in recipient ? recipient.person.oid : undefined;
}
