import type { Log } from '../../ports/shared/log.ts';
import { SILENT, type Telemetry } from '../../ports/shared/telemetry.ts';
import type { TelemetrySettings } from './settings.ts';

export { createGauges } from './gauges.ts';
export { measuredAnnouncer, measuredDelivery, measuredMailer } from './measured-delivery.ts';
export { measuredLedger } from './measured-ledger.ts';
export { measuredSend } from './measured-send.ts';
export { notingLog } from './noting-log.ts';

/**
 * Exports to the places that the settings name. If they name none, it is silent and loads nothing of OpenTelemetry. The
 * bot works even if telemetry fails.
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
