import { describe, expect, it } from 'vitest';
import { lackOf } from '../../../../bot/domain/sign-in/silent-failure.ts';

describe('what a silent sign-on lacked', () => {
  it.each([
    ['authrequestfailed', 'AADSTS50076: Due to a configuration change …', 'mfa'],
    ['authrequestfailed', 'AADSTS65001: The user or administrator has not consented …', 'consent'],
    ['authrequestfailed', 'AADSTS53003: Access has been blocked by Conditional Access policies.', 'blocked'],
    ['authrequestfailed', 'AADSTS50057: The user account is disabled.', 'blocked'],
    ['authrequestfailed', 'AADSTS650011: …', 'unknown'],
    ['authrequestfailed', 'no number', 'unknown'],
    ['interactionrequired', '', 'mfa'],
    ['userConsentRequired', '', 'consent'],
    ['installappfailed', '', 'unknown'],
  ])('is read from the code %s and the message %s', (code, message, lack) => {
    expect(lackOf({ code, message })).toBe(lack);
  });
});
