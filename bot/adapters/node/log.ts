import pino, { type DestinationStream } from 'pino';
import { LOG_FIELDS, type Log, type LogFields } from '../../ports/shared/log.ts';
import { masked } from './masked.ts';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** The type of the fields holds callers to the list. What comes with another type is left out here. */
const ALLOWED: ReadonlySet<string> = new Set(LOG_FIELDS);
const TEXT_LIMIT = 300;
const CAUSE_DEPTH = 4;

/** Writes JSON lines to standard output. The `reference` of a line is the one that a person was shown. */
export function createLog(level: Level, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: toLabel } };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  const detailed = logger.isLevelEnabled('debug');
  const line = (fields: LogFields | undefined, cause?: unknown) => ({
    ...allowed(fields ?? {}),
    ...(cause === undefined ? {} : { cause: describe(cause, detailed, CAUSE_DEPTH) }),
  });
  return {
    info: (event, fields) => logger.info(line(fields), event),
    warn: (event, fields, cause) => logger.warn(line(fields, cause), event),
    error: (event, fields, cause) => logger.error(line(fields, cause), event),
  };
}

function toLabel(label: string): { level: string } {
  return { level: label };
}

function allowed(fields: LogFields): LogFields {
  const entries = Object.entries(fields).filter(([name]) => ALLOWED.has(name));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? short(shown(name, value)) : value]),
  );
}

/** A head of the audit record and its signature are as long as a secret, but are none: they are logged to be compared later. */
function shown(name: string, value: string): string {
  const isHead = name === 'hash' && /^[0-9a-f]{64}$/.test(value);
  const isSignature = name === 'signature' && /^[\w-]{43}$/.test(value);
  return isHead || isSignature ? value : masked(value);
}

/**
 * Takes a few properties of an error and leaves the rest: errors of SDKs carry requests, headers and bodies. Messages
 * are masked, because an SDK may quote what it sent.
 */
function describe(error: unknown, detailed: boolean, depth: number): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const cause = error.cause === undefined || depth <= 1 ? {} : { cause: describe(error.cause, detailed, depth - 1) };
  return {
    name: short(error.name),
    message: short(masked(error.message)),
    ...picked(error),
    ...(detailed && error.stack !== undefined ? { stack: masked(frames(error.stack)) } : {}),
    ...cause,
  };
}

function picked(error: Error): Record<string, string | number> {
  const names = ['code', 'errorCode', 'subError', 'statusCode', 'requestId', 'problem', 'correlationId'];
  const found: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(error)) {
    if (!names.includes(name)) continue;
    if (typeof value === 'string') found[name] = short(masked(value));
    if (typeof value === 'number') found[name] = value;
  }
  return found;
}

/** The stack without its first lines, which repeat the message. */
function frames(stack: string): string {
  return stack
    .split('\n')
    .filter((text) => /^\s+at /.test(text))
    .join('\n');
}

function short(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text;
}
