import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { CLOSED, type Failing, failing, NOBODY } from '../cases.ts';

/** What can be wrong with Entra’s sign-in itself. */
export const ENTRA = {
  login: [
    { ...failing('nothing listens', { LOGIN_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /LOGIN_URL/ },
    { ...failing('the tenant is unknown', { TENANT_ID: NOBODY }), detail: /no such tenant/, advice: /TENANT_ID/ },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;
