/** The fields that may be logged: metadata only. */
export const LOG_FIELDS = [
  'attempts',
  'check',
  'clientId',
  'code',
  'conversation',
  'count',
  'digests',
  'due',
  'hash',
  'keyId',
  'kind',
  'message',
  'method',
  'milliseconds',
  'nonce',
  'outcome',
  'path',
  'port',
  'problem',
  'reason',
  'reference',
  'requestId',
  'result',
  'retries',
  'seq',
  'setting',
  'signal',
  'signature',
  'status',
  'task',
  'to',
  'type',
  'url',
  'verb',
] as const;

/** The fields of a line. Nothing else reaches the log. */
export type LogFields = Readonly<Partial<Record<(typeof LOG_FIELDS)[number], string | number | boolean | undefined>>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields, cause?: unknown): void;
  error(event: string, fields?: LogFields, cause?: unknown): void;
}
