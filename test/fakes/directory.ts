import { randomUUID } from 'node:crypto';
import { SecretValue } from '../../bot/domain/secrets/issued-secret.ts';
import type { Application, ClientId, ClientSecret, FederatedCredential } from '../../bot/domain/shared/application.ts';
import { wholeSecond } from '../../bot/domain/shared/expiry.ts';
import { type Directory, DirectoryFault } from '../../bot/ports/secrets/directory.ts';

type Method = Exclude<keyof Directory, 'isOwn'>;

/** So few that even a small test has several pages. */
const PAGE = 2;

/** A directory in memory, with the behaviour that test/contracts/directory.ts demands of all. */
export interface FakeDirectory extends Directory {
  /** How often each method was called. */
  readonly calls: Record<Method, number>;
  /** What the tenant's policy allows, in days. The bot may read it. */
  readonly policy: { longestLife: number | undefined };
  /** Values handed out, for tests that search for leaks. */
  readonly values: readonly string[];
  put(application: Application): void;
  /** The application has these federated credentials now. */
  trust(clientId: ClientId, credentials: readonly FederatedCredential[]): void;
  /** From now on, the federated credentials of the application are not told, with this fault. */
  hide(clientId: ClientId, fault: DirectoryFault): void;
  /** The application is gone. */
  drop(clientId: ClientId): void;
  /** The client IDs of the bot's own registrations. */
  readonly own: ClientId[];
  /** Forgets the planned faults. */
  calm(): void;
  /** From now on, reads show the state of so many milliseconds ago, as a replica does. */
  lag(ms: number): void;
  /** The application as it really is. */
  truth(clientId: ClientId): Application | undefined;
  /** The next call of the method fails; `afterwards`: with the change carried out all the same. */
  failNext(method: Method, fault: DirectoryFault, afterwards?: boolean): void;
}

export function createFakeDirectory(applications: readonly Application[] = [], now = () => new Date()): FakeDirectory {
  const held = new Map<ClientId, Application>();
  const faults: { method: Method; fault: DirectoryFault; afterwards: boolean }[] = [];
  const federated = new Map<ClientId, readonly FederatedCredential[]>();
  const hidden = new Map<ClientId, DirectoryFault>();
  const values: string[] = [];
  const own: ClientId[] = [];
  const policy: { longestLife: number | undefined } = { longestLife: undefined };
  const calls = {
    application: 0,
    applications: 0,
    beginningWith: 0,
    withOtherCredentials: 0,
    federatedCredentials: 0,
    everything: 0,
    longestLife: 0,
    addSecret: 0,
    removeSecret: 0,
  };
  /** Every state with its time, for reads that lag. The newest is last. */
  const history: { readonly at: number; readonly application: Application }[] = [];
  let lagMs = 0;
  const put = (application: Application) => {
    held.set(application.clientId, application);
    history.push({ at: now().getTime(), application });
  };
  /** The state that a replica shows: the oldest one if nothing is older. */
  const seen = (clientId: ClientId): Application | undefined => {
    const current = held.get(clientId.toLowerCase());
    if (lagMs === 0 || current === undefined) return current;
    const own = history.filter(({ application }) => application.clientId === current.clientId);
    return (own.findLast(({ at }) => at <= now().getTime() - lagMs) ?? own[0])?.application;
  };
  applications.forEach(put);

  async function run<T>(method: Method, act: () => T): Promise<T> {
    calls[method] += 1;
    const index = faults.findIndex((each) => each.method === method);
    const [failing] = index < 0 ? [] : faults.splice(index, 1);
    if (failing === undefined) return act();
    if (failing.afterwards) act();
    throw failing.fault;
  }

  function change(clientId: ClientId, secrets: (before: readonly ClientSecret[]) => readonly ClientSecret[]): void {
    const application = held.get(clientId.toLowerCase());
    if (application === undefined) throw new DirectoryFault('absent', { ambiguous: false });
    put({ ...application, secrets: secrets(application.secrets) });
  }

  return {
    calls,
    values,
    policy,
    own,
    isOwn: (clientId) => own.includes(clientId.toLowerCase()),
    put,
    trust: (clientId, credentials) => void federated.set(clientId, credentials),
    hide: (clientId, fault) => void hidden.set(clientId, fault),
    drop: (clientId) => void held.delete(clientId),
    calm: () => void faults.splice(0),
    lag: (ms) => {
      lagMs = ms;
    },
    truth: (clientId) => held.get(clientId.toLowerCase()),
    failNext: (method, fault, afterwards = false) => void faults.push({ method, fault, afterwards }),
    application: (clientId) => run('application', () => seen(clientId)),
    applications: (clientIds) =>
      run('applications', () => {
        const wanted = new Set(clientIds.map((id) => id.toLowerCase()));
        return [...held.keys()].filter((id) => wanted.has(id)).flatMap((id) => seen(id) ?? []);
      }),
    // Applications are held with their other credentials.
    withOtherCredentials: (applications) => run('withOtherCredentials', () => applications),
    federatedCredentials: (clientIds) =>
      run('federatedCredentials', () => {
        const there = clientIds.map((id) => id.toLowerCase()).filter((id) => held.has(id));
        const told = there.filter((id) => !hidden.has(id));
        const faults = there.flatMap((id) => {
          const fault = hidden.get(id);
          return fault === undefined ? [] : [[id, fault] as const];
        });
        return { found: new Map(told.map((id) => [id, federated.get(id) ?? []])), faults: new Map(faults) };
      }),
    beginningWith: (beginnings) =>
      run('beginningWith', () =>
        [...held.values()].filter(({ displayName }) =>
          beginnings.some((text) => displayName.toLowerCase().startsWith(text.toLowerCase())),
        ),
      ),
    everything: () => pages(() => run('everything', () => [...held.values()])),
    longestLife: () => run('longestLife', () => policy.longestLife),
    addSecret: (clientId, { name, end }) =>
      run('addSecret', () => {
        const value = `${randomUUID()}~fake`.replaceAll('-', '');
        const secret = {
          keyId: randomUUID(),
          name,
          hint: value.slice(0, 3),
          start: wholeSecond(now()),
          end: wholeSecond(end),
        };
        change(clientId, (before) => [...before, secret]);
        values.push(value);
        return { secret, value: new SecretValue(value) };
      }),
    removeSecret: (clientId, keyId) =>
      run('removeSecret', () => {
        let known = false;
        change(clientId, (before) => {
          known = before.some((secret) => secret.keyId === keyId);
          return before.filter((secret) => secret.keyId !== keyId);
        });
        return known ? 'removed' : 'absent';
      }),
  };
}

async function* pages(read: () => Promise<readonly Application[]>): AsyncGenerator<readonly Application[]> {
  const all = await read();
  for (let from = 0; from < all.length; from += PAGE) yield all.slice(from, from + PAGE);
}
