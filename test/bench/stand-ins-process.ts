import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocalPerson } from '../../infra/local/people.ts';
import type { LocalTeams } from '../../infra/local/teams/index.ts';
import type { LocalApplication } from '../../infra/local/world.ts';

/** What the tenant of a benchmark holds. */
export interface Tenant {
  readonly people: readonly LocalPerson[];
  readonly applications: readonly LocalApplication[];
  /** More applications, which the stand-in makes itself. */
  readonly crowd: { readonly applications: number; readonly secretsEach: number };
  readonly teams: Pick<LocalTeams, 'openIdMetadataUrl' | 'tokenIssuer' | 'serviceUrl' | 'url'>;
}

/** The first message of the process. */
export interface Started {
  /** The environment of a bot; its port, its address and its database are missing. */
  readonly settings: Readonly<Record<string, string>>;
  /** The client IDs of the crowd. */
  readonly crowd: readonly string[];
  readonly folder: string;
}

/** Asks how many requests Graph has got. */
export interface Asked {
  readonly id: number;
}

export interface StandIns extends Started {
  /** All HTTP requests that Graph has got so far. */
  graphRequests(): Promise<number>;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./stand-ins.ts', import.meta.url));

export async function startStandIns(tenant: Tenant): Promise<StandIns> {
  const child = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(tenant);
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('the stand-ins did not start')));
  const [started] = (await Promise.race([once(child, 'message'), failed])) as [Started];
  failed.catch(() => undefined);
  let asked = 0;
  return {
    ...started,
    graphRequests: async () => {
      child.send({ id: ++asked } satisfies Asked);
      const [answer] = (await once(child, 'message')) as [{ graphRequests: number }];
      return answer.graphRequests;
    },
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
