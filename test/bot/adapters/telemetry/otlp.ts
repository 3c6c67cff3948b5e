import { z } from 'zod';
import type { Received } from './receiver.ts';

const ATTRIBUTES = z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) }));
const SPAN = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: ATTRIBUTES.default([]),
  status: z.object({ code: z.number().optional(), message: z.string().optional() }).optional(),
  events: z.array(z.unknown()).default([]),
});
const TRACES = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(SPAN) })) })),
});
const POINT = z.object({
  attributes: ATTRIBUTES.default([]),
  count: z.coerce.number().optional(),
  asDouble: z.number().optional(),
  asInt: z.coerce.number().optional(),
});
const POINTS = z.object({ dataPoints: z.array(POINT) }).optional();
const METRICS = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(z.object({ name: z.string(), sum: POINTS, gauge: POINTS, histogram: POINTS })),
        }),
      ),
    }),
  ),
});

export interface ReadSpan {
  readonly trace: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly failed: boolean;
}

export interface Point {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The number of values in a histogram. */
  readonly value: number;
}

/** The spans among what was received as OTLP JSON. */
export function spansIn(received: readonly Received[]): readonly ReadSpan[] {
  return at(received, '/v1/traces')
    .flatMap((body) => TRACES.parse(body).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map(({ traceId, spanId, parentSpanId, name, attributes, status }) => ({
      trace: traceId,
      id: spanId,
      parent: parentSpanId === '' ? undefined : parentSpanId,
      name,
      attributes: record(attributes),
      failed: status?.code === 2,
    }));
}

/** The points of the last export: metrics are cumulative. */
export function lastPointsIn(received: readonly Received[]): readonly Point[] {
  const last = at(received, '/v1/metrics').at(-1);
  if (last === undefined) return [];
  const metrics = METRICS.parse(last)
    .resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics);
  return metrics.flatMap(({ name, sum, gauge, histogram }) =>
    [sum, gauge, histogram]
      .flatMap((points) => points?.dataPoints ?? [])
      .map((point) => ({
        name,
        attributes: record(point.attributes),
        value: point.count ?? point.asDouble ?? point.asInt ?? Number.NaN,
      })),
  );
}

function at(received: readonly Received[], path: string): readonly unknown[] {
  return received.filter((one) => one.path === path).map(({ body }): unknown => JSON.parse(body));
}

function record(attributes: z.output<typeof ATTRIBUTES>): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? '']));
}
