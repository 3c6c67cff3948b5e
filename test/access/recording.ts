import { createUseCases, type UseCases } from '../../bot/usecases/index.ts';
import type { Deps } from '../../bot/usecases/shared/deps.ts';

const PORTS = ['ledger', 'directory', 'people', 'roster', 'delivery', 'announcer', 'jobs'] as const;

/** The use cases over ports that write down every call: `ledger.requests.find`. What is called takes its time. */
export function recordingUseCases(deps: Deps): { readonly usecases: UseCases; readonly calls: string[] } {
  const calls: string[] = [];
  const ports = { ...deps };
  for (const port of PORTS) Object.assign(ports, { [port]: recording(deps[port], port, calls) });
  return { usecases: createUseCases(ports), calls };
}

function recording<T extends object>(port: T, name: string, calls: string[]): T {
  return new Proxy(port, {
    get: (target, key, receiver) => {
      const member: unknown = Reflect.get(target, key, receiver);
      const path = `${name}.${String(key)}`;
      if (typeof member === 'object' && member !== null) return recording(member, path, calls);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => {
        calls.push(path);
        return Reflect.apply(member, target, [...args]);
      };
    },
  });
}
