import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type Context, DiagLogLevel, diag, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Log } from '../../ports/shared/log.ts';
import type { Attributes, Telemetry, Work } from '../../ports/shared/telemetry.ts';
import { allowed } from './attributes.ts';
import { createExporters } from './exporters.ts';
import { createInstruments } from './instruments.ts';
import type { TelemetrySettings } from './settings.ts';

const NAME = 'api-credentials';
const EXPORT_MS = 10_000;
const CLOSE_MS = 2_500;
/** If a collector is down, the log says so once in this time and not once per batch. */
const SILENCE_MS = 10 * 60_000;

/** The kind of a span: work that waits for another service is a client's. */
const KINDS: Readonly<Record<Work, SpanKind>> = {
  turn: SpanKind.SERVER,
  command: SpanKind.INTERNAL,
  task: SpanKind.CONSUMER,
  graph: SpanKind.CLIENT,
  connector: SpanKind.CLIENT,
  ledger: SpanKind.CLIENT,
  sweep: SpanKind.INTERNAL,
};

/**
 * Nothing is registered with OpenTelemetry's global API: libraries that use that API would add spans and attributes of
 * their own, for instance addresses. For the same reason the context is carried by a store of our own. A trace begins
 * here: the `traceparent` of a caller is ignored, and the bot sends none. See decision 0016.
 */
export async function createExporting(settings: TelemetrySettings, log: Log): Promise<Telemetry> {
  reportTroubles(log);
  const exporters = await createExporters(settings);
  const resource = resourceFromAttributes({ 'service.name': NAME, 'service.instance.id': randomUUID() });
  const spanProcessors = exporters.map(
    ({ spans }) => new BatchSpanProcessor(spans, { exportTimeoutMillis: EXPORT_MS }),
  );
  const tracers = new BasicTracerProvider({ resource, sampler: new AlwaysOnSampler(), spanProcessors });
  const times = {
    exportIntervalMillis: settings.metricEveryMs,
    exportTimeoutMillis: Math.min(EXPORT_MS, settings.metricEveryMs),
  };
  const readers = exporters.map(({ metrics }) => new PeriodicExportingMetricReader({ exporter: metrics, ...times }));
  const meters = new MeterProvider({ resource, readers });
  const instruments = createInstruments(meters.getMeter(NAME));
  const tracer = tracers.getTracer(NAME);
  const current = new AsyncLocalStorage<Context>();
  const here = () => current.getStore() ?? ROOT_CONTEXT;

  return {
    measure(work, attributes, run) {
      const span = tracer.startSpan(work, { kind: KINDS[work], attributes: allowed(attributes, 'span') }, here());
      const began = performance.now();
      let all: Attributes = attributes;
      const tell = (more: Attributes) => {
        all = { ...all, ...more };
        span.setAttributes(allowed(more, 'span'));
      };
      const end = () => {
        instruments.took(work, (performance.now() - began) / 1000, all);
        span.end();
      };
      return current.run(trace.setSpan(here(), span), async () => {
        try {
          return await run(tell);
        } catch (cause) {
          // The error is not recorded here: an SDK's error may quote what it sent. The log masks it.
          tell({ result: 'failed' });
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw cause;
        } finally {
          end();
        }
      });
    },
    took: instruments.took,
    count: instruments.count,
    note(reference) {
      const attributes = allowed({ reference }, 'span');
      const span = trace.getSpan(here());
      if (span?.isRecording() === true) span.setAttributes(attributes);
      // This work outlived its turn.
      else tracer.startSpan('later', { attributes }, here()).end();
    },
    observe: instruments.observe,
    close: () => inTime(Promise.allSettled([tracers.shutdown(), meters.shutdown()]), CLOSE_MS),
  };
}

/** Writes the complaints of OpenTelemetry and its exporters to the log as warnings. */
function reportTroubles(log: Log): void {
  let quietUntil = 0;
  const report = (message: string) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + SILENCE_MS;
    log.warn('telemetry not exported', { problem: message });
  };
  const ignore = () => undefined;
  diag.setLogger(
    { error: report, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
