import { z } from 'zod';
import { ADMIN_ROLE } from '../domain/sign-in/session.ts';

const CLAIM_LIST = z.array(z.object({ name: z.string() })).nullish();

/** What the doctor reads of the registration that people sign in to. */
export const REGISTRATION = z.object({
  identifierUris: z.array(z.string()).nullish(),
  api: z
    .object({
      requestedAccessTokenVersion: z.number().nullish(),
      oauth2PermissionScopes: z.array(
        z.object({ id: z.string(), value: z.string().nullish(), isEnabled: z.boolean().nullish() }),
      ),
      preAuthorizedApplications: z.array(
        z.object({ appId: z.string().toLowerCase(), delegatedPermissionIds: z.array(z.string()) }),
      ),
    })
    .nullish(),
  web: z.object({ redirectUris: z.array(z.string()) }).nullish(),
  appRoles: z
    .array(
      z.object({
        value: z.string().nullish(),
        isEnabled: z.boolean().nullish(),
        allowedMemberTypes: z.array(z.string()),
      }),
    )
    .nullish(),
  optionalClaims: z.object({ accessToken: CLAIM_LIST, idToken: CLAIM_LIST }).nullish(),
});

export type Registration = z.output<typeof REGISTRATION>;

/** The fields of the registration that `REGISTRATION` reads, for `$select`. */
export const REGISTRATION_FIELDS = Object.keys(REGISTRATION.shape).join(',');

/** What the registration must have; addresses are compared letter by letter, as Entra does. */
export interface ExpectedRegistration {
  readonly redirectUri: string;
  readonly identifierUri: string;
}

/** One thing that the registration lacks, and what to do about it. */
export interface Lack {
  readonly detail: string;
  readonly advice: string;
}

const SCOPE = 'access_as_user';
const CLAIMS = ['acrs', 'auth_time'];
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-register-aad */
const TEAMS_CLIENTS = [
  { appId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264', name: 'Teams on desktop and mobile' },
  { appId: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', name: 'Teams on the web' },
];

/** Everything that the registration lacks for Teams' single sign-on and for the sign-in page. */
export function reviewRegistration(registration: Registration, expected: ExpectedRegistration): readonly Lack[] {
  return [
    ...redirectLacks(registration, expected),
    ...uriLacks(registration, expected),
    ...scopeLacks(registration),
    ...clientLacks(registration),
    ...claimLacks(registration, 'accessToken', 'Access tokens'),
    ...claimLacks(registration, 'idToken', 'ID tokens'),
    ...versionLacks(registration),
    ...roleLacks(registration),
  ];
}

function redirectLacks({ web }: Registration, { redirectUri }: ExpectedRegistration): readonly Lack[] {
  if (web?.redirectUris.includes(redirectUri)) return [];
  const advice = `Under Authentication, platform Web, add the redirect address ${redirectUri}, or correct PUBLIC_URL.`;
  return [{ detail: `The redirect address ${redirectUri} is not there.`, advice }];
}

function uriLacks({ identifierUris }: Registration, { identifierUri }: ExpectedRegistration): readonly Lack[] {
  if (identifierUris?.includes(identifierUri)) return [];
  const advice = `Under Expose an API, set the Application ID URI to ${identifierUri}, which the app package names too.`;
  return [{ detail: `The identifier URI ${identifierUri} is not there.`, advice }];
}

function scopeLacks(registration: Registration): readonly Lack[] {
  const scope = scopeOf(registration);
  if (scope?.isEnabled === true) return [];
  const state = scope === undefined ? 'not there' : 'disabled';
  return [
    { detail: `The scope ${SCOPE} is ${state}.`, advice: `Under Expose an API, add the scope ${SCOPE}, enabled.` },
  ];
}

function clientLacks(registration: Registration): readonly Lack[] {
  const scope = scopeOf(registration);
  const trusted = (registration.api?.preAuthorizedApplications ?? []).filter(
    ({ delegatedPermissionIds }) => scope !== undefined && delegatedPermissionIds.includes(scope.id),
  );
  return TEAMS_CLIENTS.filter(({ appId }) => !trusted.some((one) => one.appId === appId)).map(({ appId, name }) => ({
    detail: `${name} is not pre-authorised for ${SCOPE}, so single sign-on fails there.`,
    advice: `Under Expose an API, add the client application ${appId} with the scope ${SCOPE}.`,
  }));
}

function claimLacks(
  { optionalClaims }: Registration,
  token: 'accessToken' | 'idToken',
  words: string,
): readonly Lack[] {
  const names = (optionalClaims?.[token] ?? []).map(({ name }) => name);
  const missing = CLAIMS.filter((claim) => !names.includes(claim));
  if (missing.length === 0) return [];
  const claims = missing.join(' and ');
  const noun = missing.length === 1 ? 'claim' : 'claims';
  const detail = `${words} lack the optional ${noun} ${claims}.`;
  return [{ detail, advice: `Under Token configuration, ${words}: add ${claims}.` }];
}

function versionLacks({ api }: Registration): readonly Lack[] {
  if (api?.requestedAccessTokenVersion === 2) return [];
  const advice = 'In the manifest of the registration, set api.requestedAccessTokenVersion to 2.';
  return [{ detail: 'Access tokens are not of version 2, and the bot refuses others.', advice }];
}

function roleLacks({ appRoles }: Registration): readonly Lack[] {
  const role = (appRoles ?? []).find(({ value }) => value === ADMIN_ROLE);
  const advice = `Under App roles, add ${ADMIN_ROLE} for users, enabled.`;
  if (role === undefined) return [{ detail: `The app role ${ADMIN_ROLE} is not there.`, advice }];
  if (role.isEnabled !== true) return [{ detail: `The app role ${ADMIN_ROLE} is disabled.`, advice }];
  if (role.allowedMemberTypes.includes('User')) return [];
  return [{ detail: `The app role ${ADMIN_ROLE} is not for users.`, advice }];
}

function scopeOf({ api }: Registration) {
  return api?.oauth2PermissionScopes.find(({ value }) => value === SCOPE);
}
