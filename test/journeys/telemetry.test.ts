import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lastPointsIn, type ReadSpan, spansIn } from '../bot/adapters/telemetry/otlp.ts';
import { type Receiver, startReceiver } from '../bot/adapters/telemetry/receiver.ts';
import { type FreshDatabase, migratedDatabase } from '../once/fresh-database.ts';
import { SOURCES } from '../once/programs.ts';
import { holds } from './canary.ts';
import { type LocalBot, startChild, startLocalBot } from './local-bot.ts';
import { cardOf, linkOf, type Person, personAt } from './person.ts';

const TOKEN = 'canary-collector-token-8c1f';
const TYPED = ['canary secret name', 'canary reason of a request', 'canary words that are no command'] as const;
const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

let server: FreshDatabase;
let receiver: Receiver;
let bot: LocalBot;
let manager: Person;
let reference: string;

/**
 * Starts a bot that lists the modules of OpenTelemetry and Azure Monitor that it loads, and which module loads each. It is
 * started from the sources, because modules have their own files only there.
 */
async function startListing(overrides: Readonly<Record<string, string>>) {
  const [list, hook] = ['json', 'mjs'].map((end) =>
    join(bot.folder, `modules-${Object.keys(overrides).length}.${end}`),
  );
  if (list === undefined || hook === undefined) throw new Error('no place for the list');
  writeFileSync(
    hook,
    `import { appendFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (/node_modules\\/(@opentelemetry|@azure\\/monitor)/.test(found.url))
        appendFileSync(${JSON.stringify(list)}, JSON.stringify([found.url, context.parentURL ?? '']) + '\\n');
      return found;
    } });`,
  );
  appendFileSync(list, '');
  const started = await startChild(bot, overrides, ['--import', hook], SOURCES);
  const loaded = readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return { started, loaded: loaded.map((line): [string, string] => JSON.parse(line)) };
}

/** A list that Graph refuses. Work of the bot's own may meet the fault first: then it is asked again. */
async function listRefused(fault: { status: number; code?: string; retryAfterSeconds?: number }, having: string) {
  for (let tries = 0; tries < 10; tries++) {
    bot.graph.faults.next({ method: 'GET', path: /applications/, kind: 'fail', ...fault });
    const answer = JSON.stringify(cardOf(await manager.ask('list')));
    if (answer.includes(having)) return answer;
  }
  throw new Error('Graph refused nothing');
}

async function workOfAllKinds(): Promise<void> {
  bot.teams.faults.silentSignIn = false;
  manager = personAt(bot, 'Anna', 'channel');
  await manager.signIn(linkOf(cardOf(await manager.ask('list'))));
  const form = await manager.ask('create partner-nl-matchwell-dm');
  await manager.press(cardOf(form), 'submit-create', { name: TYPED[0], expiry: EXPIRY });
  await manager.ask(`request access to ${TYPED[1]}`);
  await manager.ask(TYPED[2]);
  await listRefused({ status: 429, retryAfterSeconds: 60 }, 'busy');
  const refused = await listRefused({ status: 403, code: 'Denied' }, 'eference');
  reference = /\b[0-9a-f]{8}\b/.exec(refused)?.[0] ?? '';
  await fetch(`${bot.url}/api/messages`, { method: 'POST', headers: { authorization: 'Bearer none' }, body: '{}' });
}

beforeAll(async () => {
  server = await migratedDatabase();
  receiver = await startReceiver();
  bot = await startLocalBot({
    DATABASE_URL: server.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
    OTEL_METRIC_EXPORT_INTERVAL: '500',
  });
  // Its own work is done and under way before anybody asks: the sweep, and the first heads of the record.
  await vi.waitFor(
    async () => {
      const log = await bot.log();
      for (const message of ['sweep', 'audit head']) expect(log).toContain(`"msg":"${message}"`);
    },
    { timeout: 30_000, interval: 100 },
  );
  await workOfAllKinds();
  await bot.stop();
});
afterAll(async () => {
  await bot.close();
  await receiver.close();
  await server.stop();
});

function spans(name: string): readonly ReadSpan[] {
  return spansIn(receiver.received).filter((span) => span.name === name);
}

function parentOf(span: ReadSpan | undefined): string | undefined {
  return spansIn(receiver.received).find(({ id }) => id === span?.parent)?.name;
}

/** How many were counted, by a part of their attributes. */
function counted(name: string, attributes: Readonly<Record<string, string>> = {}): number {
  return lastPointsIn(receiver.received)
    .filter((point) => point.name === `api_credentials.${name}`)
    .filter((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

describe('what the bot exports', () => {
  it('counts what people did by kinds and outcomes', () => {
    expect(counted('commands', { command: 'list', outcome: 'sign-in' })).toBe(1);
    expect(counted('commands', { command: 'submit-create', outcome: 'created' })).toBe(1);
    expect(counted('commands', { outcome: 'refused', refusal: 'busy' })).toBe(1);
    expect(counted('commands', { outcome: 'refused', refusal: 'directory-forbidden' })).toBe(1);
    expect(counted('sign_ins', { step: 'asked', need: 'read' })).toBe(1);
    expect(counted('sign_ins', { step: 'done', need: 'read' })).toBe(1);
    expect(counted('deliveries', { to: 'here', result: 'delivered' })).toBe(1);
    expect(counted('turned_away', { status: '4xx' })).toBe(1);
    expect(counted('turn.duration', { activity: 'action', status: '2xx' })).toBe(1);
    expect(counted('turn.duration', { activity: 'message' })).toBeGreaterThanOrEqual(6);
  });

  it('measures Graph, the Bot Connector, the database and the tasks', () => {
    expect(counted('graph.duration', { service: 'graph', status: '2xx', method: 'POST' })).toBeGreaterThanOrEqual(1);
    expect(counted('graph.duration', { service: 'graph', status: '429' })).toBeGreaterThanOrEqual(1);
    expect(counted('graph.duration', { service: 'login', status: '2xx' })).toBeGreaterThanOrEqual(1);
    expect(
      counted('connector.duration', { operation: 'send-targeted', result: 'done', status: '2xx' }),
    ).toBeGreaterThan(4);
    expect(counted('ledger.duration', { store: 'operations' })).toBeGreaterThan(2);
    expect(counted('task.duration', { task: 'keep-audit', result: 'done' })).toBeGreaterThanOrEqual(1);
  });

  it('reads from the database how much waits and how long ago the last sweep was', () => {
    const queues = lastPointsIn(receiver.received)
      .filter(({ name }) => name === 'api_credentials.queue.depth')
      .map(({ attributes }) => attributes['queue']);
    expect(queues.sort()).toEqual(['dead-letters', 'mail', 'messages', 'operations', 'outbox']);
    expect(counted('sweep.applications')).toBe(bot.world.applications.length);
    expect(counted('sweep.age')).toBeGreaterThan(0);
  });

  it('joins the work of a turn into one trace', () => {
    const [create] = spans('command').filter(({ attributes }) => attributes['command'] === 'submit-create');
    expect(parentOf(create)).toBe('turn');
    const within = spansIn(receiver.received).filter(({ trace }) => trace === create?.trace);
    expect(new Set(within.map(({ name }) => name))).toEqual(
      new Set(['turn', 'command', 'ledger', 'graph', 'connector']),
    );
    expect(parentOf(within.find(({ name }) => name === 'graph'))).toBe('command');
    expect(spans('task').every(({ parent }) => parent === undefined)).toBe(true);
  });

  it('has the reference that the person was shown and that the log has', async () => {
    const [refused] = spans('command').filter(({ attributes }) => attributes['refusal'] === 'directory-forbidden');
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    expect(refused?.attributes['reference']).toBe(reference);
    expect(await bot.log()).toContain(`"reference":"${reference}"`);
    expect(JSON.stringify(lastPointsIn(receiver.received))).not.toContain(reference);
  });

  it('holds nothing that people typed and no name, id, token or value in any encoding', () => {
    const { people, applications, botClientSecret } = bot.world;
    const secrets = applications.flatMap((one) => one.passwordCredentials);
    const canaries = [
      ...[...TYPED, TOKEN, botClientSecret, server.url, bot.url],
      ...people.flatMap(({ name, oid }) => [name, oid]),
      ...applications.flatMap(({ displayName, appId }) => [displayName, appId]),
      ...secrets.flatMap(({ displayName, keyId }) => [displayName ?? keyId, keyId]),
      ...valuesShown(),
      ...people.map(({ oid }) => bot.teams.conversationId(oid, 'personal')),
      bot.teams.conversationId(manager.who.oid, 'channel'),
      bot.world.tenantId,
    ];
    expect(valuesShown().length).toBeGreaterThan(0);
    const all = receiver.received.map(({ body }) => body).join('\n');
    expect(all.length).toBeGreaterThan(10_000);
    expect(canaries.filter((canary) => holds(all, canary))).toEqual([]);
    // Too short for all spellings: chance would find them.
    expect(people.filter(({ name }) => all.includes(name.split(' ')[0] ?? name))).toEqual([]);
    expect(all).not.toMatch(/eyJ[\w-]{10}|Bearer/);
  });

  it('goes to the address in the settings with the headers in the settings', () => {
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/v1/traces', '/v1/metrics']));
    expect(receiver.received.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
  });
});

/** The values of new secrets, as they were shown. */
function valuesShown(): readonly string[] {
  const shown = manager.sees().map((message) => JSON.stringify(message));
  return shown.flatMap((text) => [...text.matchAll(/"codeSnippet":"([^"]+)"/g)].map(([, value]) => value ?? ''));
}

describe('a collector', () => {
  it.each(['hang', 'fail'] as const)(
    'that only would %s slows no answer and keeps no process from ending',
    async (mode) => {
      const bad = await startReceiver();
      bad.mode = mode;
      const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: bad.url, OTEL_METRIC_EXPORT_INTERVAL: '200' };
      const watched = await startChild(bot, settings);
      bot.teams.setBot(watched.url);
      await expect.poll(() => bad.received.length, { timeout: 20_000 }).toBeGreaterThan(0);
      expect(JSON.stringify(cardOf(await manager.ask('who am i')))).toContain('Anna');
      watched.signal('SIGTERM');
      expect(await watched.exited).toBe(0);
      expect(await watched.log()).not.toContain('stopping took too long');
      await bad.close();
    },
    60_000,
  );
});

describe('loading OpenTelemetry', () => {
  it('loads nothing if nothing is exported, except the API that the job queue brings', async () => {
    const { started, loaded } = await startListing({ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_HEADERS: '' });
    started.signal('SIGINT');
    expect(await started.exited).toBe(0);
    const others = loaded.filter(
      ([url, by]) => !url.includes('/@opentelemetry/api/') || !/pg-boss|opentelemetry\/api/.test(by),
    );
    expect(others).toEqual([]);
  });

  it('loads the SDK if something is exported, and Azure’s exporter only for Application Insights', async () => {
    const { started, loaded } = await startListing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    started.signal('SIGINT');
    expect(await started.exited).toBe(0);
    expect(loaded.some(([url]) => url.includes('sdk-trace-base'))).toBe(true);
    expect(loaded.filter(([url]) => url.includes('@azure/monitor'))).toEqual([]);
  });
});
