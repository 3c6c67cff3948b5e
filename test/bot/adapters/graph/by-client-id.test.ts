import { describe, expect, it } from 'vitest';
import { type Answer, failure, faultOf, GRAPH, graphAnswering, ID, json, OWN, type Sent } from './answering.ts';

/** The client ID with this number. */
const idAt = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const idsOf = (count: number) => Array.from({ length: count }, (_, index) => idAt(index));
const app = (appId: string) => ({ appId, displayName: `A ${appId}`, passwordCredentials: [] });
const list = (...ids: readonly string[]) => ({ value: ids.map(app) });

interface Request {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const requestsOf = (sent: Sent | undefined) =>
  (sent?.body as { requests: readonly Request[] } | undefined)?.requests ?? [];
/** The ids of the first batch: a test says which part of it is answered how. */
const [FIRST, SECOND] = ['0', '1'];
const part = (id: string, body: unknown, status = 200, headers = {}) => ({ id, status, headers, body });
const batch =
  (...responses: readonly unknown[]): Answer =>
  () =>
    json(200, { responses });
const whole = batch(part(SECOND, list(idAt(15))), part(FIRST, list(idAt(0))));
const busy = (id: string, seconds: string, status = 429) =>
  part(id, { error: { code: 'TooManyRequests', message: 'm' } }, status, { 'Retry-After': seconds });

describe('reading applications by their client IDs', () => {
  it('asks for up to 15 with one filter, each once, and never for an own registration or a text that is no id', async () => {
    const { directory, sent } = graphAnswering(() => json(200, list(idAt(2))));
    const wanted = [...idsOf(15), idAt(3), OWN.toUpperCase(), "x') or appId ne ('"];
    expect((await directory.applications(wanted)).map(({ clientId }) => clientId)).toEqual([idAt(2)]);
    expect(sent).toHaveLength(1);
    const filter = new URL(sent[0]?.url ?? '').searchParams.get('$filter');
    expect(filter).toBe(`appId in (${idsOf(15).map((id) => `'${id}'`)})`);
    expect(sent[0]?.method).toBe('GET');
  });

  it('asks for up to 300 with one batch, in which each filter has at most 15', async () => {
    const answer = () => json(200, { responses: Array.from({ length: 20 }, (_, id) => part(String(id), list())) });
    const { directory, sent } = graphAnswering(answer);
    expect(await directory.applications(idsOf(300))).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: 'POST', url: `${GRAPH}/v1.0/$batch` });
    const requests = requestsOf(sent[0]);
    expect(new Set(requests.map(({ id }) => id)).size).toBe(20);
    const asked = requests.flatMap(({ method, url }) => {
      expect(method).toBe('GET');
      expect(url).toMatch(
        /^\/applications\?\$select=id,appId,displayName,passwordCredentials,requiredResourceAccess&\$filter=appId%20in/,
      );
      const ids = decodeURIComponent(url).match(/[0-9a-f-]{36}/g) ?? [];
      expect(ids.length).toBeLessThanOrEqual(15);
      return ids;
    });
    expect(asked).toEqual(idsOf(300));
  });

  it('asks for more than 300 with one batch after the other', async () => {
    const answer = () => json(200, { responses: Array.from({ length: 20 }, (_, id) => part(String(id), list())) });
    const { directory, sent } = graphAnswering(answer, () => json(200, list(idAt(300))));
    expect((await directory.applications(idsOf(301))).map(({ clientId }) => clientId)).toEqual([idAt(300)]);
    expect(sent).toHaveLength(2);
  });

  it('asks for nothing without a client ID', async () => {
    const { directory, sent } = graphAnswering(whole);
    expect(await directory.applications([])).toEqual([]);
    expect(await directory.applications(['no id', OWN])).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('asks Graph to answer a person first, in each request of a batch, and nobody who works in the background', async () => {
    const priorityOf = async (count: number, urgency?: 'background') => {
      const { directory, sent } = graphAnswering(count > 15 ? whole : () => json(200, list()));
      await directory.applications(idsOf(count), urgency);
      const parts = count > 15 ? requestsOf(sent[0]).map(({ headers }) => headers['x-ms-throttle-priority']) : [];
      return [sent[0]?.headers.get('x-ms-throttle-priority'), ...parts];
    };
    expect(await priorityOf(2)).toEqual(['High']);
    expect(await priorityOf(2, 'background')).toEqual([null]);
    expect(await priorityOf(16)).toEqual(['High', 'High', 'High']);
    expect(await priorityOf(16, 'background')).toEqual([null, undefined, undefined]);
  });

  it('reads each part of a batch, in any order, and takes a repeated object once', async () => {
    const { directory } = graphAnswering(
      batch(part(SECOND, list(idAt(15))), part(FIRST, list(idAt(4), idAt(0), idAt(4)))),
    );
    const found = await directory.applications(idsOf(16));
    expect(found.map(({ clientId }) => clientId).sort()).toEqual([idAt(0), idAt(4), idAt(15)]);
  });

  it('follows a part that has more pages', async () => {
    const next = `${GRAPH}/v1.0/applications?$skiptoken=2`;
    const { directory, sent } = graphAnswering(
      batch(part(FIRST, { ...list(idAt(1)), '@odata.nextLink': next }), part(SECOND, list())),
      () => json(200, list(idAt(2))),
    );
    expect(await directory.applications(idsOf(16))).toHaveLength(2);
    expect(sent[1]?.url).toBe(next);
  });

  it.each([
    ['in a list', 2, () => json(200, { value: [], '@odata.nextLink': 'https://evil.example/v1.0/applications' })],
    [
      'in a batch',
      16,
      batch(part(FIRST, { value: [], '@odata.nextLink': 'https://evil.example/' }), part(SECOND, list())),
    ],
  ])('never follows a page link to another host %s', async (_where, count, answer) => {
    const { directory, sent } = graphAnswering(answer);
    expect((await faultOf(directory.applications(idsOf(count)))).problem).toBe('unexpected');
    expect(sent).toHaveLength(1);
  });
});

describe('an answer about other applications than asked for', () => {
  const APP = app(ID);
  const broken = { appId: idAt(0), displayName: 'A' };
  it.each<[string, unknown]>([
    ['another application', { value: [APP] }],
    ['an own registration', { value: [app(OWN)] }],
    ['an application without the field of its secrets', { value: [broken] }],
    ['no list', {}],
    ['nothing', null],
    ['a text', 'PGgxPkhlbGxvPC9oMT4='],
    ['one application', app(idAt(0))],
  ])('is not believed, alone or in a batch: %s', async (_what, body) => {
    for (const [count, answer] of [
      [2, () => json(200, body)],
      [16, batch(part(FIRST, body), part(SECOND, list()))],
    ] as const) {
      const fault = await faultOf(graphAnswering(answer).directory.applications(idsOf(count)));
      expect(fault).toMatchObject({ problem: 'unexpected', ambiguous: false });
    }
  });

  it('is not believed if it belongs to another part of the batch', async () => {
    const { directory } = graphAnswering(batch(part(FIRST, list(idAt(15))), part(SECOND, list(idAt(0)))));
    expect((await faultOf(directory.applications(idsOf(16)))).problem).toBe('unexpected');
  });
});

describe('an answer to a batch', () => {
  it.each<[string, Answer]>([
    ['without an answer to one request', batch(part(FIRST, list()))],
    ['with an id that was not asked for', batch(part(FIRST, list()), part('x', list()))],
    ['with an id twice', batch(part(FIRST, list()), part(FIRST, list()))],
    ['with one answer too many', batch(part(FIRST, list()), part(SECOND, list()), part('2', list()))],
    ['with a number as its id', batch({ ...part('0', list()), id: 0 }, part(SECOND, list()))],
    ['with a status that is a text', batch({ ...part(FIRST, list()), status: '200' }, part(SECOND, list()))],
    ['without a list of answers', () => json(200, { value: [] })],
    ['that is a page of a proxy', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })],
    ['that is empty', () => new Response(null, { status: 204 })],
    ['that is cut short', () => new Response('{"responses":[', { headers: { 'content-type': 'application/json' } })],
    ['with a part that says 204', batch(part(FIRST, undefined, 204), part(SECOND, list()))],
    ['with a part that says 302', batch(part(FIRST, undefined, 302), part(SECOND, list()))],
    ['with a part that says 404', batch(part(FIRST, '<h1>Not found</h1>', 404), part(SECOND, list()))],
  ])('is not believed %s', async (_what, answer) => {
    const { directory, sent } = graphAnswering(answer);
    const fault = await faultOf(directory.applications(idsOf(16)));
    expect(fault).toMatchObject({ problem: 'unexpected', ambiguous: false });
    expect(sent).toHaveLength(1);
  });

  it.each([
    [403, 'Authorization_RequestDenied', 'forbidden'],
    [401, 'InvalidAuthenticationToken', 'forbidden'],
    [400, 'Request_BadRequest', 'unexpected'],
    [500, 'InternalServerError', 'unreachable'],
  ])('fails as a whole if one part says %i %s, which is %s', async (status, code, problem) => {
    const error = { code, message: 'm', innerError: { 'request-id': 'request-7', date: '2026-11-24T00:00:00' } };
    const { directory, sent } = graphAnswering(batch(part(SECOND, list(idAt(15))), part(FIRST, { error }, status)));
    const fault = await faultOf(directory.applications(idsOf(16)));
    expect(fault).toMatchObject({ problem, ambiguous: false, requestId: 'request-7' });
    expect(sent).toHaveLength(1);
  });

  it.each([429, 503, 504])(
    'is completed by asking again for the parts that said %i, and for no others',
    async (status) => {
      const { directory, sent } = graphAnswering(
        batch(part(FIRST, list(idAt(0))), busy(SECOND, '0', status)),
        batch(part(SECOND, list(idAt(15)))),
      );
      expect(await directory.applications(idsOf(16))).toHaveLength(2);
      expect(sent.map((one) => requestsOf(one).map(({ id }) => id))).toEqual([[FIRST, SECOND], [SECOND]]);
      expect(requestsOf(sent[1])[0]?.url).toBe(requestsOf(sent[0])[1]?.url);
    },
  );

  it('is given up after two more attempts, as one request is', async () => {
    const { directory, sent } = graphAnswering(batch(part(FIRST, list()), busy(SECOND, '0')), batch(busy(SECOND, '0')));
    expect((await faultOf(directory.applications(idsOf(16)))).problem).toBe('throttled');
    expect(sent).toHaveLength(3);
  });

  it('is not waited for if a part asks for a long pause, or if another part has failed for good', async () => {
    for (const parts of [
      [busy(SECOND, '30'), part(FIRST, list())],
      [busy(SECOND, '0'), part(FIRST, {}, 403)],
    ]) {
      const { directory, sent } = graphAnswering(batch(...parts));
      expect((await faultOf(directory.applications(idsOf(16)))).problem).toMatch(/throttled|forbidden/);
      expect(sent).toHaveLength(1);
    }
  });

  it('is asked for again if Graph is too busy for the batch itself', async () => {
    const { directory, sent } = graphAnswering(failure(429, 'TooManyRequests', 'm', { 'retry-after': '0' }), whole);
    expect(await directory.applications(idsOf(16))).toHaveLength(2);
    expect(sent.map(requestsOf)[1]).toEqual(requestsOf(sent[0]));
  });

  it('is never ambiguous, because a batch only reads', async () => {
    const { directory } = graphAnswering(failure(500, 'InternalServerError'));
    const fault = await faultOf(directory.applications(idsOf(16)));
    expect(fault).toMatchObject({ problem: 'unreachable', ambiguous: false });
  });
});
