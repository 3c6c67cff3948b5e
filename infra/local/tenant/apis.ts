import type { LocalResourceAccess } from '../objects.ts';
import { stableId } from '../stable-id.ts';

/** An API in an environment, as the bot's settings name it. The APIs are of the invented tenant, and nobody runs them. */
export type ApiTarget = 'DM/production' | 'DM/sandbox' | 'SMC/production' | 'SMC/sandbox';

const SCOPES: Readonly<Record<ApiTarget, string>> = {
  'DM/production': 'api://data-manager/.default',
  'DM/sandbox': 'api://data-manager-sandbox/.default',
  'SMC/production': 'api://search-and-match/.default',
  'SMC/sandbox': 'api://search-and-match-sandbox/.default',
};

/** Microsoft Graph has this client ID in every tenant. */
const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';

const TARGETS = Object.keys(SCOPES) as readonly ApiTarget[];

/** The settings that tell the bot of these APIs. */
export function apiSettings(): Record<'API_SCOPES' | 'API_RESOURCES', string> {
  return {
    API_SCOPES: TARGETS.map((target) => `${target}=${SCOPES[target]}`).join(','),
    API_RESOURCES: TARGETS.map((target) => `${target}=${resourceOf(target)}`).join(','),
  };
}

/**
 * What an application with these APIs asks for: an application permission of each, and to read the profile of people who
 * sign in, which the Azure portal adds to every new registration.
 */
export function accessTo(targets: readonly ApiTarget[]): readonly LocalResourceAccess[] {
  const profile = { id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' } as const;
  return [
    { resourceAppId: MICROSOFT_GRAPH, resourceAccess: [profile] },
    ...targets.map((target) => ({
      resourceAppId: resourceOf(target),
      resourceAccess: [{ id: stableId(`role of ${target}`), type: 'Role' as const }],
    })),
  ];
}

function resourceOf(target: ApiTarget): string {
  return stableId(`api ${target}`);
}
