import { FRESHNESS_ALONE, TENANT_POLICY } from '../../domain/sign-in/session.ts';
import { asContextOr, asMinutes } from '../fields.ts';
import { defaulted, required } from '../setting.ts';

export const SIGN_IN = {
  signInContext: required(
    'SIGN_IN_AUTH_CONTEXT',
    asContextOr(TENANT_POLICY),
    "What proves MFA when a person reads. `policy`: the tenant's Conditional Access policy on the registration, which Entra evaluates before it issues a token; the token itself says nothing of it, and `npm run doctor` looks for the policy. `c1` to `c99`: the token must name this authentication context.",
  ),
  stepUpContext: required(
    'STEP_UP_AUTH_CONTEXT',
    asContextOr(FRESHNESS_ALONE),
    'What a person must prove before a change. `c1` to `c99`: this authentication context and a fresh sign-in. `none`: a fresh sign-in alone, which does not prove MFA; it is for tenants without Entra ID P1.',
  ),
  stepUpMinutes: defaulted(
    'STEP_UP_MINUTES',
    '10',
    asMinutes,
    'A sign-in may be this many minutes old when a person changes something. It counts from the first factor (`auth_time`). For administrators at most an hour counts. Fractions are allowed.',
  ),
};
