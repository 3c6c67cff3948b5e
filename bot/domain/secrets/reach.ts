import type { Application, ClientId } from '../shared/application.ts';
import { API_ENVIRONMENTS, type ApiEnvironment, type ApplicationName } from '../shared/naming.ts';
import type { ApiSettings } from './token-target.ts';

interface ReachedApi {
  readonly label: string;
  /** At least one. */
  readonly environments: readonly ApiEnvironment[];
}

/** This says what an application may reach, and what told the bot so. */
export type Reach =
  /** It asks in Entra for application permissions of these APIs, and of so many others. */
  | { readonly by: 'permissions'; readonly apis: readonly ReachedApi[]; readonly others: number }
  | { readonly by: 'name'; readonly name: ApplicationName };

/**
 * The permissions count if they were read and name one of our APIs. Otherwise the name does. Undefined if that says nothing,
 * either. See decision 0041: what an application may reach is read from its permissions.
 */
export function reachOf(
  { apis, apiResources }: ApiSettings,
  { resources = [] }: Pick<Application, 'resources'>,
  name: ApplicationName | undefined,
): Reach | undefined {
  const named: ClientId[] = [];
  const reached = apis.flatMap(({ code, label }): readonly ReachedApi[] => {
    const environments = API_ENVIRONMENTS.filter((environment) => {
      const resource = apiResources[`${code}/${environment}`];
      if (resource === undefined || !resources.includes(resource)) return false;
      named.push(resource);
      return true;
    });
    return environments.length === 0 ? [] : [{ label, environments }];
  });
  const others = resources.filter((resource) => !named.includes(resource)).length;
  if (reached.length > 0) return { by: 'permissions', apis: reached, others };
  return name && { by: 'name', name };
}
