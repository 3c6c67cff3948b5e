import type { Meter, Observable } from '@opentelemetry/api';
import type { Attributes, Event, Level, Reading, Telemetry, Work } from '../../ports/shared/telemetry.ts';
import { allowed } from './attributes.ts';

const PREFIX = 'api_credentials';
/** If reading the database takes longer than this, the value is missing from one collection. */
const READ_MS = 3_000;
/** Bounds of the histograms in seconds. Teams waits about 5 seconds for an invoke; a sweep takes minutes. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5, 8, 15, 60, 300, 1800];

const WORK: readonly Work[] = ['turn', 'command', 'task', 'graph', 'connector', 'ledger', 'sweep'];
const EVENTS: readonly Event[] = ['commands', 'sign-ins', 'turned-away', 'deliveries', 'removals', 'announcements'];
const LEVELS: Readonly<Record<Level, string>> = {
  'queue.depth': '{item}',
  'queue.oldest': 's',
  'sweep.age': 's',
  'sweep.applications': '{application}',
  'sign-in-log.age': 's',
};

/** Creates all metrics at the start, so that a dashboard finds each of them before anything has happened. */
export function createInstruments(meter: Meter): Pick<Telemetry, 'took' | 'count' | 'observe'> {
  const advice = { explicitBucketBoundaries: BOUNDARIES };
  const durations = new Map(
    WORK.map((work) => [work, meter.createHistogram(`${PREFIX}.${work}.duration`, { unit: 's', advice })]),
  );
  const counters = new Map(EVENTS.map((event) => [event, meter.createCounter(`${PREFIX}.${snake(event)}`)]));
  const gauges = new Map<Level, Observable>();
  for (const [level, unit] of Object.entries(LEVELS))
    if (isLevel(level)) gauges.set(level, meter.createObservableGauge(`${PREFIX}.${level}`, { unit }));
  return {
    took: (work, seconds, attributes) => durations.get(work)?.record(seconds, metric(attributes)),
    count: (event, attributes) => counters.get(event)?.add(1, metric(attributes)),
    observe: (read) =>
      meter.addBatchObservableCallback(
        async (observed) => {
          for (const { level, value, attributes = {} } of await readInTime(read)) {
            const gauge = gauges.get(level);
            if (gauge !== undefined) observed.observe(gauge, value, metric(attributes));
          }
        },
        [...gauges.values()],
      ),
  };
}

function metric(attributes: Attributes): Readonly<Record<string, string>> {
  return allowed(attributes, 'metric');
}

function snake(name: string): string {
  return name.replaceAll('-', '_');
}

function isLevel(name: string): name is Level {
  return Object.hasOwn(LEVELS, name);
}

/** Returns no value if the reading fails or takes too long: `/readyz` and the log already say that the database is in trouble. */
async function readInTime(read: () => Promise<readonly Reading[]>): Promise<readonly Reading[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Reading[]>((resolve) => {
    timer = setTimeout(resolve, READ_MS, []);
  });
  const readings = read().catch(() => []);
  return Promise.race([readings, late]).finally(() => clearTimeout(timer));
}
