import { asUrl, Complaint, isLoopback } from '../fields.ts';
import { defaulted, optional, type Source, secret } from '../setting.ts';

const INTERVAL = { least: 100, most: 3_600_000 } as const;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADERS_WORDS = 'must be name=value, several separated by commas, values percent-encoded';
const CONNECTION_WORDS =
  'must be the connection string of an Application Insights resource (InstrumentationKey=…;IngestionEndpoint=https://…)';

/** Traces and metrics go to a collector, to Application Insights, to both, or nowhere. */
export const TELEMETRY = {
  otlpEndpoint: optional(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    asUrl,
    'Traces and metrics go to the collector at this address, by OTLP over HTTP (JSON).',
  ),
  otlpHeaders: secret(
    optional(
      'OTEL_EXPORTER_OTLP_HEADERS',
      asHeaders,
      'Each request to the collector has these headers: `name=value`, several separated by commas.',
    ),
  ),
  metricEveryMs: defaulted(
    'OTEL_METRIC_EXPORT_INTERVAL',
    '60000',
    asInterval,
    'Metrics are exported once in this many milliseconds.',
  ),
  applicationInsights: secret(
    optional(
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      asConnectionString,
      'Traces and metrics go to the Application Insights resource with this connection string. A managed identity proves who sends them.',
    ),
  ),
};

/**
 * Reads `name=value`, several separated by commas, as OpenTelemetry has them:
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/. No complaint quotes the text, because it may hold half a
 * token.
 */
function asHeaders(text: string): Readonly<Record<string, string>> | Complaint {
  const headers = new Map<string, string>();
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [, name = '', encoded] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    const value = encoded === undefined ? undefined : decoded(encoded.trim());
    if (!HEADER_NAME.test(name.trim()) || value === undefined) return new Complaint(HEADERS_WORDS);
    headers.set(name.trim(), value);
  }
  return headers.size === 0 ? new Complaint(HEADERS_WORDS) : Object.fromEntries(headers);
}

function decoded(text: string): string | undefined {
  try {
    const value = decodeURIComponent(text);
    return /^[\x20-\x7e]+$/.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** https://learn.microsoft.com/azure/azure-monitor/app/connection-strings */
function asConnectionString(text: string): string | Complaint {
  const entries = text
    .split(';')
    .filter((part) => part !== '')
    .map((part) => [part.slice(0, part.indexOf('=')).toLowerCase(), part.slice(part.indexOf('=') + 1)] as const);
  const fields = new Map(entries);
  const key = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(fields.get('instrumentationkey') ?? '');
  const endpoint = fields.get('ingestionendpoint');
  const sound = endpoint === undefined || isHttpsOrLoopback(endpoint);
  return key && sound ? text : new Complaint(CONNECTION_WORDS);
}

/** Reads the milliseconds between two exports of metrics. */
function asInterval(text: string): number | Complaint {
  const ms = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (ms >= INTERVAL.least && ms <= INTERVAL.most) return ms;
  return new Complaint(`must be a whole number of milliseconds from ${INTERVAL.least} to ${INTERVAL.most}`);
}

/** What is wrong with the settings of telemetry together. */
export function telemetryGaps({ env }: Source): readonly string[] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = env;
  if (headers === undefined) return [];
  if (endpoint === undefined) return ['OTEL_EXPORTER_OTLP_HEADERS needs OTEL_EXPORTER_OTLP_ENDPOINT'];
  return !URL.canParse(endpoint) || isHttpsOrLoopback(endpoint)
    ? []
    : ['OTEL_EXPORTER_OTLP_ENDPOINT must be an https address if OTEL_EXPORTER_OTLP_HEADERS is set'];
}

function isHttpsOrLoopback(url: string): boolean {
  return URL.canParse(url) && (url.startsWith('https:') || (url.startsWith('http:') && isLoopback(url)));
}
