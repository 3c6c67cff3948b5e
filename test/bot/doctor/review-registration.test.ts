import { describe, expect, it } from 'vitest';
import { REGISTRATION, reviewRegistration } from '../../../bot/doctor/review-registration.ts';
import { createRegistration } from '../../../infra/local/tenant/registration.ts';

const BOT_ID = '5d0a7f43-9a1e-4b0c-8f37-6c2f8f0a9d11';
const EXPECTED = {
  redirectUri: 'https://bot.example/sign-in/callback',
  identifierUri: `api://botid-${BOT_ID}`,
};

/** What the registration lacks after a change. */
function review(change: (registration: ReturnType<typeof createRegistration>) => void): readonly string[] {
  const registration = createRegistration('2e9f4a7d-1c1b-4a3e-9d61-7b8a5c4d3e33', BOT_ID);
  registration.web.redirectUris.push(EXPECTED.redirectUri);
  change(registration);
  return reviewRegistration(REGISTRATION.parse(registration), EXPECTED).map(({ detail }) => detail);
}

describe('reviewRegistration', () => {
  it('finds nothing to do for a registration as the Bicep makes it', () => {
    expect(review(() => undefined)).toEqual([]);
  });

  it('names everything that a new, empty registration lacks', () => {
    const lacks = reviewRegistration(REGISTRATION.parse({}), EXPECTED).map(({ detail }) => detail);
    expect(lacks).toEqual([
      'The redirect address https://bot.example/sign-in/callback is not there.',
      `The identifier URI api://botid-${BOT_ID} is not there.`,
      'The scope access_as_user is not there.',
      'Teams on desktop and mobile is not pre-authorised for access_as_user, so single sign-on fails there.',
      'Teams on the web is not pre-authorised for access_as_user, so single sign-on fails there.',
      'Access tokens lack the optional claims acrs and auth_time.',
      'ID tokens lack the optional claims acrs and auth_time.',
      'Access tokens are not of version 2, and the bot refuses others.',
      'The app role Credentials.Admin is not there.',
    ]);
  });

  it('finds a redirect address that differs by a slash or by capitals', () => {
    const wrong = (uri: string) => review(({ web }) => void web.redirectUris.splice(0, 1, uri));
    expect(wrong(`${EXPECTED.redirectUri}/`)).toHaveLength(1);
    expect(wrong(EXPECTED.redirectUri.toUpperCase())).toHaveLength(1);
  });

  it('finds a Teams client that is pre-authorised for another scope only', () => {
    const lacks = review(({ api }) => {
      for (const one of api.preAuthorizedApplications) one.delegatedPermissionIds = ['another scope'];
    });
    expect(lacks).toHaveLength(2);
  });

  it('finds an app role that is for applications only', () => {
    const lacks = review(({ appRoles }) => {
      for (const role of appRoles) role.allowedMemberTypes = ['Application'];
    });
    expect(lacks).toEqual(['The app role Credentials.Admin is not for users.']);
  });
});
