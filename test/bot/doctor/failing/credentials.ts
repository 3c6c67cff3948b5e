import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Failing, inSql } from '../cases.ts';

/** What can be wrong with the looks at credentials that nobody ordered. */
export const CREDENTIALS = {
  federated: [
    inSql(
      'Graph has not told of the federated credentials of an application for two days',
      [
        `INSERT INTO watched_applications (client_id, display_name, print, known_keys, certificates, federated_untold_since)
          VALUES ('c', 'Partner-NL-Matchwell-DM', '', '[]', '[]', now() - interval '49 hours')`,
      ],
      'warning',
      /1 application for two days:\nPartner-NL-Matchwell-DM/,
      /federated credentials not read/,
    ),
  ],
} as const satisfies Partial<Record<CheckId, Failing>>;
