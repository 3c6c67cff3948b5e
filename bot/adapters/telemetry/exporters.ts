import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TelemetrySettings } from './settings.ts';

export interface Exporter {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/** The time-out of one export, its retries included. */
const TIMEOUT_MS = 5_000;
/** A token lives for a minute at least (ports/shared/credential.ts). Asking again after that costs nothing. */
const TOKEN_MS = 60_000;

/** Loads only the exporters that the settings ask for. */
export async function createExporters({ otlp, applicationInsights }: TelemetrySettings): Promise<readonly Exporter[]> {
  const exporters = [
    otlp === undefined ? undefined : toCollector(otlp),
    applicationInsights === undefined ? undefined : toApplicationInsights(applicationInsights),
  ];
  return (await Promise.all(exporters)).filter((one) => one !== undefined);
}

/** Sends JSON over HTTP. Every receiver of OTLP/HTTP must accept it: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
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

/** Keeps nothing on disk for later, because a file of telemetry would have to be guarded too. */
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

/** A managed identity takes a resource; a scope is a resource followed by `/.default`. */
function resourceOf(scopes: string | string[]): string {
  const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
  return scope.replace(/\/\.default$/, '');
}
