import type { Log } from '../../ports/shared/log.ts';
import { SILENT, type Telemetry } from '../../ports/shared/telemetry.ts';
import type { TelemetrySettings } from './settings.ts';

export { createGauges } from './gauges.ts';
export { measuredAnnouncer, measuredDelivery, measuredMailer } from './measured-delivery.ts';
export { measuredFetch } from './measured-fetch.ts';
export { measuredLedger } from './measured-ledger.ts';
export { notingLog } from './noting-log.ts';

/**
 * Exports where the settings say to; else it is silent, and nothing of OpenTelemetry is loaded. A bot that cannot be
 * watched works all the same.
 */
export async function createTelemetry(settings: TelemetrySettings, log: Log): Promise<Telemetry> {
  if (settings.otlp === undefined && settings.applicationInsights === undefined) return SILENT;
  try {
    const { createExporting } = await import('./exporting.ts');
    return await createExporting(settings, log);
  } catch (cause) {
    log.error('telemetry not available', {}, cause);
    return SILENT;
  }
}
