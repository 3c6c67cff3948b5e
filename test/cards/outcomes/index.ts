import type { Notice } from '../../../bot/domain/messages/notice.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { ACCESS_OUTCOMES } from './access.ts';
import { AUDIT_OUTCOMES } from './audit.ts';
import { MESSAGES_OUTCOMES } from './messages.ts';
import { NOTICES } from './notices.ts';
import { REMINDERS_OUTCOMES } from './reminders.ts';
import { ROTATION_OUTCOMES } from './rotation.ts';
import { SECRETS_OUTCOMES } from './secrets.ts';
import { SHARED_OUTCOMES } from './shared.ts';
import { SIGN_IN_OUTCOMES } from './sign-in.ts';
import { named, type OutcomeSamples } from './variants.ts';

/** Samples of every kind of outcome, each in its variants. */
export const OUTCOMES = {
  ...SECRETS_OUTCOMES,
  ...ROTATION_OUTCOMES,
  ...REMINDERS_OUTCOMES,
  ...ACCESS_OUTCOMES,
  ...SIGN_IN_OUTCOMES,
  ...AUDIT_OUTCOMES,
  ...MESSAGES_OUTCOMES,
  ...SHARED_OUTCOMES,
} satisfies OutcomeSamples;

/** By `kind` or `kind-variant`. */
export const NAMED_OUTCOMES: ReadonlyMap<string, Outcome> = named<Outcome>(OUTCOMES);
export const NAMED_NOTICES: ReadonlyMap<string, Notice> = named<Notice>(NOTICES);
