/** What an API reaches, in words, for instance `Match-Connect`. */
interface ApiService {
  readonly name: string;
  /** `PartnerAlternative`, the dummy organisation for implementers, reaches it too. */
  readonly dummy: boolean;
}

/** An API of the umbrella organisation, as the operator has named it. */
export interface Api {
  /** The end of the names of its applications: upper-case letters and digits, no hyphen. */
  readonly code: string;
  /** Its name for people, such as `Data Manager`. */
  readonly label: string;
  /** At least one. */
  readonly services: readonly ApiService[];
}

/** All APIs, each code once. At least one. */
export type Apis = readonly Api[];

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
  readonly api: Api;
  /** What the application reaches by this name, in words. */
  readonly services: readonly string[];
  readonly environments: readonly ApiEnvironment[];
}

const PATTERN = /^(Partner|PartnerAlternative)-([A-Z]{2})-(.+)-([A-Z0-9]+)$/;

/**
 * Undefined if the name does not follow the convention with one of these APIs. Then the name is shown as it is. See decision
 * 0040: the codes of APIs are a setting.
 */
export function parseApplicationName(apis: Apis, displayName: string): ApplicationName | undefined {
  const [, kind, country, organisation, code] = PATTERN.exec(displayName) ?? [];
  const api = apis.find((known) => known.code === code);
  if (kind === undefined || country === undefined || organisation === undefined || api === undefined) return undefined;
  const alternative = kind === 'PartnerAlternative';
  return {
    kind: alternative ? 'PartnerAlternative' : 'Partner',
    country,
    organisation,
    api,
    services: servicesOf(api, alternative),
    environments: alternative ? ['sandbox'] : ['production', 'sandbox'],
  };
}

/** Whether an application is of the dummy organisation for implementers, by the beginning of its name. */
export function isDummy(displayName: string): boolean {
  return displayName.startsWith('PartnerAlternative-');
}

/** With what the names of all applications of the convention begin. */
export const ALL_BEGINNINGS: readonly string[] = ['Partner-', 'PartnerAlternative-'];

/** With what the names of all applications of a country begin. */
export function beginningsIn(country: string): readonly string[] {
  return [`Partner-${country}-`, `PartnerAlternative-${country}-`];
}

function servicesOf({ services }: Api, alternative: boolean): readonly string[] {
  return services.filter(({ dummy }) => dummy || !alternative).map(({ name }) => name);
}
