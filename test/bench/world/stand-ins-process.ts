import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocalPerson } from '../../../infra/local/people.ts';
import type { LocalTeams } from '../../../infra/local/teams/index.ts';
import type { LocalApplication } from '../../../infra/local/world.ts';

/** What the tenant of a benchmark begins with. */
export interface Tenant {
  readonly people: readonly LocalPerson[];
  readonly applications: readonly LocalApplication[];
  readonly teams: Pick<LocalTeams, 'openIdMetadataUrl' | 'tokenIssuer' | 'serviceUrl' | 'url'>;
}

/** Applications that the stand-in makes itself. The ends of their secrets are spread over a year. */
export interface Crowd {
  readonly applications: number;
  readonly secretsEach: number;
}

/** The first message of the process. */
export interface Started {
  /** The environment of a bot; its port, its address and its database are missing. */
  readonly settings: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** What the process is asked, one question at a time. */
export type Question =
  | { readonly kind: 'graph-requests' }
  | { readonly kind: 'grow'; readonly crowd: Crowd }
  | { readonly kind: 'add'; readonly applications: readonly LocalApplication[] };

export interface StandIns extends Started {
  readonly pid: number;
  /** All HTTP requests that Graph has got so far. */
  graphRequests(): Promise<number>;
  /** Adds a crowd to the tenant, and gives its client IDs. */
  grow(crowd: Crowd): Promise<readonly string[]>;
  add(applications: readonly LocalApplication[]): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./stand-ins.ts', import.meta.url));

export async function startStandIns(tenant: Tenant): Promise<StandIns> {
  const child = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(tenant);
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('the stand-ins did not start')));
  const [started] = (await Promise.race([once(child, 'message'), failed])) as [Started];
  failed.catch(() => undefined);
  const ask = async (question: Question): Promise<unknown> => {
    child.send(question);
    const [answer] = (await once(child, 'message')) as [{ readonly answer: unknown }];
    return answer.answer;
  };
  return {
    ...started,
    pid: child.pid ?? 0,
    graphRequests: async () => (await ask({ kind: 'graph-requests' })) as number,
    grow: async (crowd) => (await ask({ kind: 'grow', crowd })) as readonly string[],
    add: async (applications) => void (await ask({ kind: 'add', applications })),
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
