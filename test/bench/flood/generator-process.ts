import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Flood {
  readonly port: number;
  /** Whole requests, as they go over the wire. They are sent in turn. */
  readonly requests: readonly string[];
  /** Requests a second, as far as there are free connections. */
  readonly rate: number;
  readonly connections: number;
}

export interface Flooded {
  sent: number;
  /** Connections that the server has closed. */
  cut: number;
  /** How many answers had each status. */
  readonly answers: Record<number, number>;
}

const GENERATOR = fileURLToPath(new URL('./generator.ts', import.meta.url));
const BARE_SERVER = fileURLToPath(new URL('./bare-server.ts', import.meta.url));

/** Floods while `work` runs. */
export async function flooding<T>(flood: Flood, work: () => Promise<T>): Promise<{ flooded: Flooded; result: T }> {
  const child = fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(flood);
  try {
    const result = await work();
    child.send('stop');
    const [flooded] = (await once(child, 'message')) as [Flooded];
    return { flooded, result };
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

/** A server in a process of its own that answers everything at once and does nothing. */
export async function startBareServer(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const child = fork(BARE_SERVER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
