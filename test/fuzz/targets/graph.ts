import fc from 'fast-check';
import type { Application } from '../../../bot/domain/shared/application.ts';
import { DirectoryFault } from '../../../bot/ports/secrets/directory.ts';
import { GRAPH, graphAnswering, ID, json, TENANT } from '../../bot/adapters/graph/answering.ts';
import { bends, bent } from '../bend.ts';
import { inTime, promise, targetOf } from '../target.ts';

const KEY = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const VALUE = 'canary-value-of-a-secret';
const SECRET = {
  keyId: KEY,
  displayName: 'Secret by A',
  hint: 'can',
  startDateTime: '2026-11-24T00:00:00Z',
  endDateTime: '2027-03-01T10:20:30Z',
};
const APP = {
  id: KEY,
  appId: ID,
  displayName: 'Partner-NL-Matchwell-DM',
  passwordCredentials: [SECRET],
  keyCredentials: [],
};
const USER = {
  id: ID,
  displayName: 'Ann',
  userPrincipalName: 'ann@home.example',
  mail: 'a@home.example',
  accountEnabled: true,
};
const PAGE = { value: [APP], '@odata.nextLink': `${GRAPH}/v1.0/applications?$skiptoken=2` };
const FEDERATED = {
  ...APP,
  federatedIdentityCredentials: [{ id: 'f', name: 'n', issuer: 'https://i.example', subject: 's' }],
};
const batch = (value: unknown) => ({ responses: [{ id: '0', status: 200, headers: {}, body: { value: [value] } }] });
const ERROR = { error: { code: 'Request_ResourceNotFound', message: 'm', innerError: { 'request-id': 'r' } } };
const SIGN_IN = {
  id: KEY,
  createdDateTime: '2026-11-24T10:00:00Z',
  appId: ID,
  servicePrincipalCredentialKeyId: KEY,
  status: { errorCode: 0 },
};
const USE = { appId: ID, keyId: KEY, signInActivity: { lastSignInDateTime: '2026-11-20T10:00:00Z' } };
const POLICY = {
  isEnabled: true,
  applicationRestrictions: {
    passwordCredentials: [
      {
        restrictionType: 'passwordLifetime',
        maxLifetime: 'P180D',
        state: 'enabled',
        restrictForAppsCreatedAfterDateTime: null,
      },
    ],
  },
};

type Ports = ReturnType<typeof graphAnswering>;
type Answered = { readonly status: number; readonly body: unknown };

interface Ask {
  /** The body of an answer in order. */
  readonly body: unknown;
  readonly ask: (ports: Ports) => Promise<unknown>;
  /** Throws if the result is believed although the answer does not say so. */
  readonly check?: (result: unknown, answered: Answered) => void;
}

const never = new AbortController().signal;

async function all(pages: AsyncIterable<readonly Application[]>): Promise<readonly Application[]> {
  const found: Application[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

function isApplication(result: unknown, { status }: Answered): void {
  const found = (Array.isArray(result) ? result : [result]) as readonly Application[];
  promise(status < 300 || found.every((one) => one === undefined), `believed with status ${status}`);
  for (const one of found.filter((each) => each !== undefined)) {
    promise(
      typeof one.displayName === 'string' && /^[0-9a-f-]{36}$/.test(one.clientId),
      'an application without a name or an id',
    );
    for (const { keyId, name, hint, start, end } of one.secrets) {
      promise([keyId, name, hint].every((text) => typeof text === 'string') && keyId !== '', 'a secret without an id');
      promise(Number.isFinite(start.getTime()) && Number.isFinite(end.getTime()), 'a secret without an end');
    }
  }
}

/** Whether Graph has said that something does not exist. */
function isAbsence({ status, body }: Answered): boolean {
  return status === 404 && JSON.stringify(body ?? '').includes('Request_ResourceNotFound');
}

const ASKS: Readonly<Record<string, Ask>> = {
  application: {
    body: APP,
    ask: ({ directory }) => directory.application(ID),
    check: (result, answered) => {
      isApplication(result, answered);
      if (result === undefined) promise(isAbsence(answered), 'an application counts as gone');
      else promise((result as Application).clientId === ID, 'another application');
    },
  },
  applications: { body: { value: [APP] }, ask: ({ directory }) => directory.applications([ID]), check: isApplication },
  everything: { body: PAGE, ask: ({ directory }) => all(directory.everything()), check: isApplication },
  beginningWith: {
    body: { value: [APP] },
    ask: ({ directory }) => directory.beginningWith(['Partner-']),
    check: isApplication,
  },
  withOtherCredentials: {
    body: batch(APP),
    ask: ({ directory }) => directory.withOtherCredentials([{ clientId: ID, displayName: 'A', secrets: [] }]),
    check: (result) => promise(Array.isArray(result) && result.length === 1, 'an application is lost'),
  },
  federatedCredentials: { body: batch(FEDERATED), ask: ({ directory }) => directory.federatedCredentials([ID]) },
  longestLife: {
    body: POLICY,
    ask: ({ directory }) => directory.longestLife(),
    check: (result) =>
      promise(result === undefined || (typeof result === 'number' && result >= 0), 'no number of days'),
  },
  addSecret: {
    body: { ...SECRET, secretText: VALUE },
    ask: ({ directory }) => directory.addSecret(ID, { name: 'Secret by A', end: new Date('2027-03-01T10:20:30Z') }),
    check: (_result, { status }) => promise(status < 300, `a secret is believed with status ${status}`),
  },
  removeSecret: {
    body: null,
    ask: ({ directory }) => directory.removeSecret(ID, KEY),
    check: (result, answered) => {
      if (result === 'removed')
        promise(answered.status === 204, `a removal is believed with status ${answered.status}`);
      else promise(answered.status >= 400 && answered.status < 500, 'a key counts as gone');
    },
  },
  'statuses of a person': {
    body: USER,
    ask: ({ people }) => people.statusesOf([{ tid: TENANT, oid: ID }]),
    check: (result, answered) => {
      const [one] = result as readonly { readonly status: string }[];
      if (one?.status === 'left') promise(isAbsence(answered), 'a person counts as gone');
    },
  },
  'statuses of people': {
    body: { value: [USER] },
    ask: ({ people }) =>
      people.statusesOf([
        { tid: TENANT, oid: ID },
        { tid: TENANT, oid: KEY },
      ]),
    check: (result, answered) => {
      const gone = (result as readonly { readonly status: string }[]).filter(({ status }) => status === 'left');
      promise(gone.length === 0 || isAbsence(answered), 'a person counts as gone');
    },
  },
  find: { body: { value: [USER] }, ask: ({ people }) => people.find('ann@home.example') },
  'uses of an application': { body: { value: [USE] }, ask: async ({ signInReports }) => signInReports?.of(ID) },
  'uses of all': { body: { value: [USE] }, ask: async ({ signInReports }) => signInReports?.page(undefined, never) },
  'refused sign-ins': {
    body: { value: [SIGN_IN] },
    ask: async ({ signInLog }) => signInLog?.refused('expired', new Date('2026-11-24T09:00:00Z'), never),
  },
};

const given = fc.record({
  ask: fc.constantFrom(...Object.keys(ASKS)),
  status: fc.oneof(
    { weight: 3, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 204, 302, 400, 401, 403, 404, 409, 410, 413, 429, 500, 502, 503),
  ),
  /** The body of an error, and not of an answer. */
  error: fc.boolean(),
  changes: bends(5),
  cut: fc.option(fc.nat(200), { nil: null }),
  type: fc.constantFrom('application/json', 'application/json', 'text/html', 'application/json; charset=utf-16', ''),
});

/** Any answer of Graph: a fault with a type, or a result that the answer says. */
export const graphTarget = targetOf('graph', given, async () => ({
  run: async ({ ask: name, status, error, changes, cut, type }) => {
    const asked = ASKS[name];
    if (asked === undefined) return;
    const right = error || status >= 400 ? ERROR : asked.body;
    const body = bent(right, changes);
    const ports = graphAnswering(() => responseOf(status, body, cut, type));
    const result = await inTime(
      asked.ask(ports).then(
        (value) => ({ value }),
        (fault: unknown) => ({ fault }),
      ),
    );
    if ('fault' in result) {
      const { fault } = result;
      promise(
        fault instanceof DirectoryFault,
        `no typed fault: ${fault instanceof Error ? fault.stack : String(fault)}`,
      );
      if (name === 'addSecret' && status < 300)
        promise(fault.ambiguous, 'a secret that may exist counts as not created');
    } else {
      promise(!JSON.stringify(result.value)?.includes(VALUE), 'a value is in the result');
      asked.check?.(result.value, { status, body });
    }
    promise(
      ports.sent.every(({ url }) => url.startsWith(`${GRAPH}/`)),
      'another host was asked',
    );
    promise(ports.sent.length < 60, 'Graph is asked again and again');
  },
  close: async () => {},
}));

function responseOf(status: number, body: unknown, cut: number | null, type: string): Response {
  const headers = { 'content-type': type, 'retry-after': '0' };
  if (status === 204) return new Response(null, { status, headers });
  const whole = JSON.stringify(body) ?? '';
  if (cut === null && type === 'application/json') return json(status, body, { 'retry-after': '0' });
  return new Response(cut === null ? whole : whole.slice(0, cut), { status, headers });
}
