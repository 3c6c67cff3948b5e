import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TelemetrySettings } from './settings.ts';

export interface Exporter {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/** For one attempt with its retries. */
const TIMEOUT_MS = 5_000;
/** A token at hand is good for a minute at least (ports/credential.ts): then it is asked for anew, which costs nothing. */
const TOKEN_MS = 60_000;

/** Only what is set is loaded. */
export async function createExporters({ otlp, applicationInsights }: TelemetrySettings): Promise<readonly Exporter[]> {
  const exporters = [
    otlp === undefined ? undefined : toCollector(otlp),
    applicationInsights === undefined ? undefined : toApplicationInsights(applicationInsights),
  ];
  return (await Promise.all(exporters)).filter((one) => one !== undefined);
}

/** JSON over HTTP, which every receiver of OTLP/HTTP has to take: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
async function toCollector({ endpoint, headers }: NonNullable<TelemetrySettings['otlp']>): Promise<Exporter> {
  const [{ OTLPTraceExporter }, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  const at = (path: string) => ({
    url: `${endpoint.replace(/\/+$/, '')}/v1/${path}`,
    headers: { ...headers },
    timeoutMillis: TIMEOUT_MS,
  });
  return { spans: new OTLPTraceExporter(at('traces')), metrics: new OTLPMetricExporter(at('metrics')) };
}

/** Keeps nothing on the disk for later: a file of telemetry is one more thing to guard. */
async function toApplicationInsights({
  connectionString,
  token,
}: NonNullable<TelemetrySettings['applicationInsights']>): Promise<Exporter> {
  const { AzureMonitorMetricExporter, AzureMonitorTraceExporter } = await import(
    '@azure/monitor-opentelemetry-exporter'
  );
  const credential = token && {
    getToken: async (scopes: string | string[]) => ({
      token: await token(resourceOf(scopes)),
      expiresOnTimestamp: Date.now() + TOKEN_MS,
    }),
  };
  const options = { connectionString, disableOfflineStorage: true, ...(credential && { credential }) };
  return { spans: new AzureMonitorTraceExporter(options), metrics: new AzureMonitorMetricExporter(options) };
}

/** Managed identities know resources; a scope is one with `/.default` behind it. */
function resourceOf(scopes: string | string[]): string {
  const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
  return scope.replace(/\/\.default$/, '');
}
