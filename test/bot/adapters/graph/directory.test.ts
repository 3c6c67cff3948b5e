import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Directory } from '../../../../bot/ports/secrets/directory.ts';
import { NOT_CONNECTED } from '../../../../bot/ports/shared/ask-outside.ts';
import {
  type Answer,
  failure,
  faultOf,
  GRAPH,
  graphAnswering,
  ID,
  json,
  networkFailure,
  OWN,
  TENANT,
} from './answering.ts';

const OTHER = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const NEW = { name: 'Secret by A', end: new Date('2027-03-01T10:20:30.000Z') };
const ADDED = {
  keyId: OTHER,
  displayName: NEW.name,
  hint: 'can',
  startDateTime: '2026-11-24T00:00:00Z',
  endDateTime: NEW.end.toISOString(),
  secretText: 'canary-value',
};

const APP = { appId: ID, displayName: 'A', passwordCredentials: [] };

async function everythingOf(directory: Directory): Promise<readonly Application[]> {
  const all: Application[] = [];
  for await (const page of directory.everything()) all.push(...page);
  return all;
}

describe('reading from Graph', () => {
  it("asks for one application by its client id, with the bot's own token", async () => {
    const { directory, sent } = graphAnswering(() =>
      json(200, { appId: ID.toUpperCase(), displayName: null, passwordCredentials: [{ ...ADDED, hint: null }] }),
    );
    const application = await directory.application(ID);
    expect(application).toMatchObject({ clientId: ID, displayName: '', secrets: [{ keyId: OTHER, hint: '' }] });
    expect(application?.secrets[0]).not.toHaveProperty('secretText');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toContain(
      `/v1.0/applications(appId='${ID}')?$select=id,appId,displayName,passwordCredentials`,
    );
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer app-token');
    expect(sent[0]?.headers.get('x-ms-throttle-priority')).toBe('High');
  });

  it('follows the pages of a list on the same host and leaves their tokens unchanged', async () => {
    const next = `${GRAPH}/v1.0/applications?$select=appId&$top=999&$skiptoken=RFN%3D%3D`;
    const { directory, sent } = graphAnswering(
      () => json(200, { value: [{ ...APP, displayName: 'A' }], '@odata.nextLink': next }),
      () =>
        json(200, {
          value: [
            { ...APP, appId: OTHER, displayName: 'B' },
            { ...APP, appId: TENANT, displayName: 'C' },
          ],
        }),
    );
    expect((await everythingOf(directory)).map((each) => each.displayName)).toEqual(['A', 'B', 'C']);
    expect(sent[0]?.url).toContain('$top=999');
    expect(sent[0]?.headers.get('x-ms-throttle-priority')).toBeNull();
    expect(sent[1]?.url).toContain('$skiptoken=RFN%3D%3D');
  });

  it.each([
    'https://graph.test.evil.example/v1.0/applications',
    'https://graph.test:9999/v1.0/applications',
    'http://graph.test:8443/v1.0/applications',
    '//evil.example/',
    'http://169.254.169.254/metadata/identity/oauth2/token?resource=x',
    'https://169.254.169.254/v1.0/applications',
    'https://[::1]:8443/v1.0/applications',
    'https://10.0.0.1/v1.0/applications',
    'https://localhost:8443/v1.0/applications',
    'file:///etc/passwd',
  ])('threat 17, SSRF: never follows a page link to another place: %s', async (next) => {
    const { directory, sent, logged } = graphAnswering(() => json(200, { value: [], '@odata.nextLink': next }));
    expect((await faultOf(everythingOf(directory))).problem).toBe('unexpected');
    expect(sent).toHaveLength(1);
    expect(logged).toHaveLength(1);
  });

  it('gives up on a list whose pages go in a circle', async () => {
    const next = `${GRAPH}/v1.0/applications?$skiptoken=same`;
    const { directory, sent } = graphAnswering(() => json(200, { value: [], '@odata.nextLink': next }));
    expect((await faultOf(everythingOf(directory))).problem).toBe('unexpected');
    expect(sent).toHaveLength(2);
  });

  const halfAnAnswer = () => new Response('{"value":[', { headers: { 'content-type': 'application/json' } });
  const html = () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } });

  it.each([
    ['nothing', () => new Response(null, { status: 204 })],
    ['an empty object', () => json(200, {})],
    ['a page of a proxy', html],
    ['half an answer', halfAnAnswer],
    ['text', () => new Response('ok', { headers: { 'content-type': 'text/plain' } })],
    ['a list', () => json(200, [APP])],
    ['an application without the field of its secrets', () => json(200, { appId: ID, displayName: 'A' })],
    ['null for its secrets', () => json(200, { ...APP, passwordCredentials: null })],
    [
      'a secret whose end is no date',
      () => json(200, { ...APP, passwordCredentials: [{ ...ADDED, endDateTime: 'x' }] }),
    ],
    ['a secret whose id is none', () => json(200, { ...APP, passwordCredentials: [{ ...ADDED, keyId: 'x' }] })],
    ['another application', () => json(200, { ...APP, appId: OTHER })],
    ['404 of a proxy', () => new Response('<h1>Not found</h1>', { status: 404 })],
    ['404 with another code', failure(404, 'UnknownError')],
  ])('believes no answer of another shape: %s', async (_what, answer) => {
    const { directory } = graphAnswering(answer);
    expect((await faultOf(directory.application(ID))).problem).toBe('unexpected');
  });

  it.each([
    ['a page of a proxy', html],
    ['half a page', halfAnAnswer],
    ['a page without a list', () => json(200, { '@odata.count': 2 })],
    ['an application without the field of its secrets', () => json(200, { value: [{ appId: OTHER }] })],
  ])('never takes a broken second page for the end of the list: %s', async (_what, second) => {
    const next = `${GRAPH}/v1.0/applications?$skiptoken=2`;
    const { directory } = graphAnswering(() => json(200, { value: [APP], '@odata.nextLink': next }), second);
    expect((await faultOf(everythingOf(directory))).problem).toBe('unexpected');
  });

  it('leaves out what a page repeats, and objects of other kinds', async () => {
    const next = `${GRAPH}/v1.0/applications?$skiptoken=2`;
    const blueprint = { '@odata.type': '#microsoft.graph.agentIdentityBlueprint', appId: TENANT, displayName: 'X' };
    const typed = { ...APP, '@odata.type': '#microsoft.graph.application', appId: OTHER };
    const { directory } = graphAnswering(
      () => json(200, { value: [APP, blueprint], '@odata.nextLink': next }),
      () => json(200, { value: [APP, typed], '@odata.nextLink': null }),
    );
    expect((await everythingOf(directory)).map(({ clientId }) => clientId)).toEqual([ID, OTHER]);
  });

  it('leaves out an odd secret without an id or an end, and takes one without a start for valid', async () => {
    const odd = [{ ...ADDED, endDateTime: null }, { ...ADDED, keyId: undefined }, {}];
    const startless = { ...ADDED, startDateTime: null };
    const { directory } = graphAnswering(() => json(200, { ...APP, passwordCredentials: [...odd, startless] }));
    const secrets = (await directory.application(ID))?.secrets;
    expect(secrets).toMatchObject([{ keyId: OTHER, start: new Date(0) }]);
  });

  it("never hands out the bot's own registrations", async () => {
    const own = { ...APP, appId: OWN.toUpperCase(), displayName: 'bot' };
    const { directory } = graphAnswering(() => json(200, { value: [own, APP] }));
    expect((await everythingOf(directory)).map(({ clientId }) => clientId)).toEqual([ID]);
  });

  it("asks nothing about the bot's own registrations, and changes nothing there", async () => {
    const { directory, sent } = graphAnswering(() => json(200, { ...APP, appId: OWN }));
    expect(await directory.application(OWN.toUpperCase())).toBeUndefined();
    expect(await directory.applications([OWN])).toEqual([]);
    expect((await faultOf(directory.addSecret(OWN.toUpperCase(), NEW))).problem).toBe('absent');
    expect((await faultOf(directory.removeSecret(OWN, OTHER))).problem).toBe('absent');
    expect(sent).toEqual([]);
  });

  it('tries again when Graph is busy for a moment', async () => {
    const { directory, sent } = graphAnswering(failure(429, 'TooManyRequests', 'm', { 'retry-after': '0' }), () =>
      json(200, { ...APP, displayName: 'A' }),
    );
    expect((await directory.application(ID))?.displayName).toBe('A');
    expect(sent).toHaveLength(2);
  });

  it('does not wait if Graph asks for a long pause', async () => {
    const { directory, sent } = graphAnswering(failure(429, 'TooManyRequests', 'm', { 'retry-after': '30' }));
    expect((await faultOf(directory.application(ID))).problem).toBe('throttled');
    expect(sent).toHaveLength(1);
  });

  it('does not follow redirects', async () => {
    const headers = { location: 'https://evil.example/' };
    const { directory, sent } = graphAnswering(() => new Response(null, { status: 302, headers }));
    expect((await faultOf(directory.application(ID))).problem).toBe('unexpected');
    expect(sent).toHaveLength(1);
  });
});

describe('changing something in Graph', () => {
  it('always sends the name and the end of a new secret', async () => {
    const { directory, sent } = graphAnswering(() => json(200, ADDED));
    const { secret, value } = await directory.addSecret(ID, NEW);
    expect(sent[0]).toMatchObject({
      url: `${GRAPH}/v1.0/applications(appId='${ID}')/addPassword`,
      method: 'POST',
      body: { passwordCredential: { displayName: NEW.name, endDateTime: NEW.end.toISOString() } },
    });
    expect(secret).toEqual({ keyId: OTHER, name: NEW.name, hint: 'can', start: expect.any(Date), end: NEW.end });
    expect(value.reveal()).toBe('canary-value');
  });

  it.each([
    [429, 'TooManyRequests', 'throttled', false],
    [409, 'Directory_ConcurrencyViolation', 'throttled', false],
    [404, 'Request_ResourceNotFound', 'absent', false],
    [403, 'Authorization_RequestDenied', 'forbidden', false],
    [401, 'InvalidAuthenticationToken', 'forbidden', false],
    [400, 'CredentialInvalidLifetimeAsPerAppPolicy', 'lifetime', false],
    [400, 'CredentialTypeNotAllowedAsPerAppPolicy', 'credential-type', false],
    [400, 'TooManyAppPasswords', 'two-at-most', false],
    [400, 'Directory_ResourceSizeExceeded', 'full', false],
    [400, 'Request_BadRequest', 'unexpected', false],
    [500, 'InternalServerError', 'unreachable', true],
    [503, 'ServiceUnavailable', 'unreachable', true],
    [504, 'GatewayTimeout', 'unreachable', true],
  ])('sends once and calls %i %s %s (ambiguous: %s)', async (status, code, problem, ambiguous) => {
    const { directory, sent } = graphAnswering(failure(status, code, 'm', { 'retry-after': '0' }));
    const fault = await faultOf(directory.addSecret(ID, NEW));
    expect(fault).toMatchObject({ problem, ambiguous, requestId: 'request-1' });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
    [NOT_CONNECTED, false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false],
    ['ECONNRESET', true],
    ['EPIPE', true],
  ])('calls %s unreachable (ambiguous: %s)', async (code, ambiguous) => {
    const { directory, sent } = graphAnswering(networkFailure(code));
    expect(await faultOf(directory.addSecret(ID, NEW))).toMatchObject({ problem: 'unreachable', ambiguous });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['an answer cut short', () => new Response('{"keyId":', { headers: { 'content-type': 'application/json' } })],
    ['an answer without a value', () => json(200, { ...ADDED, secretText: null })],
    ['an empty answer', () => new Response(null, { status: 204 })],
    [
      'a page of a proxy',
      () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
    ],
  ])('takes %s for an unclear outcome', async (_name, answer) => {
    const { directory, sent } = graphAnswering(answer);
    expect((await faultOf(directory.addSecret(ID, NEW))).ambiguous).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('treats an unknown key as one that is gone already', async () => {
    const { directory } = graphAnswering(
      failure(400, 'Request_BadRequest', `No password credential found with keyId ${OTHER}.`),
    );
    expect(await directory.removeSecret(ID, OTHER)).toBe('absent');
  });

  it.each([
    ['200 with a page', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })],
    ['200 with an empty object', () => json(200, {})],
    ['200 with nothing', () => new Response(null, { status: 200 })],
    ['202', () => new Response(null, { status: 202 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } })],
    ['404 of a proxy', () => new Response('<h1>Not found</h1>', { status: 404 })],
    ['404 with another code', failure(404, 'UnknownError', 'm')],
    ['400 of a proxy', () => new Response('No password credential found with keyId', { status: 400 })],
    ['403 of a proxy', () => new Response('<h1>Denied</h1>', { status: 403 })],
  ])('says that a secret was removed after 204 only, not after %s', async (_what, answer) => {
    const { directory, sent } = graphAnswering(answer);
    const fault = await faultOf(directory.removeSecret(ID, OTHER));
    expect(fault).toMatchObject({ problem: expect.not.stringMatching('absent'), ambiguous: true });
    expect(sent).toHaveLength(1);
  });

  it('removes a secret with one request', async () => {
    const { directory, sent } = graphAnswering(() => new Response(null, { status: 204 }));
    expect(await directory.removeSecret(ID, OTHER)).toBe('removed');
    expect(sent).toMatchObject([{ method: 'POST', body: { keyId: OTHER } }]);
  });

  it.each<[string, Answer]>([
    ['the bot may not read it', failure(403, 'Authorization_RequestDenied')],
    ['the answer has another shape', () => json(200, [])],
    ['the policy is switched off', () => json(200, { isEnabled: false })],
  ])('knows no longest life of a secret if %s', async (_what, answer) => {
    expect(await graphAnswering(answer).directory.longestLife()).toBeUndefined();
  });

  it('lets nothing but a GUID into a path', async () => {
    const { directory, sent } = graphAnswering(() => json(200, ADDED));
    expect((await faultOf(directory.addSecret("x')/owners", NEW))).problem).toBe('absent');
    expect(sent).toHaveLength(0);
  });
});
