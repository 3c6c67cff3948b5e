import { asAuthContext, asMinutes } from '../fields.ts';
import { defaulted, optional } from '../setting.ts';

export const SIGN_IN = {
  stepUpAuthContext: optional(
    'STEP_UP_AUTH_CONTEXT',
    asAuthContext,
    'This authentication context (`c1` to `c99`) proves MFA. Without it, the claim `amr` does.',
  ),
  stepUpMinutes: defaulted(
    'STEP_UP_MINUTES',
    '10',
    asMinutes,
    'A sign-in may be this many minutes old when a person changes something. Fractions are allowed.',
  ),
};
