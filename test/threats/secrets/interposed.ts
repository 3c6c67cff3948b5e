import type { Deps } from '../../../bot/usecases/shared/deps.ts';

const PORTS = ['ledger', 'directory', 'people', 'roster', 'delivery', 'announcer', 'jobs'] as const;

/** The ports, with something that happens before each call of any of them. */
export function interposed(deps: Deps, before: (path: string) => Promise<void>): Deps {
  const ports = { ...deps };
  for (const port of PORTS) Object.assign(ports, { [port]: wrapped(deps[port], port, before) });
  return ports;
}

function wrapped<T extends object>(port: T, name: string, before: (path: string) => Promise<void>): T {
  return new Proxy(port, {
    get: (target, key, receiver) => {
      const member: unknown = Reflect.get(target, key, receiver);
      const path = `${name}.${String(key)}`;
      if (typeof member === 'object' && member !== null) return wrapped(member, path, before);
      // These answer at once, and there is nothing to wait for.
      if (typeof member !== 'function' || key === 'isOwn' || key === 'everything') return member;
      return async (...args: readonly unknown[]) => {
        await before(path);
        return Reflect.apply(member, target, [...args]);
      };
    },
  });
}
