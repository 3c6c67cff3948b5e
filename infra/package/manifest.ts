import { z } from 'zod';
import { type Problem, problems } from './problem.ts';
import type { ManifestValues } from './settings.ts';

const SCOPED = z.looseObject({ scopes: z.array(z.string()).default([]) });
const LANGUAGE = z.looseObject({ languageTag: z.string(), file: z.string() });

const TITLED = z.looseObject({ title: z.string().default(''), description: z.string().optional() });
const SEARCH = TITLED.extend({ id: z.string(), parameters: z.array(TITLED.extend({ name: z.string() })).default([]) });

const AUTHORIZATION = z.looseObject({
  permissions: z.looseObject({ resourceSpecific: z.array(z.looseObject({ name: z.string() })).default([]) }).optional(),
});

/** The parts of the manifest that the checks read. The schema covers the rest. */
export const MANIFEST = z.looseObject({
  $schema: z.string().optional(),
  manifestVersion: z.string(),
  version: z.string(),
  id: z.string(),
  name: z.looseObject({ short: z.string(), full: z.string().optional() }),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  description: z.looseObject({ short: z.string(), full: z.string() }),
  supportsChannelFeatures: z.string().optional(),
  authorization: AUTHORIZATION.optional(),
  bots: z.array(SCOPED.extend({ botId: z.string() })).default([]),
  composeExtensions: z
    .array(z.looseObject({ botId: z.string().optional(), commands: z.array(SEARCH).default([]) }))
    .default([]),
  configurableTabs: z.array(SCOPED).default([]),
  staticTabs: z.array(z.looseObject({ entityId: z.string(), name: z.string().optional() })).default([]),
  validDomains: z.array(z.string()).default([]),
  localizationInfo: z.looseObject({ additionalLanguages: z.array(LANGUAGE).default([]) }).optional(),
});

export type Manifest = z.output<typeof MANIFEST>;

const PLACEHOLDER = /\$\{\{\s*(\w+)\s*\}\}/g;

/**
 * Returns the JSON with every known placeholder filled. A placeholder is `${{NAME}}`, as in Microsoft 365 Agents
 * Toolkit.
 */
export function fill(content: unknown, values: ManifestValues): unknown {
  if (typeof content === 'string') return content.replace(PLACEHOLDER, (whole, name) => values.get(name) ?? whole);
  if (Array.isArray(content)) return content.map((item) => fill(item, values));
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, fill(value, values)]));
}

/** Finds what still looks like a placeholder: it would be shown to people, or taken for an id. */
export function checkFilled(file: string, content: unknown): readonly Problem[] {
  const left = JSON.stringify(content).match(/\$\{\{[^}]*(\}\})?/g) ?? [];
  const known = 'use a placeholder that the package knows, or write the text itself';
  return problems(
    'placeholder',
    [...new Set(left)].map((text) => `${file} still holds ${text}: ${known}`),
  );
}
