/** The codes at the end of a name. */
export const API_CODES = ['DM', 'SMC'] as const;
export type ApiCode = (typeof API_CODES)[number];

export const API_ENVIRONMENTS = ['production', 'sandbox'] as const;
export type ApiEnvironment = (typeof API_ENVIRONMENTS)[number];

/** An application's name, taken apart by the naming convention `Partner-(country)-(organisation)-(API)`. */
export interface ApplicationName {
  /** `PartnerAlternative` is a dummy organisation for implementers: sandbox only. */
  readonly kind: 'Partner' | 'PartnerAlternative';
  /** ISO 3166 alpha-2, upper case. */
  readonly country: string;
  /** May itself contain hyphens. */
  readonly organisation: string;
  readonly api: ApiCode;
  /** What the API reaches, in words, for instance `Match-Connect`. */
  readonly services: readonly string[];
  readonly environments: readonly ApiEnvironment[];
}

const PATTERN = /^(Partner|PartnerAlternative)-([A-Z]{2})-(.+)-(DM|SMC)$/;

/** Undefined if the name does not follow the convention. Then the name is shown as it is. */
export function parseApplicationName(displayName: string): ApplicationName | undefined {
  const [, kind, country, organisation, api] = PATTERN.exec(displayName) ?? [];
  if (kind === undefined || country === undefined || organisation === undefined || api === undefined) return undefined;
  const alternative = kind === 'PartnerAlternative';
  return {
    kind: alternative ? 'PartnerAlternative' : 'Partner',
    country,
    organisation,
    api: api === 'DM' ? 'DM' : 'SMC',
    services: servicesOf(api, alternative),
    environments: alternative ? ['sandbox'] : ['production', 'sandbox'],
  };
}

/** With what the names of all applications of the convention begin. */
export const ALL_BEGINNINGS: readonly string[] = ['Partner-', 'PartnerAlternative-'];

/** With what the names of all applications of a country begin. */
export function beginningsIn(country: string): readonly string[] {
  return [`Partner-${country}-`, `PartnerAlternative-${country}-`];
}

function servicesOf(api: string, alternative: boolean): readonly string[] {
  if (api === 'DM') return ['Data Manager'];
  return alternative ? ['Match-Connect'] : ['Search and Match', 'Match-Connect'];
}
