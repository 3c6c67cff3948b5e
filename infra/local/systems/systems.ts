import { request } from 'node:https';
import type { LocalEntra } from '../entra/index.ts';
import type { Tls } from '../tls.ts';
import type { LocalWorld } from '../world.ts';
import type { LocalSystem } from './system.ts';

/** Lets the systems of the world sign in through the token endpoint, as they would in the cloud. */
export interface LocalSystems {
  /** Signs in once. Returns the AADSTS number; 0 if it succeeded. Throws if there is no such system. */
  signIn(id: string): Promise<number>;
  /** Gives a system another value, with which it signs in at once. */
  use(id: string, value: string): Promise<number>;
  /** Lets each of them sign in again and again. */
  start(everyMs: number): void;
  /** Calls back after each sign-in. */
  onSignIn(done: () => void): () => void;
  close(): void;
}

export function createSystems(
  world: Pick<LocalWorld, 'systems' | 'tenantId'>,
  entra: Pick<LocalEntra, 'loginUrl'>,
  tls: Pick<Tls, 'cert'>,
): LocalSystems {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const signIn = async (id: string): Promise<number> => {
    const system = systemOf(world, id);
    const code = await askForToken(`${entra.loginUrl}/${world.tenantId}/oauth2/v2.0/token`, system, tls.cert);
    system.last = { at: new Date(), code };
    for (const done of listeners) done();
    return code;
  };
  return {
    signIn,
    use: (id, value) => {
      systemOf(world, id).value = value.trim();
      return signIn(id);
    },
    start: (everyMs) => {
      const round = () => Promise.allSettled(world.systems.map(({ id }) => signIn(id)));
      timer = setInterval(() => void round(), everyMs);
      void round();
    },
    onSignIn: (done) => {
      listeners.add(done);
      return () => listeners.delete(done);
    },
    close: () => clearInterval(timer),
  };
}

function systemOf({ systems }: Pick<LocalWorld, 'systems'>, id: string): LocalSystem {
  const system = systems.find((one) => one.id === id);
  if (system === undefined) throw new Error(`no system ${id}`);
  return system;
}

async function askForToken(url: string, { clientId, value, resource }: LocalSystem, ca: string): Promise<number> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: value,
    scope: `${resource}/.default`,
  });
  const answer: unknown = JSON.parse(await post(url, form.toString(), ca));
  const codes = typeof answer === 'object' && answer !== null && 'error_codes' in answer ? answer.error_codes : [];
  return Array.isArray(codes) ? Number(codes[0] ?? 0) : 0;
}

function post(url: string, body: string, ca: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, ca }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
