import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startReceiver } from '../bot/adapters/telemetry/receiver.ts';
import { startPostgres } from '../contracts/postgres-server.ts';
import { startChild, startLocalBot } from '../journeys/local-bot.ts';
import { printFigures } from './figures.ts';

const ROUNDS = 40;
/** Teams lets a bot send 60 messages in 30 s to one conversation: two a round. */
const ROUND_MS = 1_100;

it('measures what telemetry costs a turn, on and off in alternating rounds', async () => {
  const [server, receiver] = await Promise.all([startPostgres(), startReceiver()]);
  const bot = await startLocalBot({ DATABASE_URL: server.url });
  const watched = await startChild(bot, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const took: { readonly on: number[]; readonly off: number[] } = { on: [], off: [] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      for (const mode of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
        bot.teams.setBot(mode === 'on' ? watched.url : bot.url);
        for (const { oid } of bot.world.people) {
          const asked = performance.now();
          await bot.teams.sendMessage(oid, 'personal', 'who am i');
          took[mode].push(performance.now() - asked);
        }
      }
      await pause(Math.max(0, ROUND_MS - (performance.now() - began)));
    }
    const [on, off] = [median(took.on), median(took.off)];
    printFigures('telemetry', {
      'turns measured, each way': took.on.length,
      'median turn with telemetry, ms': on.toFixed(2),
      'median turn without, ms': off.toFixed(2),
      ratio: (on / off).toFixed(3),
    });
    expect(receiver.received.length).toBeGreaterThan(0);
  } finally {
    watched.signal('SIGINT');
    await watched.exited;
    await bot.close();
    await Promise.all([receiver.close(), server.stop()]);
  }
}, 180_000);

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
