import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAppTokens } from '../../../../bot/adapters/entra/app-tokens.ts';
import { createGraph } from '../../../../bot/adapters/graph/index.ts';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { askOutside, type Send } from '../../../../bot/ports/shared/ask-outside.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { addApplications } from '../../../../infra/local/crowd.ts';
import { startEntra } from '../../../../infra/local/entra/index.ts';
import { startGraph } from '../../../../infra/local/graph/index.ts';
import type { LocalPerson } from '../../../../infra/local/people.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import { createWorld, type LocalApplication, type LocalWorld } from '../../../../infra/local/world.ts';
import type { Kind } from '../../../access/people.ts';
import type { Row } from '../../../access/rows.ts';
import { type AccessWorld, createWorld as createAccessWorld } from '../../../access/world.ts';
import { trust } from '../../../infra/local/trust.ts';
import { event, START, TID } from '../../usecases/shared/setting.ts';

/** So many applications are in the tenant beside those of the access table: three pages of Graph's list. */
const CROWD = 2_010;
/** So many of them the manager has, too: more than one filter of Graph can name. */
const MORE = 18;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Counts what Entra and Graph receive when somebody gives a command of the access table. */
export interface RequestCounter {
  /** The requests to Graph, like `POST addPassword, POST batch`; empty if there are none. */
  of(row: Row, kind: Kind): Promise<string>;
  /** The tokens that Entra was asked for, for all commands together. */
  tokens(): number;
  /** The most connections to Graph that one command has opened. */
  connections(): number;
  close(): Promise<void>;
}

/** The use cases over the Graph adapter, over the stand-ins of Entra and Graph. */
export async function openRequestCounter(): Promise<RequestCounter> {
  const folder = await mkdtemp(join(tmpdir(), 'graph-requests-'));
  const tls = await createTls(folder);
  trust(tls);
  const people: LocalPerson[] = [];
  const world: LocalWorld = { ...createWorld(START), tenantId: TID, people };
  const crowd = addApplications(world, CROWD, 1, START);
  const entra = await startEntra({ world, tls, redirectUris: [] });
  const graph = await startGraph({ world, tls, entra });
  const { bot, tokens } = botOver(world, { loginUrl: entra.loginUrl, graphUrl: graph.url });
  let most = 0;

  return {
    of: async (row, kind) => {
      const access = await createAccessWorld();
      people.splice(
        0,
        Number.POSITIVE_INFINITY,
        ...Object.values(access.people).map((asker) => localPerson(asker.person.oid)),
      );
      access.setting.people.put = ({ oid }) => void people.push(localPerson(oid));
      await giveMore(access, crowd.slice(0, MORE));
      await row.given?.(access);
      const asker = access.people[kind];
      const command = await row.ask(access, asker);
      const local = [access.ours, access.theirs].map(localApplication);
      world.applications.splice(0, Number.POSITIVE_INFINITY, ...structuredClone(crowd), ...local);
      const before = new Map(graph.counts);
      const connected = graph.connections();
      await createUseCases({ ...access.setting.deps, ...bot }).run(command, asker);
      most = Math.max(most, graph.connections() - connected);
      return shown(graph.counts, before);
    },
    tokens,
    connections: () => most,
    close: async () => {
      await Promise.all([graph.close(), entra.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function botOver(world: LocalWorld, { loginUrl, graphUrl }: { readonly loginUrl: string; readonly graphUrl: string }) {
  let asked = 0;
  const send: Send = (url, question) => {
    if (new URL(url).pathname.endsWith('/oauth2/v2.0/token')) asked += 1;
    return askOutside(url, question);
  };
  const { botId: clientId, botClientSecret: secret, tenantId } = world;
  const credential = { kind: 'secret', secret } as const;
  const tokens = createAppTokens({ loginUrl, tenantId, clientId, credential }, { send });
  const mail = { mail: undefined, signInReport: false, signInLog: false };
  const settings = { graphUrl, tenantId, own: [clientId], tokens, ...mail };
  const { directory, people } = createGraph(settings, SILENT, () => START);
  return { bot: { directory, people }, tokens: () => asked };
}

/** The manager manages these, too. */
async function giveMore({ setting, people }: AccessWorld, applications: readonly LocalApplication[]): Promise<void> {
  await setting.ledger.assignments.change({
    ...{ at: START, by: undefined, remove: [], lastToo: true, confirmedBy: '', form: undefined },
    add: applications.map(({ appId }) => ({ clientId: appId, person: named(people.manager) })),
    audit: () => event,
    messages: () => [],
  });
}

function localPerson(oid: string): LocalPerson {
  return { oid, name: 'N', upn: `${oid}@registers.example`, accountId: `29:${oid}`, roles: [], about: '' };
}

function localApplication({ clientId, displayName, secrets }: Application): LocalApplication {
  return {
    id: randomUUID(),
    appId: clientId,
    displayName,
    ownedByBot: true,
    passwordCredentials: secrets.map(({ keyId, name, hint, start, end }) => ({
      ...{ keyId, displayName: name, hint },
      ...{ startDateTime: start.toISOString(), endDateTime: end.toISOString() },
    })),
  };
}

function shown(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): string {
  const more = [...now].map(([name, count]) => ({ name, count: count - (before.get(name) ?? 0) }));
  const made = more.filter(({ count }) => count > 0).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return made.map(({ name, count }) => (count === 1 ? name : `${count} ${name}`)).join(', ');
}
