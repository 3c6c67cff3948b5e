import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';
import { trust } from './trust.ts';

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The stand-in for Graph, and a caller whose token is valid. */
export interface GraphBench {
  readonly world: LocalWorld;
  readonly graph: LocalGraph;
  /** Asks for a path with its version, or for a whole nextLink. */
  get(path: string): Promise<GraphAnswer>;
  post(path: string, body: unknown): Promise<GraphAnswer>;
  close(): Promise<void>;
}

export async function openGraph(): Promise<GraphBench> {
  const folder = await mkdtemp(join(tmpdir(), 'graph-'));
  const tls = await createTls(folder);
  trust(tls);
  const world = createWorld(new Date());
  const graph = await startGraph({ world, tls, entra: { verifyAppToken: async () => true } });
  const request = async (path: string, init: RequestInit): Promise<GraphAnswer> => {
    const headers = { authorization: `Bearer ${tokenWith(world.botRoles)}`, 'content-type': 'application/json' };
    const response = await fetch(new URL(path, graph.url), { ...init, headers });
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };
  return {
    world,
    graph,
    get: (path) => request(path, {}),
    post: (path, body) => request(path, { method: 'POST', body: JSON.stringify(body) }),
    close: async () => {
      await graph.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a token by its form only, because nobody checks its signature here. */
function tokenWith(roles: readonly string[]): string {
  const parts = [{ alg: 'none' }, { roles }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.`;
}

/** Returns Graph's own word for the error. */
export function graphCode({ body }: GraphAnswer): unknown {
  return (body['error'] as { code?: unknown } | undefined)?.code;
}

/** Returns every item of a list from all its pages. */
export async function everyItem(bench: GraphBench, path: string): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let url: string | undefined = path; url !== undefined; ) {
    const { body } = await bench.get(url);
    items.push(...((body['value'] ?? []) as Record<string, unknown>[]));
    url = body['@odata.nextLink'] as string | undefined;
  }
  return items;
}
