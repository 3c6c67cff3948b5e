import { globSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { Meter } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../bot/adapters/node/log.ts';
import { createInstruments } from '../../../bot/adapters/telemetry/instruments.ts';
import { DatabaseAwayError, StoppedEarlyError, startPatiently } from '../../../bot/start-patiently.ts';
import { deploy, isRecord } from './deployment.ts';
import type { Value } from './evaluate.ts';

const alerts = deploy({}).get('alerts');
const MAIL = '/subscriptions/s/resourceGroups/g/Microsoft.Insights/actionGroups/contoso-api-credentials-mail';
const ON_LOGS = ['logRules', 'signInLogRules'];
const rulesOf = (name: string): readonly Value[] => {
  const rules = alerts?.variable(name);
  return Array.isArray(rules) ? rules : [];
};
const texts = (name: 'query' | 'name' | 'title', lists = ON_LOGS) =>
  lists.flatMap(rulesOf).map((rule) => (isRecord(rule) ? String(rule[name]) : ''));

/** All texts of the bot's code in single quotes. */
const written = globSync('bot/**/*.ts').flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/'([^'\n]+)'/g)].map(([, text = '']) => text),
);

/** What the queries compare a name with: `name == "…"`, or `name in ("…", "…")`. */
function compared(name: string): readonly string[] {
  const pattern = new RegExp(`\\b${name} (?:== |in \\()((?:"[^"]+"(?:, )?)+)`, 'g');
  return texts('query').flatMap((query) =>
    [...query.matchAll(pattern)].flatMap(([, list = '']) =>
      [...list.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text),
    ),
  );
}

function metricsOfTheBot(): readonly string[] {
  const names: string[] = [];
  const noted = (name: string) => names.push(name);
  const meter = {
    createHistogram: (name: string) => noted(name),
    createCounter: (name: string) => noted(name),
    createObservableGauge: (name: string) => noted(name),
    addBatchObservableCallback: () => undefined,
  };
  createInstruments(meter as unknown as Meter);
  return names;
}

/** The messages of a bot that has waited so long for its database. */
async function waitedFor(minutes: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const stopping = new AbortController();
  let waited = 0;
  const start = startPatiently(
    async () => {
      throw new DatabaseAwayError({ cause: new Error('away') });
    },
    {
      holdPort: { listen: async () => undefined, close: async () => undefined },
      wordsOf: () => 'away',
      log: { error: (message) => lines.push(message) },
      stopping: stopping.signal,
      wait: async (ms) => {
        waited += ms;
        if (waited >= minutes * 60_000) stopping.abort();
      },
    },
  );
  await expect(start).rejects.toThrow(StoppedEarlyError);
  return lines;
}

describe('the alerts', () => {
  it('ask for lines that the bot writes', () => {
    expect(compared('msg').length).toBeGreaterThan(8);
    expect(compared('msg').filter((text) => !written.includes(text))).toEqual([]);
  });

  it('ask for gauges and queues that the bot has', () => {
    expect(compared('Name')).toHaveLength(3);
    expect(compared('Name').filter((name) => !metricsOfTheBot().includes(name))).toEqual([]);
    expect(compared('queue')).toHaveLength(5);
    expect(compared('queue').filter((name) => !written.includes(name))).toEqual([]);
  });

  it('have names of their own', () => {
    const names = [...texts('name', [...ON_LOGS, 'answerRules']), 'no-sweep', 'database-disk'];
    expect(new Set(names).size).toBe(12);
    expect(names).toHaveLength(12);
  });

  it('have a row on the page, by the title that a mail about them has', () => {
    const page = readFileSync('infra/azure/operate.md', 'utf8');
    const titles = [...texts('title', [...ON_LOGS, 'answerRules']), 'No successful sweep in 26 hours'];
    expect(titles.filter((title) => !page.includes(`\n| ${title} `))).toEqual([]);
  });

  it.each(['AppService', 'ContainerApps'])(
    'tell that a bot waits for its database, but not of a start that waits for a few minutes: %s',
    async (hosting) => {
      const named = deploy({ hosting, containerImage: 'bot:1' }).get('alerts')?.resources('logAlerts') ?? [];
      const rule = named.map((one) => Object(one)).find(({ name }) => name === 'contoso-api-credentials-database-away');
      const [{ query, threshold }] = rule.properties.criteria.allOf;
      const lines = async (minutes: number) => (await waitedFor(minutes)).filter((line) => query.includes(`"${line}"`));
      expect(rule.properties.windowSize).toBe('PT15M');
      expect((await lines(3)).length).toBeLessThanOrEqual(threshold);
      expect((await lines(10)).length).toBeGreaterThan(threshold);
    },
  );

  it('watch the age of the sign-in log only if the bot reads it', () => {
    const named = (signInLog: boolean) => deploy({ signInLog }).get('alerts')?.resources('logAlerts') ?? [];
    const names = (on: boolean) => named(on).map((rule) => (isRecord(rule) ? rule['name'] : ''));
    expect(names(true)).toContain('contoso-api-credentials-sign-in-log');
    expect(names(false)).not.toContain('contoso-api-credentials-sign-in-log');
    expect(names(false)).toHaveLength(8);
  });

  it('watch the answers of the web app and the disk of the database', () => {
    const deployed = deploy({ actionGroupIds: ['a'] });
    expect(deployed.get('alerts')?.resources('metricAlerts')).toMatchObject([
      { properties: { scopes: ['/subscriptions/s/site'], criteria: { allOf: [{ metricName: 'Http5xx' }] } } },
    ]);
    expect(deployed.get('database')?.resource('diskAlert')).toMatchObject({
      properties: {
        scopes: ['/subscriptions/s/server'],
        criteria: { allOf: [{ metricName: 'storage_percent' }] },
        actions: [{ actionGroupId: 'a' }],
      },
    });
  });

  it('go to the mail address and to the action groups that are named', () => {
    const told = (params: Readonly<Record<string, Value>>) =>
      Object(deploy(params).get('alerts')?.resource('noSweep')).properties.actions.actionGroups;
    expect(told({ alertEmail: 'operations@contoso.com', actionGroupIds: ['a'] })).toEqual(['a', MAIL]);
    expect(told({ actionGroupIds: ['a'] })).toEqual(['a']);
  });
});

describe('the workbook', () => {
  const text = readFileSync('infra/azure/modules/workbook.json', 'utf8');
  const workbook: {
    readonly items: readonly { readonly name: string; readonly content: { readonly query?: string } }[];
  } = JSON.parse(text);

  it('shows metrics that the bot has', () => {
    const shown = [...text.matchAll(/api_credentials[\w.-]+/g)].map(([name]) => name);
    expect(new Set(shown).size).toBeGreaterThan(9);
    expect(shown.filter((name) => !metricsOfTheBot().includes(name))).toEqual([]);
  });

  it('has queries in each part but the heading and the choice of a time, and a name for each', () => {
    const names = workbook.items.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const without = workbook.items.filter(({ content }) => content.query === undefined).map(({ name }) => name);
    expect(without).toEqual(['parameters', 'heading']);
  });

  it('shows the lines that the bot writes as warnings and errors', () => {
    const levels: unknown[] = [];
    const sink = new Writable({
      write: (line, _, done) => {
        levels.push(JSON.parse(String(line)).level);
        done();
      },
    });
    const log = createLog('info', sink);
    log.warn('one');
    log.error('another');
    expect(text).toContain(`tostring(line.level) in (${levels.map((level) => `\\"${level}\\"`).join(', ')})`);
  });
});
