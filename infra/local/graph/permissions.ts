import { decodeJwt } from 'jose';
import type { Incoming } from '../http.ts';
import { denied, GraphFailure } from './errors.ts';

const DIRECTORY = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const APPLICATIONS = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
/**
 * The permission of an administrator's delegated token, such as that of the Azure CLI: it may do what the person may
 * do.
 */
const ADMINISTRATOR = 'Directory.AccessAsUser.All';
const POLICIES = ['Policy.Read.All', ADMINISTRATOR];

/** Each kind of request needs one of its application permissions. The bot makes no other kinds of requests. */
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
  {
    path: /^\/v1\.0\/identity\/conditionalAccess\/authenticationContextClassReferences(\/|$)/,
    roles: ['AuthenticationContext.Read.All', 'Policy.Read.ConditionalAccess', ...POLICIES],
  },
  // Policy.Read.ConditionalAccess is not enough here: https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies
  { path: /^\/v1\.0\/identity\/conditionalAccess\//, roles: POLICIES },
  { path: /^\/v1\.0\/policies\//, roles: ['Policy.Read.ApplicationConfiguration', ...POLICIES] },
  { path: /^\/beta\/(reports|auditLogs)\//, roles: ['AuditLog.Read.All'] },
];

/** Returns the permissions in an app-only token or in a person's token. The signature has been checked before. */
export function rolesIn(token: string): readonly string[] {
  const { roles, scp } = decodeJwt(token);
  return Array.isArray(roles) ? roles.map(String) : String(scp ?? '').split(' ');
}

/** Throws GraphFailure if none of the roles permits the request. */
export function permit({ url }: Incoming, roles: readonly string[]): void {
  const need = NEEDED.find(({ path }) => path.test(url.pathname));
  if (need === undefined || need.roles.some((role) => roles.includes(role))) return;
  if (need.roles.includes('Mail.Send')) {
    throw new GraphFailure(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  throw denied();
}
