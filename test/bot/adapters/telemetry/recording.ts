import type { Attributes, Reading, Telemetry } from '../../../../bot/ports/shared/telemetry.ts';

export interface RecordingTelemetry extends Telemetry {
  readonly seen: { readonly what: string; readonly attributes: Attributes }[];
  readonly readings: (() => Promise<readonly Reading[]>)[];
}

/** Keeps what it is told. */
export function recordingTelemetry(): RecordingTelemetry {
  const seen: RecordingTelemetry['seen'] = [];
  const readings: RecordingTelemetry['readings'] = [];
  const add = (what: string, attributes: Attributes) => void seen.push({ what, attributes });
  return {
    seen,
    readings,
    async measure(work, attributes, run) {
      let all = attributes;
      try {
        return await run((more) => {
          all = { ...all, ...more };
        });
      } catch (cause) {
        all = { ...all, result: 'failed' };
        throw cause;
      } finally {
        add(work, all);
      }
    },
    took: (work, seconds, attributes) => add(`${work} ${seconds} s`, attributes),
    count: add,
    note: (reference) => add('note', { reference }),
    observe: (read) => void readings.push(read),
    close: async () => undefined,
  };
}
