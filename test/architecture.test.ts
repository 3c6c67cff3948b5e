import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Source {
  readonly path: string;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
  readonly lines: number;
}

interface Import {
  readonly from: string;
  /** A path from the project's top for our own files, the package's name for others. */
  readonly to: string;
  readonly own: boolean;
}

const sources: readonly Source[] = globSync('{bot,cards,infra,test}/**/*.{ts,js,mjs}', {
  exclude: (name) => name === 'node_modules' || name === 'vendor',
}).map((path) => {
  const text = readFileSync(path, 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return { path, text, code, lines: text.split('\n').length - 1 };
});

const product = sources.filter(({ path }) => !path.startsWith('test/'));

function importsOf({ path, code }: Source): readonly Import[] {
  const pattern = /(?:^|[\s;}])(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(pattern)].map(([, from, bare]) => {
    const specifier = from ?? bare ?? '';
    const own = specifier.startsWith('.');
    return { from: path, to: own ? normalize(join(dirname(path), specifier)) : packageOf(specifier), own };
  });
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const imports = product.flatMap(importsOf);

function within(folder: string): (path: string) => boolean {
  return (path) => path.startsWith(`${folder}/`);
}

/** Imports from a folder that go to none of the allowed folders and files, as readable lines. */
function strays(folder: string, allowed: readonly string[], packages: 'none' | 'any'): readonly string[] {
  return imports
    .filter(({ from }) => within(folder)(from))
    .filter(({ to, own }) => (own ? !allowed.some((place) => place === to || within(place)(to)) : packages === 'none'))
    .map(({ from, to }) => `${from} → ${to}`);
}

function having(pattern: RegExp, among: readonly Source[] = product): readonly string[] {
  return among.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
}

/** The rooms of the house: a feature has the same name in every layer. */
const SLICES = ['secrets', 'rotation', 'reminders', 'access', 'sign-in', 'audit', 'messages'];
const LAYERS = ['bot/domain', 'bot/ports', 'bot/usecases', 'bot/adapters/postgres', 'cards'];

function roomOf(path: string, layer: string): string | undefined {
  if (!within(layer)(path)) return undefined;
  const [room = '', ...rest] = path.slice(layer.length + 1).split('/');
  return rest.length === 0 ? undefined : room;
}

/** The first circle found among arrows, as the names along it; undefined when there is none. */
function circleIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const search = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of arrows.get(name) ?? []) {
      const circle = search(next, [...way, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of arrows.keys()) {
    const circle = search(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function arrowsOf(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const [from, to] of pairs) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  return arrows;
}

describe('rooms', () => {
  it.each(LAYERS)('%s has the seven slices and nothing else but what all of them share', (layer) => {
    const rooms = new Set(product.map(({ path }) => roomOf(path, layer)).filter((room) => room !== undefined));
    const others = [...rooms].filter((room) => !SLICES.includes(room));
    const shared: Readonly<Record<string, readonly string[]>> = {
      'bot/adapters/postgres': ['base'],
      cards: ['help', 'shared'],
    };
    expect(others.sort()).toEqual(shared[layer] ?? ['shared']);
  });

  it('teams has a way in, a way out, a server and the two SDKs', () => {
    const rooms = product.map(({ path }) => roomOf(path, 'bot/adapters/teams')).filter((room) => room !== undefined);
    expect([...new Set(rooms)].sort()).toEqual(['http', 'inbound', 'outbound', 'sdk']);
  });

  it('no file reaches itself through its imports, imports of types included', () => {
    const own = imports.filter((one) => one.own).map(({ from, to }) => [from, to] as const);
    expect(circleIn(arrowsOf(own))).toBeUndefined();
  });

  it.each(LAYERS)('no slice of %s reaches itself through other slices', (layer) => {
    const pairs = imports.flatMap(({ from, to }) => {
      const [a, b] = [roomOf(from, layer), roomOf(to, layer)];
      const between = a !== undefined && b !== undefined && a !== b && SLICES.includes(a) && SLICES.includes(b);
      return between ? [[a, b] as const] : [];
    });
    expect(circleIn(arrowsOf(pairs))).toBeUndefined();
  });

  it('no folder holds more than 20 files', () => {
    const folders = Map.groupBy(
      globSync('{bot,cards,infra,test}/**/*.{ts,js,mjs,json,css,html,svg,sql,bicep}', {
        exclude: (name) => name === 'node_modules' || name === 'vendor',
      }),
      (path) => dirname(path),
    );
    const full = [...folders].filter(([, files]) => files.length > 20);
    expect(full.map(([folder, files]) => `${folder}: ${files.length}`)).toEqual([]);
  });
});

describe('imports point inward', () => {
  it('finds the sources and their imports', () => {
    expect(product.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets the domain import the domain only', () => {
    expect(strays('bot/domain', ['bot/domain'], 'none')).toEqual([]);
  });

  it('lets ports import the domain and ports, and Node’s client in the one file that asks outside services', () => {
    const found = strays('bot/ports', ['bot/domain', 'bot/ports'], 'none');
    expect(found.filter((line) => !line.startsWith('bot/ports/shared/ask-outside.ts → node:'))).toEqual([]);
  });

  it('lets use cases import the domain and ports, and zod in the one file that reads what buttons carry', () => {
    const found = strays('bot/usecases', ['bot/domain', 'bot/ports', 'bot/usecases'], 'none');
    expect(found).toEqual(['bot/usecases/shared/fields.ts → zod']);
  });

  it('lets cards import the domain', () => {
    expect(strays('cards', ['bot/domain', 'cards'], 'any')).toEqual([]);
  });

  it.each(['entra', 'graph', 'node', 'postgres', 'telemetry'])(
    'lets the %s adapter import no sibling, use case or card',
    (name) => {
      expect(strays(`bot/adapters/${name}`, ['bot/domain', 'bot/ports', `bot/adapters/${name}`], 'any')).toEqual([]);
    },
  );

  it('lets the teams adapter alone import use cases and cards', () => {
    const allowed = ['bot/domain', 'bot/ports', 'bot/usecases', 'cards', 'bot/adapters/teams'];
    expect(strays('bot/adapters/teams', allowed, 'any')).toEqual([]);
  });

  it('has a rule for every adapter', () => {
    const names = new Set(product.map(({ path }) => /^bot\/adapters\/([^/]+)\//.exec(path)?.[1]).filter(Boolean));
    expect([...names].sort()).toEqual(['entra', 'graph', 'node', 'postgres', 'teams', 'telemetry']);
  });

  it('keeps the bot and the local world from knowing each other', () => {
    expect(strays('bot', ['bot', 'cards'], 'any')).toEqual([]);
    const knowing = /^infra\/(package|docs)\//;
    expect(strays('infra', ['infra'], 'any').filter((line) => !knowing.test(line))).toEqual([]);
  });

  it('lets the writer of the pages know of the bot only its settings', () => {
    expect(strays('infra/docs', ['infra/docs', 'bot/config'], 'any')).toEqual([]);
  });

  it('lets the app package know of the bot only its settings and the list of its commands', () => {
    const truth = ['bot/config', 'bot/usecases/commands.ts', 'bot/usecases/shared/command-module.ts'];
    expect(strays('infra/package', ['infra/package', 'infra/zip.ts', ...truth], 'any')).toEqual([]);
  });

  it.each([
    ['bot/adapters/teams', /^(botbuilder.*|botframework-.*|@microsoft\/teams-ai|restify)$/],
    ['bot/adapters/entra', /^@azure\/msal-/],
    ['bot/adapters/graph', /^@microsoft\/microsoft-graph-(client|types)$/],
    ['bot/adapters/postgres', /^(pg|pg-boss|drizzle-orm|@electric-sql\/pglite)$/],
    ['bot/adapters/node', /^pino$/],
    ['bot/adapters/telemetry', /^(@opentelemetry\/.+|@azure\/monitor-.+)$/],
    ['cards', /^(adaptivecards-templating|adaptive-expressions)$/],
  ])('lets only %s know its SDK', (folder, sdk) => {
    const users = imports.filter(({ from, to }) =>
      from.startsWith('bot/') || from.startsWith('cards/') ? sdk.test(to) : false,
    );
    expect(users.filter(({ from }) => !within(folder)(from))).toEqual([]);
  });
});

describe('promises that a reader can check', () => {
  const bot = product.filter(({ path }) => path.startsWith('bot/') || path.startsWith('cards/'));
  const pure = bot.filter(({ path }) => /^(bot\/(domain|ports|usecases)|cards)\//.test(path));

  it('the environment is read in one file of the bot', () => {
    expect(having(/\bprocess\.env\b/, bot)).toEqual(['bot/config/index.ts']);
  });

  it('a client of msal is made in one place, which gives it our time-outs', () => {
    expect(having(/\bnew ConfidentialClientApplication\b/, bot)).toEqual(['bot/adapters/entra/msal.ts']);
    expect(having(/\bnew ManagedIdentityApplication\b/, bot)).toEqual(['bot/adapters/entra/managed-identity.ts']);
  });

  it('an outside service is asked in one way, with a time-out and without following a redirect', () => {
    const asks = /(?<![\w.])fetch\s*\(|[=:]\s*fetch\b|\brequest as \w+|\bhttps?\.(request|get)\s*\(/;
    expect(having(asks, bot)).toEqual(['bot/ports/shared/ask-outside.ts']);
  });

  it('a secret value is revealed where its one message is composed, and nowhere else', () => {
    expect(having(/\.reveal\s*\(/)).toEqual(['cards/secrets/secret-message.ts']);
    expect(having(/(?<!\.)\breveal\s*\(/)).toEqual(['bot/domain/secrets/issued-secret.ts']);
  });

  it('time and chance are arguments of domain, use cases and cards', () => {
    expect(having(/\bDate\.now\s*\(|\bnew Date\(\s*\)|\bMath\.random\s*\(|\bperformance\.now\s*\(/, pure)).toEqual([]);
  });

  it('the bot prints through its log', () => {
    expect(having(/\bconsole\.\w+\s*\(/, bot)).toEqual([]);
  });

  it('stand-ins listen on loopback only', () => {
    const local = product.filter(({ path }) => path.startsWith('infra/local/'));
    expect(having(/['"](0\.0\.0\.0|::)['"]/, local)).toEqual([]);
  });

  it('nothing is left undone and no test is skipped', () => {
    const words = /\b(TODO|FIXME|XXX)\b/;
    const others = sources.filter(({ path }) => path !== 'test/architecture.test.ts');
    expect(others.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
    const tests = sources.filter(({ path }) => path.startsWith('test/'));
    expect(having(/\b(it|test|describe)\.(skip|only|todo|skipIf|runIf|fails)\b/, tests)).toEqual([]);
  });

  it('no test chains on to writeHead, which returns nothing once restify is loaded in the same process', () => {
    const tests = sources.filter(({ path }) => path.startsWith('test/') && !path.startsWith('test/bench/echoes/'));
    expect(having(/\.writeHead\([^;]*\)\s*\.\w/, tests)).toEqual([]);
  });

  it('files stay short', () => {
    expect(product.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('file names are kebab-case', () => {
    const odd = sources.filter(({ path }) => !/^([\w.-]+\/)*[a-z0-9-]+(\.[a-z]+)*\.(ts|js|mjs)$/.test(path));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});
