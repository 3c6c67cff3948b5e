import { API_ENVIRONMENTS, type ApiEnvironment, type Apis, type ApplicationName } from '../shared/naming.ts';

/** An API in an environment, as settings name it: `SMC/sandbox`. */
export type TargetName = `${string}/${ApiEnvironment}`;

/** Values that only some targets have. */
export type PerTarget = Readonly<Partial<Record<TargetName, string>>>;

/** Says from which address a system gets a bearer token for an API in an environment, and for which scope. */
export interface TokenTarget {
  /** Its code. */
  readonly api: string;
  readonly environment: ApiEnvironment;
  readonly tokenUrl: string;
  readonly scope: string;
}

/** The scope of a deployment that has set none. No API answers to it. */
export const EXAMPLE_SCOPE = 'api://example-api/.default';

export function targetNames(apis: Apis): readonly TargetName[] {
  return apis.flatMap(({ code }) => API_ENVIRONMENTS.map((environment): TargetName => `${code}/${environment}`));
}

export interface ApiSettings {
  readonly apis: Apis;
  /** Entra knows the API of a target by this client ID. One client ID may have several targets. */
  readonly apiResources: PerTarget;
}

export interface TokenSettings extends Pick<ApiSettings, 'apis'> {
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
  const { apis, apiTokenUrl, apiScope, apiTokenUrls, apiScopes } = settings;
  const reached = name === undefined ? apis : [name.api];
  return reached.flatMap(({ code: api }) =>
    (name?.environments ?? API_ENVIRONMENTS).map((environment) => ({
      api,
      environment,
      tokenUrl: apiTokenUrls[`${api}/${environment}`] ?? apiTokenUrl,
      scope: apiScopes[`${api}/${environment}`] ?? apiScope,
    })),
  );
}
