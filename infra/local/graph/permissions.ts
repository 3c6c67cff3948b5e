import { decodeJwt } from 'jose';
import type { Incoming } from '../http.ts';
import { denied, GraphFailure } from './errors.ts';

const DIRECTORY = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const APPLICATIONS = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
/** A delegated token of an administrator, such as the Azure CLI's: it may what the person may. */
const ADMINISTRATOR = 'Directory.AccessAsUser.All';
const POLICIES = ['Policy.Read.All', ADMINISTRATOR];

/** The application permissions of which each kind of request needs one; what is not listed is no request of ours. */
const NEEDED: readonly { readonly path: RegExp; readonly roles: readonly string[] }[] = [
  { path: /\/(microsoft\.graph\.)?sendMail$/i, roles: ['Mail.Send'] },
  {
    path: /^\/v1\.0\/users(\/|$)/,
    roles: ['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', ...DIRECTORY],
  },
  // Application.ReadWrite.OwnedBy does not let an application add itself: https://learn.microsoft.com/graph/api/application-post-owners
  { path: /\/owners\/\$ref$/, roles: ['Directory.ReadWrite.All', ADMINISTRATOR] },
  { path: /^\/v1\.0\/applications(\/|\(|$)/, roles: [...APPLICATIONS, ADMINISTRATOR] },
  {
    path: /^\/v1\.0\/servicePrincipals(\/|\(|$)/,
    roles: ['Application.Read.All', ...APPLICATIONS, ...DIRECTORY, ADMINISTRATOR],
  },
  { path: /^\/v1\.0\/identity\/conditionalAccess\//, roles: ['Policy.Read.ConditionalAccess', ...POLICIES] },
  { path: /^\/v1\.0\/policies\//, roles: ['Policy.Read.ApplicationConfiguration', ...POLICIES] },
  { path: /^\/beta\/reports\//, roles: ['AuditLog.Read.All'] },
];

/** The application permissions in an app-only token, or the delegated ones in a person's; its signature is another's business. */
export function rolesIn(token: string): readonly string[] {
  const { roles, scp } = decodeJwt(token);
  return Array.isArray(roles) ? roles.map(String) : String(scp ?? '').split(' ');
}

/** Throws GraphFailure where none of the roles permits the request. */
export function permit({ url }: Incoming, roles: readonly string[]): void {
  const need = NEEDED.find(({ path }) => path.test(url.pathname));
  if (need === undefined || need.roles.some((role) => roles.includes(role))) return;
  if (need.roles.includes('Mail.Send')) {
    throw new GraphFailure(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  throw denied();
}
