import type { Log, LogFields } from '../../../../bot/ports/shared/log.ts';

interface Entry {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields | undefined;
  readonly cause: unknown;
}

/** A log that keeps what it is told, causes as text. */
export function recordingLog(): Log & { readonly entries: readonly Entry[] } {
  const entries: Entry[] = [];
  const write = (level: string) => (event: string, fields?: LogFields, cause?: unknown) => {
    entries.push({ level, event, fields, cause: cause === undefined ? undefined : String(cause) });
  };
  return { entries, info: write('info'), warn: write('warn'), error: write('error') };
}
