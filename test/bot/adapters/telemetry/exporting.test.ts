import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelemetry, notingLog } from '../../../../bot/adapters/telemetry/index.ts';
import { type Attributes, SILENT, type Telemetry } from '../../../../bot/ports/shared/telemetry.ts';
import { recordingLog } from '../teams/bench.ts';
import { lastPointsIn, spansIn } from './otlp.ts';
import { type Receiver, startReceiver } from './receiver.ts';

let receiver: Receiver;
let telemetry: Telemetry;
const log = recordingLog();

beforeEach(async () => {
  receiver = await startReceiver();
  telemetry = await exporting(receiver.url);
});
afterEach(async () => {
  await telemetry.close();
  await receiver.close();
});

function exporting(endpoint: string): Promise<Telemetry> {
  const otlp = { endpoint, headers: {} };
  return createTelemetry({ otlp, applicationInsights: undefined, metricEveryMs: 60_000 }, log);
}

async function spans() {
  await telemetry.close();
  return spansIn(receiver.received);
}

describe('a span', () => {
  it('is the child of the span in whose work it began, even if many run at once', async () => {
    const turn = (activity: string) =>
      telemetry.measure('turn', { activity }, async () => {
        await pause(1);
        await Promise.all(['a', 'b'].map((store) => telemetry.measure('ledger', { store }, () => pause(1))));
      });
    await Promise.all(Array.from({ length: 20 }, (_, i) => turn(`t${i}`)));
    const all = await spans();
    const turns = all.filter(({ name }) => name === 'turn');
    expect(turns.map(({ parent }) => parent)).toEqual(turns.map(() => undefined));
    expect(new Set(turns.map(({ trace }) => trace)).size).toBe(20);
    for (const { id, trace } of turns) {
      const children = all.filter(({ parent }) => parent === id);
      expect(children.map((child) => child.trace)).toEqual([trace, trace]);
    }
  });

  it('is marked as failed if its work throws, passes the error on and records nothing of it', async () => {
    const cause = new Error('canary-of-an-sdk', { cause: 'canary-body' });
    const work = telemetry.measure('graph', { status: 'none' }, () => Promise.reject(cause));
    await expect(work).rejects.toBe(cause);
    const [span] = await spans();
    expect(span).toMatchObject({ failed: true, attributes: { status: 'none', result: 'failed' } });
    expect(receiver.received.map(({ body }) => body).join()).not.toContain('canary');
  });

  it('has the reference of a line that is logged during its work, even if the work outlives it', async () => {
    const noted = notingLog(log, telemetry);
    let after = Promise.resolve();
    await telemetry.measure('turn', { activity: 'message' }, async () => {
      noted.error('turn failed', { reference: '0123abcd' });
      after = pause(20).then(() => noted.error('answer failed', { reference: '89abcdef' }));
    });
    await after;
    const [turn, later] = (await spans()).toSorted((a, b) => b.name.localeCompare(a.name));
    expect(turn).toMatchObject({ name: 'turn', attributes: { reference: '0123abcd' } });
    expect(later).toMatchObject({ name: 'later', parent: turn?.id, attributes: { reference: '89abcdef' } });
  });
});

/** What may be exported, once more: what is new in the list of the adapter is new here, too. */
const LISTED = [
  ...[
    'activity',
    'call',
    'command',
    'method',
    'need',
    'operation',
    'outcome',
    'queue',
    'reference',
    'refusal',
    'result',
  ],
  ...['service', 'status', 'step', 'store', 'task', 'to'],
];
const SHAPES: ReadonlyMap<string, RegExp> = new Map([
  ['reference', /^[0-9a-f]{8}$/],
  ['method', /^[A-Z]{3,7}$/],
  ['status', /^([1-5]xx|none)$/],
]);

describe('attributes', () => {
  it('are left out if they are not listed or do not look like a code', async () => {
    const words = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('Anna Jansen', 'a b', 'anna@x.example', 'ß', '<at>'),
    );
    const names = fc.oneof(fc.constantFrom(...LISTED, 'name', 'token', 'clientId'), fc.string());
    const given = fc.dictionary(names, words);
    const all: Attributes[] = [];
    await fc.assert(
      fc.asyncProperty(given, async (attributes: Attributes) => {
        all.push(attributes);
        await telemetry.measure('command', attributes, async (tell) => tell(attributes));
        telemetry.count('commands', attributes);
      }),
      { numRuns: 200 },
    );
    const found = [...(await spans()), ...lastPointsIn(receiver.received)].flatMap((one) =>
      Object.entries(one.attributes),
    );
    for (const [name, value] of found) {
      expect(LISTED).toContain(name);
      expect(value).toMatch(SHAPES.get(name) ?? /^[a-z0-9][A-Za-z0-9.-]{0,40}$/);
    }
  });

  it('of one call, such as a reference, never reach a metric', async () => {
    await telemetry.measure('ledger', { store: 'audit', call: 'record', reference: '0123abcd' }, async () => undefined);
    await telemetry.close();
    expect(lastPointsIn(receiver.received).map(({ attributes }) => attributes)).toEqual([{ store: 'audit' }]);
  });
});

describe('gauges', () => {
  it('are read when metrics are collected and are missing if reading fails', async () => {
    let reads = 0;
    telemetry.observe(async () => {
      reads += 1;
      return [{ level: 'queue.depth', value: 7, attributes: { queue: 'outbox' } }];
    });
    telemetry.observe(() => Promise.reject(new Error('the database is down')));
    expect(reads).toBe(0);
    await telemetry.close();
    expect(reads).toBe(1);
    const depth = lastPointsIn(receiver.received).filter(({ name }) => name === 'api_credentials.queue.depth');
    expect(depth).toMatchObject([{ value: 7, attributes: { queue: 'outbox' } }]);
  });
});

describe('exporting', () => {
  it('ends within its time if the collector refuses, and the log says so once', async () => {
    const troubles = recordingLog();
    const nowhere = { endpoint: 'http://127.0.0.1:9', headers: {} };
    const lost = await createTelemetry({ otlp: nowhere, applicationInsights: undefined, metricEveryMs: 100 }, troubles);
    for (let i = 0; i < 5_000; i++) await lost.measure('turn', { activity: 'message' }, async () => undefined);
    await expect.poll(() => troubles.lines.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await lost.close();
    expect(troubles.lines.map(({ event }) => event)).toEqual(['telemetry not exported']);
  });

  it('does not delay the end of the process if a collector never answers', async () => {
    receiver.mode = 'hang';
    telemetry.count('removals', { result: 'gone' });
    const closed = await Promise.race([telemetry.close().then(() => 'closed'), pause(10_000, 'late')]);
    expect(closed).toBe('closed');
  });

  it('is silent if no collector is set', async () => {
    const settings = { otlp: undefined, applicationInsights: undefined, metricEveryMs: 1000 };
    expect(await createTelemetry(settings, log)).toBe(SILENT);
  });
});
