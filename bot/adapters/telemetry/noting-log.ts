import type { Log, LogFields } from '../../ports/shared/log.ts';
import type { Telemetry } from '../../ports/shared/telemetry.ts';

/** A log that also writes the reference of a line into the span that is under way. */
export function notingLog(log: Log, telemetry: Telemetry): Log {
  const note = (fields: LogFields | undefined) => {
    if (typeof fields?.['reference'] === 'string') telemetry.note(fields['reference']);
  };
  return {
    info: (event, fields) => {
      note(fields);
      log.info(event, fields);
    },
    warn: (event, fields, cause) => {
      note(fields);
      log.warn(event, fields, cause);
    },
    error: (event, fields, cause) => {
      note(fields);
      log.error(event, fields, cause);
    },
  };
}
