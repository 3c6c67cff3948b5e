import { asMinutes } from '../fields.ts';
import { defaulted } from '../setting.ts';

/** What people see of a new secret. */
export const SECRETS = {
  secretMessageMinutes: defaulted(
    'SECRET_MESSAGE_MINUTES',
    '10',
    asMinutes,
    'The message with a new secret is removed after this many minutes. Fractions are allowed.',
  ),
};
