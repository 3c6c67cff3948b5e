import {
  API_CODES,
  API_ENVIRONMENTS,
  type ApiCode,
  type ApiEnvironment,
  type ApplicationName,
} from '../shared/naming.ts';

/** An API in an environment, as settings name it: `SMC/sandbox`. */
export type TargetName = `${ApiCode}/${ApiEnvironment}`;

/** Values that only some targets have. */
export type PerTarget = Readonly<Partial<Record<TargetName, string>>>;

/** Says from which address a system gets a bearer token for an API in an environment, and for which scope. */
export interface TokenTarget {
  readonly api: ApiCode;
  readonly environment: ApiEnvironment;
  readonly tokenUrl: string;
  readonly scope: string;
}

/** The scope of a deployment that has set none. No API answers to it. */
export const EXAMPLE_SCOPE = 'api://example-api/.default';

export const TARGET_NAMES: readonly TargetName[] = API_CODES.flatMap((api) =>
  API_ENVIRONMENTS.map((environment): TargetName => `${api}/${environment}`),
);

export interface TokenSettings {
  /** They hold for the targets that the other two do not name. */
  readonly apiTokenUrl: string;
  readonly apiScope: string;
  readonly apiTokenUrls: PerTarget;
  readonly apiScopes: PerTarget;
}

/** All targets, or those that an application reaches. */
export function tokenTargets(
  settings: TokenSettings,
  name?: Pick<ApplicationName, 'api' | 'environments'>,
): readonly TokenTarget[] {
  const { apiTokenUrl, apiScope, apiTokenUrls, apiScopes } = settings;
  const codes = name === undefined ? API_CODES : [name.api];
  return codes.flatMap((api) =>
    (name?.environments ?? API_ENVIRONMENTS).map((environment) => ({
      api,
      environment,
      tokenUrl: apiTokenUrls[`${api}/${environment}`] ?? apiTokenUrl,
      scope: apiScopes[`${api}/${environment}`] ?? apiScope,
    })),
  );
}
