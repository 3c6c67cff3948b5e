import type { Environment } from './credential.ts';
import { Complaint, isLoopback } from './fields.ts';

const INTERVAL = { least: 100, most: 3_600_000 } as const;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADERS_WORDS = 'must be name=value, several separated by commas, values percent-encoded';
const CONNECTION_WORDS =
  'must be the connection string of an Application Insights resource (InstrumentationKey=…;IngestionEndpoint=https://…)';

/**
 * `name=value` each, as OpenTelemetry has them: https://opentelemetry.io/docs/specs/otel/protocol/exporter/. No complaint
 * quotes what was set: it may be half a token.
 */
export function asHeaders(text: string): Readonly<Record<string, string>> | Complaint {
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
export function asConnectionString(text: string): string | Complaint {
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

/** Milliseconds between two exports of metrics. */
export function asInterval(text: string): number | Complaint {
  const ms = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (ms >= INTERVAL.least && ms <= INTERVAL.most) return ms;
  return new Complaint(`must be a whole number of milliseconds from ${INTERVAL.least} to ${INTERVAL.most}`);
}

/** What is fine alone and wrong together. */
export function telemetryGaps(env: Environment): readonly string[] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = env;
  if (headers === undefined) return [];
  if (endpoint === undefined) return ['OTEL_EXPORTER_OTLP_HEADERS needs OTEL_EXPORTER_OTLP_ENDPOINT'];
  return !URL.canParse(endpoint) || isHttpsOrLoopback(endpoint)
    ? []
    : ['OTEL_EXPORTER_OTLP_ENDPOINT must be an https address where OTEL_EXPORTER_OTLP_HEADERS is set'];
}

function isHttpsOrLoopback(url: string): boolean {
  return URL.canParse(url) && (url.startsWith('https:') || (url.startsWith('http:') && isLoopback(url)));
}
