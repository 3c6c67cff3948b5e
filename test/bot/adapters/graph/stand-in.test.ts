import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAppTokens } from '../../../../bot/adapters/entra/app-tokens.ts';
import { createGraph } from '../../../../bot/adapters/graph/index.ts';
import { type LocalEntra, startEntra } from '../../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../../infra/local/graph/index.ts';
import { isGuest, type LocalPerson } from '../../../../infra/local/people.ts';
import { createTls, type Tls } from '../../../../infra/local/tls.ts';
import { createWorld, type LocalApplication } from '../../../../infra/local/world.ts';
import { describeDirectory } from '../../../contracts/directory.ts';
import { describePeople } from '../../../contracts/people.ts';
import { trust } from '../../../infra/local/trust.ts';

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
const NEW = { name: 'Secret by A', end: new Date('2027-03-01T10:20:30.000Z') };

let tls: Tls;

/** The unmodified SDKs against the stand-ins, over TLS with a private CA. */
async function openWorld(secret?: string) {
  const world = createWorld(new Date());
  const entra: LocalEntra = await startEntra({ world, tls, redirectUris: [] });
  const graph: LocalGraph = await startGraph({ world, tls, entra });
  const { tenantId, botId: clientId, botClientSecret } = world;
  const credential = { kind: 'secret' as const, secret: secret ?? botClientSecret };
  const mail = { mail: undefined, signInReport: false, signInLog: false };
  /** With a token of its own, which holds the permissions of the moment in which Graph is asked first. */
  const anotherGraph = () => {
    const tokens = createAppTokens({ loginUrl: entra.loginUrl, tenantId, clientId, credential });
    const settings = { graphUrl: graph.url, tenantId, own: [clientId], tokens };
    return createGraph({ ...settings, ...mail }, SILENT, () => new Date());
  };
  const { directory, people } = anotherGraph();
  const [first = '', second = '', ...others] = world.applications.map((each) => each.appId.toLowerCase());
  const known: [string, string, ...string[]] = [first, second, ...others];
  const resources = [randomUUID()];
  asksFor(world.applications[0], resources);
  asksFor(world.applications[1], []);
  const close = async () => {
    await graph.close();
    await entra.close();
  };
  return { directory, people, known, resources, graph, world, anotherGraph, close };
}

/** It also asks to read the profile of people, which no system can use. */
function asksFor(application: LocalApplication | undefined, resources: readonly string[]): void {
  if (application === undefined) throw new Error('no application');
  const access = (resourceAppId: string, type: 'Role' | 'Scope') => ({
    resourceAppId,
    resourceAccess: [{ id: randomUUID(), type }],
  });
  application.requiredResourceAccess = [access(randomUUID(), 'Scope'), ...resources.map((id) => access(id, 'Role'))];
}

beforeAll(async () => {
  tls = await createTls(await mkdtemp(join(tmpdir(), 'graph-')));
  trust(tls);
});

describeDirectory('Graph', openWorld);

describePeople('Graph', async () => {
  const { people, graph, world, anotherGraph, close } = await openWorld();
  const known = (one: LocalPerson | undefined) => {
    if (one === undefined) throw new Error('nobody');
    const { oid, name, upn, mail } = one;
    return { person: { tid: world.tenantId, oid, name, address: mail ?? upn, guest: isGuest(one) }, upn };
  };
  const [member, leaver] = world.people.filter((one) => !isGuest(one));
  const withoutAccounts = anotherGraph().people;
  const granted = world.botRoles.splice(0, world.botRoles.length, 'User.ReadBasic.All');
  await withoutAccounts.find('nobody@nowhere.example');
  world.botRoles.splice(0, world.botRoles.length, ...granted);
  return {
    ...{
      people,
      withoutAccounts,
      close,
      member: known(member),
      leaver: known(leaver),
      guest: known(world.people.find(isGuest)),
    },
    leave: (oid) => world.setLeft(oid, true),
    disable: (oid, disabled) => void (disabled ? world.blocked.add(oid) : world.blocked.delete(oid)),
    trouble: (on) => void Object.assign(graph.faults, { throttle: on }),
  };
});

describe('the Graph adapter on a list that is not steady', () => {
  let open: Awaited<ReturnType<typeof openWorld>>;
  beforeAll(async () => {
    open = await openWorld();
    const { world } = open;
    const [one] = world.applications;
    if (one === undefined) throw new Error('no application');
    const more = Array.from({ length: 2_000 }, (_, n) => ({
      ...one,
      id: randomUUID(),
      appId: randomUUID(),
      displayName: `N${n}`,
    }));
    world.applications.push(...more);
    const blueprint = { ...one, appId: randomUUID(), '@odata.type': '#microsoft.graph.agentIdentityBlueprint' };
    world.otherObjects.push({ ...one, appId: world.botId }, blueprint);
  });
  afterEach(() => open.graph.faults.clear());
  afterAll(() => open.close());

  it.each([
    ['is steady', 'steady'],
    ['repeats and reorders objects', 'repeats'],
  ] as const)('reads each application once, and nothing else, if it %s', async (_how, listing) => {
    open.graph.faults.listing = listing;
    const ids: string[] = [];
    for await (const page of open.directory.everything()) ids.push(...page.map(({ clientId }) => clientId));
    expect(ids.sort()).toEqual(open.world.applications.map(({ appId }) => appId.toLowerCase()).sort());
  });

  it.each(['steady', 'repeats', 'loses'] as const)(
    'finds 300 wanted applications with one request, and never reads the list, if it is “%s”',
    async (listing) => {
      open.graph.faults.listing = listing;
      const before = new Map(open.graph.counts);
      const wanted = open.world.applications.slice(900, 1_200).map(({ appId }) => appId);
      const found = await open.directory.applications(wanted);
      expect(found.map(({ clientId }) => clientId).sort()).toEqual(wanted.sort());
      expect(open.graph.counts).toEqual(before.set('POST batch', (before.get('POST batch') ?? 0) + 1));
    },
  );

  it('finds no agent identity and no own registration by its client ID', async () => {
    const wanted = open.world.otherObjects.map(({ appId }) => appId);
    expect(wanted).toHaveLength(2);
    expect(await open.directory.applications(wanted)).toEqual([]);
  });
});

describe('the Graph adapter when Graph fails', () => {
  let open: Awaited<ReturnType<typeof openWorld>>;
  beforeAll(async () => {
    open = await openWorld();
  });
  afterEach(() => open.graph.faults.clear());
  afterAll(() => open.close());

  it('names the limits of the tenant and of the application, and the longest life that the policy allows', async () => {
    const { directory, graph, known, world } = open;
    const [first] = world.applications;
    if (first === undefined) throw new Error('no application');
    const restriction = { restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P20D' } as const;
    const before = graph.policies.appManagement;
    graph.policies.appManagement = {
      isEnabled: true,
      applicationRestrictions: { passwordCredentials: [restriction] },
    };
    await expect(directory.addSecret(known[0], NEW)).rejects.toMatchObject({ problem: 'lifetime', ambiguous: false });
    expect(await directory.longestLife()).toBe(20);
    graph.policies.appManagement = before;
    first.personalAccounts = true;
    for (let count = first.passwordCredentials.length; count < 2; count++) await directory.addSecret(known[0], NEW);
    const third = directory.addSecret(known[0], NEW);
    await expect(third).rejects.toMatchObject({ problem: 'two-at-most', ambiguous: false });
    first.personalAccounts = false;
  });

  it('creates one secret when the answer to a creation is lost, and says that this is unclear', async () => {
    const { directory, graph, known, world } = open;
    const count = () => world.applications.find((each) => each.appId === known[0])?.passwordCredentials.length ?? 0;
    for (const kind of ['commit-then-fail', 'commit-then-drop'] as const) {
      const before = count();
      graph.faults.next({ path: /addPassword/, kind, status: 504, code: 'GatewayTimeout', retryAfterSeconds: 0 });
      const added = directory.addSecret(known[0], NEW);
      await expect(added).rejects.toMatchObject({ problem: 'unreachable', ambiguous: true });
      expect(count()).toBe(before + 1);
    }
  });

  it('gives up on a Graph that never answers, well before the lease of the work ends', async () => {
    open.graph.faults.next({ path: /addPassword/, kind: 'hang' });
    const started = performance.now();
    const added = open.directory.addSecret(open.known[0], NEW);
    await expect(added).rejects.toMatchObject({ problem: 'unreachable', ambiguous: true });
    expect(performance.now() - started).toBeLessThan(12_000);
  });

  it('goes on reading after one 503', async () => {
    open.graph.faults.next({
      method: 'GET',
      kind: 'fail',
      status: 503,
      code: 'ServiceUnavailable',
      retryAfterSeconds: 0,
    });
    expect(await open.directory.application(open.known[0])).toBeDefined();
  });

  it('finds all wanted applications although one part of the batch was busy', async () => {
    const { directory, graph, known, world } = open;
    const busy = { kind: 'fail', status: 429, code: 'TooManyRequests', retryAfterSeconds: 0 } as const;
    graph.faults.next({ path: new RegExp(known[0]), ...busy });
    const strangers = Array.from({ length: 30 }, () => randomUUID());
    expect(await directory.applications([...strangers, ...known])).toHaveLength(world.applications.length);
  });

  it('finds no application if one part of the batch fails, and says so', async () => {
    const { directory, graph, known } = open;
    graph.faults.next({ path: new RegExp(known[0]), kind: 'fail', status: 500, code: 'InternalServerError' });
    const strangers = Array.from({ length: 30 }, () => randomUUID());
    const fault = { problem: 'unreachable', ambiguous: false };
    await expect(directory.applications([...strangers, ...known])).rejects.toMatchObject(fault);
  });

  it('reports nobody as gone if the bot may not read people', async () => {
    const { people, world, close } = await openWorld();
    world.botRoles.splice(0, world.botRoles.length, 'Application.ReadWrite.OwnedBy');
    const [anna] = world.people;
    const person = { tid: world.tenantId, oid: anna?.oid ?? '' };
    expect(await people.statusesOf([person])).toEqual([{ status: 'unknown', person: undefined }]);
    await expect(people.find(anna?.upn ?? '')).rejects.toMatchObject({ problem: 'forbidden' });
    await close();
  });

  it('reports “throttled” while Graph throttles every request', async () => {
    open.graph.faults.throttle = true;
    await expect(open.directory.applications(open.known)).rejects.toMatchObject({ problem: 'throttled' });
    await expect(open.directory.addSecret(open.known[0], NEW)).rejects.toMatchObject({
      problem: 'throttled',
      ambiguous: false,
    });
  });

  it('reports “forbidden” if Entra refuses the bot, and “unreachable” if Graph is down; neither is ambiguous', async () => {
    const stranger = await openWorld('not-the-secret');
    await expect(stranger.directory.addSecret(stranger.known[0], NEW)).rejects.toMatchObject({
      problem: 'forbidden',
      ambiguous: false,
    });
    await stranger.close();
    const gone = await openWorld();
    await gone.directory.application(gone.known[0]);
    await gone.graph.close();
    await expect(gone.directory.addSecret(gone.known[0], NEW)).rejects.toMatchObject({ problem: 'unreachable' });
    await gone.close().catch(() => {});
  });
});
