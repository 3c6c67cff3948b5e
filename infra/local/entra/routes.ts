import type { Incoming, Reply } from '../http.ts';
import { authorize, consent, login, logout, mfa, password } from './authorize.ts';
import { EntraError, errorReply } from './errors.ts';
import { instanceDiscovery, openIdConfiguration } from './metadata.ts';
import { messagePage } from './pages.ts';
import type { EntraState } from './state.ts';
import { token } from './token.ts';

/** Answers what programs call over https. */
export async function handleApi(state: EntraState, incoming: Incoming): Promise<Reply> {
  const { pathname } = incoming.url;
  if (pathname === '/common/discovery/instance') return { status: 200, body: instanceDiscovery(state) };
  const route = routeOf(incoming);
  if (route.tenant !== state.world.tenantId) return noTenant(route.tenant);
  switch (`${incoming.method} ${route.rest}`) {
    case 'GET v2.0/.well-known/openid-configuration':
    case 'GET .well-known/openid-configuration':
      return { status: 200, body: openIdConfiguration(state) };
    case 'GET discovery/v2.0/keys':
      return state.faults.keysDown ? { status: 503 } : { status: 200, body: state.keys.jwks() };
    case 'POST oauth2/v2.0/token':
      return token(state, incoming);
    case 'GET oauth2/v2.0/authorize':
      return { status: 302, headers: { location: `${state.pageUrl}${incoming.target}` } };
    default:
      return { status: 404, body: { error: 'not_found' } };
  }
}

/** Answers what a person's browser opens over http on loopback. */
export async function handlePages(state: EntraState, incoming: Incoming): Promise<Reply> {
  const route = routeOf(incoming);
  if (route.tenant !== state.world.tenantId) return messagePage(404, 'No such page', 'Nothing is served here.');
  switch (`${incoming.method} ${route.rest}`) {
    case 'GET oauth2/v2.0/authorize':
      state.counts.authorize += 1;
      return authorize(state, incoming);
    case 'POST login':
      return login(state, incoming);
    case 'POST password':
      return password(state, incoming);
    case 'POST consent':
      return consent(state, incoming);
    case 'POST mfa':
      return mfa(state, incoming);
    case 'GET oauth2/v2.0/logout':
      return logout(state, incoming);
    default:
      return messagePage(404, 'No such page', 'Nothing is served here.');
  }
}

function routeOf(incoming: Incoming): { tenant: string; rest: string } {
  const [, tenant = '', ...rest] = incoming.url.pathname.split('/');
  return { tenant: tenant.toLowerCase(), rest: rest.join('/') };
}

function noTenant(tenant: string): Reply {
  return errorReply(new EntraError(400, 'invalid_tenant', 90002, `Tenant '${tenant}' not found.`), undefined);
}
