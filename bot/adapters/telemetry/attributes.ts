import type { Attributes } from '../../ports/shared/telemetry.ts';

/** Codes from closed sets look like this. Other values are left out, even under an allowed name. */
const CODE = /^[a-z0-9][A-Za-z0-9.-]{0,40}$/;
/** The form of a reference that usecases/shared/refuse.ts and teams/inbound/fault.ts make. */
const REFERENCE = /^[0-9a-f]{8}$/;

/**
 * The attributes that may be exported. `both`: in spans and metrics. `span`: only in spans, because a metric cannot hold
 * so many values. See decision 0016: telemetry says nothing of people, applications or words.
 */
const ATTRIBUTES: Readonly<Record<string, { readonly in: 'both' | 'span'; readonly shape: RegExp }>> = {
  activity: { in: 'both', shape: CODE },
  call: { in: 'span', shape: CODE },
  command: { in: 'both', shape: CODE },
  method: { in: 'both', shape: /^[A-Z]{3,7}$/ },
  need: { in: 'both', shape: CODE },
  operation: { in: 'both', shape: CODE },
  outcome: { in: 'both', shape: CODE },
  queue: { in: 'both', shape: CODE },
  reference: { in: 'span', shape: REFERENCE },
  refusal: { in: 'both', shape: CODE },
  result: { in: 'both', shape: CODE },
  service: { in: 'both', shape: CODE },
  status: { in: 'both', shape: /^([1-5]xx|429|none)$/ },
  step: { in: 'both', shape: CODE },
  store: { in: 'both', shape: CODE },
  task: { in: 'both', shape: CODE },
  to: { in: 'both', shape: CODE },
};

/** Keeps the attributes that may be exported. */
export function allowed(attributes: Attributes, where: 'span' | 'metric'): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const rule = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    if (rule === undefined || (where === 'metric' && rule.in === 'span')) continue;
    if (typeof value === 'string' && rule.shape.test(value)) found[name] = value;
  }
  return found;
}
