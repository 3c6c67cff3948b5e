import { stableId } from '../../stable-id.ts';
import type { LoggedSignIn } from '../../systems/sign-in-log.ts';
import type { LocalApplication, LocalWorld } from '../../world.ts';
import { badRequest } from '../errors.ts';
import { onlyOptions } from '../fields.ts';
import { type Page, pageOf } from '../paging.ts';
import { refuseReport, type SignInReportState } from './sign-in-report.ts';

/** How the log behaves. */
export interface SignInLogFaults {
  /** An entry appears so long after its sign-in. */
  readonly signInLogLagMs: number;
  /** Whether Entra says of a wrong secret (7000215) which application it was for. */
  readonly namesWrongSecrets: boolean;
}

const MAX_PAGE = 1_000;
const WRONG_SECRET = 7000215;
const TERMS: readonly (readonly [RegExp, (value: string) => (entry: LoggedSignIn) => boolean])[] = [
  [/^signInEventTypes\/any\(t:\s*t eq '(servicePrincipal)'\)$/, () => () => true],
  [
    /^createdDateTime ge (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)$/,
    (value) =>
      ({ at }) =>
        at >= new Date(value),
  ],
  [
    /^appId eq '([0-9a-f-]{36})'$/i,
    (value) =>
      ({ appId }) =>
        appId === value.toLowerCase(),
  ],
  [
    /^status\/errorCode eq (\d{1,9})$/,
    (value) =>
      ({ errorCode }) =>
        errorCode === Number(value),
  ],
];

/**
 * Returns one page of `GET /beta/auditLogs/signIns`, newest first. Without a filter by `servicePrincipal` the log tells of
 * people alone, and here no person is in it. https://learn.microsoft.com/graph/api/signin-list. Throws GraphFailure.
 */
export function signInLogPage(
  world: LocalWorld,
  state: SignInReportState,
  faults: SignInLogFaults,
  url: URL,
  origin: string,
): Page {
  refuseReport(state);
  onlyOptions(url.searchParams, ['$filter', '$top', '$skiptoken']);
  const fits = filterOf(url.searchParams.get('$filter') ?? '');
  const visible = Date.now() - faults.signInLogLagMs;
  const entries = world.signInLog
    .filter(({ at }) => at.getTime() <= visible)
    .map((entry) => seen(entry, faults))
    .filter(fits)
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  return pageOf(entries, url, origin, (entry) => itemOf(entry, world), { most: MAX_PAGE, usual: MAX_PAGE });
}

function seen(entry: LoggedSignIn, { namesWrongSecrets }: SignInLogFaults): LoggedSignIn {
  return entry.errorCode === WRONG_SECRET && !namesWrongSecrets ? { ...entry, appId: null } : entry;
}

/** Reads terms of the known kinds, each at most once, joined by `and`. */
function filterOf(filter: string): (entry: LoggedSignIn) => boolean {
  const terms = filter.split(' and ').map((term) => term.trim());
  const used = new Set<RegExp>();
  const tests = filter === '' ? [] : terms.map((term) => testOf(term, used));
  const ofApplications = terms.some((term) => term.startsWith('signInEventTypes/'));
  return (entry) => ofApplications && tests.every((test) => test(entry));
}

function testOf(term: string, used: Set<RegExp>): (entry: LoggedSignIn) => boolean {
  for (const [shape, make] of TERMS) {
    const [, value] = shape.exec(term) ?? [];
    if (value === undefined || used.has(shape)) continue;
    used.add(shape);
    return make(value);
  }
  throw badRequest('Invalid filter clause', 'BadRequest');
}

function itemOf(entry: LoggedSignIn, { applications }: LocalWorld): object {
  const application = applications.find(({ appId }) => appId === entry.appId);
  return {
    id: entry.id,
    createdDateTime: entry.at.toISOString(),
    appId: entry.appId ?? '',
    appDisplayName: application?.displayName ?? null,
    ipAddress: '203.0.113.7',
    clientCredentialType: 'clientSecret',
    servicePrincipalId: application === undefined ? '' : principalOf(application),
    servicePrincipalName: application?.displayName ?? null,
    servicePrincipalCredentialKeyId: entry.keyId,
    resourceDisplayName: entry.resource,
    signInEventTypes: ['servicePrincipal'],
    status: { errorCode: entry.errorCode, failureReason: entry.failureReason || null, additionalDetails: null },
  };
}

function principalOf({ id }: LocalApplication): string {
  return stableId(`service principal ${id}`);
}
