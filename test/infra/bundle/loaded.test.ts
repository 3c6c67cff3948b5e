import { beforeAll, describe, expect, it } from 'vitest';
import { makeBundle } from '../../../infra/bundle/make.ts';
import { packageNameOf, placeOfFile } from '../../../infra/bundle/packages.ts';
import type { Chunk } from '../../../infra/bundle/roll.ts';

/** What the bot loads with every settings, before it listens. A package more is a slower start: see decision 0027. */
const ALWAYS = `
@microsoft/microsoft-graph-client @microsoft/teams-ai @netflix/nerror @opentelemetry/api
@pinojs/redact adaptive-expressions adaptivecards-templating antlr4ts assert-plus atob-lite
atomic-sleep big-integer botbuilder botbuilder-core botbuilder-stdlib botframework-connector
botframework-schema botframework-streaming btoa-lite core-util-is cron-parser dayjs drizzle-orm
extsprintf fast-decode-uri-component fast-deep-equal fast-querystring fast-redact find-my-way jose
lodash lru-cache luxon mime negotiator non-error on-exit-leak-free once pg pg-boss pg-cloudflare
pg-connection-string pg-int8 pg-pool pg-protocol pg-types pgpass pino pino-std-serializers
postgres-array postgres-bytea postgres-date postgres-interval quick-format-unescaped restify
restify-errors ret safe-json-stringify safe-regex2 safe-stable-stringify serialize-error sonic-boom
split2 thread-stream tslib uuid vasync verror wrappy xtend yallist zod
`;

let chunks: ReadonlyMap<string, Chunk>;

beforeAll(async () => {
  const made = await makeBundle(process.cwd(), undefined);
  chunks = new Map(made.chunks.map((chunk) => [chunk.name, chunk]));
}, 120_000);

/** The chunks that are loaded with a chunk. */
function loadedWith(name: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const one of chunks.get(name)?.imports ?? []) loadedWith(one, found);
  return found;
}

function packagesOf(names: Iterable<string>): readonly string[] {
  const modules = [...names].flatMap((name) => chunks.get(name)?.modules ?? []);
  const places = modules.flatMap((path) => placeOfFile(path) ?? []);
  return [...new Set(places.map(packageNameOf))].sort();
}

/** The packages that come in addition if the bot asks for the chunk that has this source. */
function laterWith(source: string): readonly string[] {
  const start = loadedWith('bot/main.js');
  const lazy = [...start].flatMap((name) => chunks.get(name)?.lazyImports ?? []);
  const entry = lazy.find((name) => chunks.get(name)?.modules.includes(source));
  if (entry === undefined) throw new Error(`${source} is loaded at once, or never`);
  return packagesOf([...loadedWith(entry)].filter((name) => !start.has(name)));
}

describe('the bundled bot', () => {
  it('loads no package at its start that it does not need with all settings', () => {
    expect(packagesOf(loadedWith('bot/main.js'))).toEqual(ALWAYS.trim().split(/\s+/));
  });

  it('loads PGlite if the settings ask for the embedded database', () => {
    expect(laterWith('bot/adapters/postgres/base/embedded.ts')).toContain('@electric-sql/pglite');
  });

  it('loads msal when it needs a token of Entra', () => {
    expect(laterWith('bot/adapters/entra/msal.ts')).toContain('@azure/msal-node');
  });

  it('loads OpenTelemetry if the settings name a place for telemetry', () => {
    expect(laterWith('bot/adapters/telemetry/exporting.ts')).toContain('@opentelemetry/sdk-trace-base');
  });

  it('needs nothing of the server or the cards for a command that ends sign-ins', () => {
    const loaded = packagesOf(loadedWith('bot/operator/sign-out.js'));
    expect(loaded).toContain('drizzle-orm');
    expect(loaded.filter((name) => /restify|botbuilder|teams|adaptive|antlr|pglite/.test(name))).toEqual([]);
  });
});
