import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTelemetry } from '../../../../bot/adapters/telemetry/index.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import { trust } from '../../../infra/local/trust.ts';
import { recordingLog } from '../teams/bench.ts';

const KEY = '3f2b8c1e-0d4a-4b6f-9a7c-5e1d2c3b4a59';
const tracked: { readonly authorization: string | undefined; readonly body: string; readonly path: string }[] = [];
let folder: string;
let endpoint: string;
let close: () => Promise<unknown>;

beforeAll(async () => {
  // What the exporter would tell Microsoft about itself.
  vi.stubEnv('APPLICATION_INSIGHTS_NO_STATSBEAT', 'true');
  vi.stubEnv('APPLICATIONINSIGHTS_SDKSTATS_DISABLED', 'true');
  folder = await mkdtemp(join(tmpdir(), 'application-insights-'));
  const tls = await createTls(folder);
  trust(tls);
  const server = createServer({ key: tls.key, cert: tls.cert }, async (request, response) => {
    const bytes = await buffer(request);
    const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    tracked.push({ authorization: request.headers.authorization, body, path: request.url ?? '' });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ itemsReceived: 1, itemsAccepted: 1, errors: [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `https://localhost:${(server.address() as AddressInfo).port}/`;
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await close();
  await rm(folder, { recursive: true, force: true });
});

function ofUs() {
  return tracked.filter(({ body }) => body.includes(KEY));
}

it('sends spans and metrics to Application Insights with a token of the bot’s own identity', async () => {
  const log = recordingLog();
  const asked: string[] = [];
  const token = async (resource: string) => {
    asked.push(resource);
    return 'token-of-the-identity';
  };
  const connectionString = `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint}`;
  const applicationInsights = { connectionString, token };
  const telemetry = await createTelemetry({ otlp: undefined, applicationInsights, metricEveryMs: 60_000 }, log);
  await telemetry.measure('turn', { activity: 'message', reference: '0123abcd' }, async () => {
    telemetry.count('removals', { result: 'gone' });
  });
  await telemetry.close();
  expect(log.lines).toEqual([]);
  const sent = ofUs();
  expect(new Set(asked)).toEqual(new Set(['https://monitor.azure.com']));
  expect(new Set(sent.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer token-of-the-identity']));
  const all = sent.map(({ body }) => body).join();
  expect(all).toContain('"reference":"0123abcd"');
  expect(all).toContain('api_credentials.removals');
});

it('sends with the connection string alone if the bot has no identity', async () => {
  tracked.length = 0;
  const applicationInsights = {
    connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint}`,
    token: undefined,
  };
  const settings = { otlp: undefined, applicationInsights, metricEveryMs: 60_000 };
  const telemetry = await createTelemetry(settings, recordingLog());
  await telemetry.measure('turn', { activity: 'message' }, async () => undefined);
  await telemetry.close();
  expect(ofUs().length).toBeGreaterThan(0);
  expect(ofUs().every(({ authorization }) => authorization === undefined)).toBe(true);
});
