import { stableId } from '../stable-id.ts';

/** The Teams clients that ask for single sign-on tokens: desktop and mobile, and the web. */
export const TEAMS_CLIENTS = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'] as const;
export const TEAMS_WEB_CLIENT = TEAMS_CLIENTS[1];

export interface OptionalClaim {
  name: string;
  source: string | null;
  essential: boolean;
  additionalProperties: string[];
}

export interface PermissionScope {
  id: string;
  value: string;
  type: 'User' | 'Admin';
  isEnabled: boolean;
  adminConsentDisplayName: string;
  adminConsentDescription: string;
  userConsentDisplayName: string | null;
  userConsentDescription: string | null;
}

export interface AppRole {
  id: string;
  value: string;
  displayName: string;
  description: string;
  isEnabled: boolean;
  allowedMemberTypes: string[];
}

export interface PreAuthorizedApplication {
  appId: string;
  delegatedPermissionIds: string[];
}

/** The registration that people sign in to. https://learn.microsoft.com/graph/api/resources/application */
export interface LocalRegistration {
  readonly id: string;
  readonly appId: string;
  displayName: string;
  signInAudience: string;
  identifierUris: string[];
  api: {
    requestedAccessTokenVersion: 1 | 2 | null;
    oauth2PermissionScopes: PermissionScope[];
    preAuthorizedApplications: PreAuthorizedApplication[];
    knownClientApplications: string[];
    acceptMappedClaims: boolean | null;
  };
  web: { redirectUris: string[]; homePageUrl: string | null; logoutUrl: string | null };
  appRoles: AppRole[];
  optionalClaims: { accessToken: OptionalClaim[]; idToken: OptionalClaim[]; saml2Token: OptionalClaim[] } | null;
}

/**
 * Somebody's consent that a client may use a scope of the registration. `AllPrincipals` is an administrator's consent
 * for everybody. https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant
 */
export interface PermissionGrant {
  /** Object ids of service principals. */
  clientId: string;
  resourceId: string;
  consentType: 'AllPrincipals' | 'Principal';
  /** The object id of the person, if the consent is that of one person. */
  principalId: string | null;
  /** Words with spaces between them. */
  scope: string;
}

export const SCOPE = 'access_as_user';
const SCOPE_ID = stableId('scope access_as_user');

/** Makes the registration as the Azure page makes it. The redirect addresses are added when the bot has a port. */
export function createRegistration(appId: string, botId: string): LocalRegistration {
  return {
    id: stableId(`object ${appId}`),
    appId,
    displayName: 'API Credentials',
    signInAudience: 'AzureADMyOrg',
    identifierUris: [`api://botid-${botId}`],
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: [scope()],
      preAuthorizedApplications: TEAMS_CLIENTS.map((client) => ({ appId: client, delegatedPermissionIds: [SCOPE_ID] })),
      knownClientApplications: [],
      acceptMappedClaims: null,
    },
    web: { redirectUris: [], homePageUrl: null, logoutUrl: null },
    appRoles: [adminRole()],
    optionalClaims: { accessToken: claims(), idToken: claims(), saml2Token: [] },
  };
}

/** The administrator's consent that the registration, as a client, may use its own scope. */
export function createGrants(appId: string): PermissionGrant[] {
  const own = principalOf(appId);
  return [{ clientId: own, resourceId: own, consentType: 'AllPrincipals', principalId: null, scope: SCOPE }];
}

/** The object id of the service principal of an application in this tenant. */
export function principalOf(appId: string): string {
  return stableId(`service principal ${appId}`);
}

function scope(): PermissionScope {
  return {
    id: SCOPE_ID,
    value: SCOPE,
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Sign in to API Credentials',
    adminConsentDescription: 'Lets Teams sign the user in to API Credentials.',
    userConsentDisplayName: null,
    userConsentDescription: null,
  };
}

function adminRole(): AppRole {
  return {
    id: stableId('role Credentials.Admin'),
    value: 'Credentials.Admin',
    displayName: 'Credentials administrator',
    description: 'Assigns applications and sees every application.',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  };
}

function claims(): OptionalClaim[] {
  return ['acrs', 'auth_time'].map((name) => ({ name, source: null, essential: false, additionalProperties: [] }));
}
