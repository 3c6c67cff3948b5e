import type { CheckId } from '../../../bot/doctor/checks.ts';
import type { Failing } from './cases.ts';
import { ACCESS } from './failing/access.ts';
import { AUDIT } from './failing/audit.ts';
import { CREDENTIALS } from './failing/credentials.ts';
import { DATABASE } from './failing/database.ts';
import { DEPLOYMENT } from './failing/deployment.ts';
import { ENTRA } from './failing/entra.ts';
import { PASSWORD_LIFETIME } from './failing/entra-password-lifetime.ts';
import { POLICIES } from './failing/entra-policies.ts';
import { REGISTRATION } from './failing/entra-registration.ts';
import { GRAPH } from './failing/graph.ts';
import { LAST_USES } from './failing/last-uses.ts';
import { PUBLIC_ADDRESS } from './failing/public-address.ts';
import { REMINDERS } from './failing/reminders.ts';
import { SERVICES } from './failing/services.ts';
import { SIGN_IN_LOG } from './failing/sign-in-log.ts';
import { TEAMS } from './failing/teams.ts';

/** The ways in which each check finds something. A check that is not here does not compile. */
export const FAILING: Readonly<Record<CheckId, Failing>> = {
  ...DEPLOYMENT,
  ...ENTRA,
  ...REGISTRATION,
  ...POLICIES,
  ...PASSWORD_LIFETIME,
  ...GRAPH,
  ...TEAMS,
  ...PUBLIC_ADDRESS,
  ...DATABASE,
  ...AUDIT,
  ...REMINDERS,
  ...CREDENTIALS,
  ...LAST_USES,
  ...SERVICES,
  ...SIGN_IN_LOG,
  ...ACCESS,
};
