import type { CheckId } from '../../../../bot/doctor/checks.ts';
import type { LocalRegistration } from '../../../../infra/local/tenant/registration.ts';
import { type Case, type Failing, failing, granted, NOBODY } from '../cases.ts';

/** What the registration that people sign in to can lack. */
export const REGISTRATION = {
  registration: [
    {
      ...failing('the tenant has no such registration', { AAD_APP_CLIENT_ID: NOBODY }),
      detail: /no registration 99999999/,
      advice: /AAD_APP_CLIENT_ID/,
    },
    {
      condition: 'the bot may not read it',
      bend: ({ world }) => granted(world, 'User.ReadBasic.All'),
      status: 'skipped',
      detail: /^Not looked at: the bot may not read the registration/,
      advice: /Application\.ReadWrite\.OwnedBy/,
    },
    {
      condition: 'Graph does not answer',
      bend: ({ graph }) => {
        graph.faults.next({ path: /applications\(/, kind: 'fail', status: 503, code: 'serviceNotAvailable' });
        return {};
      },
      status: 'failure',
      detail: /serviceNotAvailable/,
      advice: /Try again/,
    },
    {
      ...failing('PUBLIC_URL is another address', { PUBLIC_URL: 'https://elsewhere.example' }),
      detail: /^The redirect address https:\/\/elsewhere\.example\/sign-in\/callback is not there\.$/,
      advice: /platform Web, add the redirect address https:\/\/elsewhere\.example\/sign-in\/callback/,
    },
    lacking(
      'the identifier URI is another',
      (one) => one.identifierUris.splice(0, 1, 'api://other'),
      /api:\/\/botid-/,
      /Expose an API/,
    ),
    lacking(
      'the scope is disabled',
      ({ api }) => disable(api.oauth2PermissionScopes),
      /access_as_user is disabled/,
      /scope/,
    ),
    lacking(
      'a Teams client is not pre-authorised',
      ({ api }) => api.preAuthorizedApplications.pop(),
      /^Teams on the web is not pre-authorised/,
      /client application 5e3ce6c0-/,
    ),
    lacking(
      'access tokens lack a claim',
      ({ optionalClaims }) => optionalClaims?.accessToken.pop(),
      /^Access tokens lack the optional claim auth_time/,
      /Access tokens: add auth_time/,
    ),
    lacking(
      'no optional claim is asked for',
      (one) => Object.assign(one, { optionalClaims: null }),
      /ID tokens lack the optional claims acrs and auth_time/,
      /Token configuration/,
    ),
    lacking(
      'access tokens are of version 1',
      ({ api }) => Object.assign(api, { requestedAccessTokenVersion: null }),
      /not of version 2/,
      /requestedAccessTokenVersion/,
    ),
    lacking(
      'the app role is disabled',
      ({ appRoles }) => disable(appRoles),
      /Credentials\.Admin is disabled/,
      /App roles/,
    ),
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

function lacking(condition: string, bend: (one: LocalRegistration) => unknown, detail: RegExp, advice: RegExp): Case {
  return {
    ...{ condition, status: 'failure', detail, advice },
    bend: ({ world }) => {
      bend(world.registration);
      return {};
    },
  };
}

function disable(all: { isEnabled: boolean }[]): void {
  for (const one of all) one.isEnabled = false;
}
