import { createHash } from 'node:crypto';
import type { LocalApplication, LocalSecret, LocalWorld } from '../../world.ts';
import { badRequest, denied, GraphFailure } from '../errors.ts';
import { onlyOptions } from '../fields.ts';
import { type Page, pageOf } from '../paging.ts';

/** `unlicensed`: the tenant has no Entra ID P1. `forbidden`: the bot lacks AuditLog.Read.All. */
export type SignInReportState = 'on' | 'unlicensed' | 'forbidden';

const LICENCE_CODE = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
const LICENCE_TEXT = "Neither tenant is B2C or tenant doesn't have premium license.";

interface Used {
  readonly application: LocalApplication;
  readonly secret: LocalSecret;
  readonly at: Date;
}

/**
 * Returns one page of `GET /beta/reports/appCredentialSignInActivities`, with one item for each secret that was used.
 * https://learn.microsoft.com/graph/api/reportroot-list-appcredentialsigninactivities. Throws GraphFailure.
 */
export function signInReport(world: LocalWorld, state: SignInReportState, url: URL, origin: string): Page {
  refuseReport(state);
  onlyOptions(url.searchParams, ['$filter', '$top', '$skiptoken']);
  const fits = filterOf(url.searchParams.get('$filter'));
  const used = world.applications.flatMap((application) =>
    application.passwordCredentials.flatMap((secret) => {
      const at = world.signIns.get(secret.keyId);
      return at !== undefined && fits(application, secret) ? [{ application, secret, at }] : [];
    }),
  );
  return pageOf(used, url, origin, itemOf);
}

/** Refuses the report and the log if the bot may not read them. Throws GraphFailure. */
export function refuseReport(state: SignInReportState): void {
  if (state === 'forbidden') throw denied();
  if (state === 'unlicensed') throw new GraphFailure(403, LICENCE_CODE, LICENCE_TEXT);
}

function filterOf(filter: string | null): (application: LocalApplication, secret: LocalSecret) => boolean {
  if (filter === null) return () => true;
  const [, name, value = ''] = /^\s*(appId|keyId)\s+eq\s+'([0-9a-f-]{36})'\s*$/i.exec(filter) ?? [];
  if (name === undefined) throw badRequest('Unsupported or invalid query filter clause.', 'Request_UnsupportedQuery');
  const wanted = value.toLowerCase();
  return (application, secret) => (name === 'appId' ? application.appId : secret.keyId) === wanted;
}

/** The service's examples write the key type in this way. Its table of properties calls it `clientSecret`. */
function itemOf({ application, secret, at }: Used): object {
  return {
    id: Buffer.from(`${secret.keyId}|application`).toString('base64'),
    appId: application.appId,
    appObjectId: application.id,
    keyId: secret.keyId,
    keyType: 'secret',
    keyUsage: 'verify',
    credentialOrigin: 'application',
    createdDateTime: secret.startDateTime,
    expirationDateTime: secret.endDateTime,
    resourceId: guidOf('resource'),
    servicePrincipalObjectId: guidOf(`service principal ${application.id}`),
    signInActivity: {
      lastSignInDateTime: at.toISOString(),
      lastSignInRequestId: guidOf(`sign-in ${secret.keyId} ${at.getTime()}`),
    },
  };
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
