import type { ApplicationView } from '../../bot/domain/shared/application-view.ts';
import { fill, type Rendered } from '../fill.ts';
import template from './application.json' with { type: 'json' };
import { counted } from './dates.ts';
import { applicationData, limited, reportData, secretRow } from './describe.ts';
import { moreSecrets, NO_SECRETS, READ_ONLY } from './sentences.ts';

/** Rows that keep the largest card well under the platform's limit. */
export const SECRETS_SHOWN = 25;

/** One application with all its secrets. */
export function applicationCard(application: ApplicationView): Rendered {
  const { secrets, readOnly = false } = application;
  const row = limited(
    secrets,
    SECRETS_SHOWN,
    (secret) => secretRow(secret, application.clientId, readOnly),
    moreSecrets,
  );
  const secretsTitle = secrets.length === 0 ? NO_SECRETS : counted(secrets.length, 'client secret');
  return fill(template, `One application: ${secretsTitle.toLowerCase()}`, {
    ...applicationData(application),
    ...reportData(secrets.length === 0 ? undefined : application.report),
    readOnlyText: READ_ONLY,
    mayNudge: readOnly && (application.cannotConnect || secrets.some(({ status }) => status === 'expiring')),
    secretsTitle,
    secrets: row.rows,
    hasMore: row.hasMore,
    more: row.more,
  });
}
