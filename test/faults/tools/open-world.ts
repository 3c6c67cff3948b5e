import { randomUUID } from 'node:crypto';
import { createManagers, type Manager, secretOf } from '../../load/managers.ts';
import { everySecret } from './checks/world-check.ts';
import { type FaultWorld, type FaultWorldOptions, startFaultWorld } from './fault-world.ts';
import type { WritePath } from './paths/write-path.ts';

/** A world in which nothing has happened yet. */
export interface OpenWorld {
  readonly faults: FaultWorld;
  /** The key ids of all secrets. */
  readonly seeded: ReadonlySet<string>;
}

export type WorldOptions = Pick<
  FaultWorldOptions,
  'engine' | 'processes' | 'settings' | 'administrators' | 'appTokenSeconds'
> & {
  readonly count: number;
  /** Days left of the secrets that each application has. */
  readonly daysLeft?: readonly number[];
  /** With `false`, no process runs yet. */
  readonly start?: boolean;
};

/** So many managers, each with one application, and one colleague who manages all of them, too. */
export async function openWorld({ count, daysLeft = [400], ...options }: WorldOptions): Promise<OpenWorld> {
  return openFor(createManagers(count, daysLeft), options);
}

/** A world for some paths, and the managers of each of them. */
export async function openWorldOf(
  paths: readonly WritePath[],
  count: number,
  options: Omit<WorldOptions, 'count' | 'daysLeft' | 'settings' | 'administrators'>,
): Promise<OpenWorld & { readonly managersOf: (path: WritePath) => readonly Manager[] }> {
  const now = new Date();
  const everybody = createManagers(count * paths.length, [], now).map((manager, index): Manager => {
    const number = manager.person.name.replace('Manager ', '');
    const { daysLeft = [] } = paths[Math.floor(index / count)] ?? {};
    const secrets = daysLeft.map((days, i) => secretOf(`Secret ${number} ${i + 1}`, days, now));
    return { ...manager, application: { ...manager.application, passwordCredentials: secrets } };
  });
  const administrators = paths.flatMap((path) => path.administrators ?? [])[0];
  const opened = await openFor(everybody, {
    ...options,
    ...(administrators && { administrators }),
    settings: (world) => Object.assign({}, ...paths.map(({ settings }) => settings?.(world))),
  });
  const managersOf = (path: WritePath) =>
    everybody.slice(paths.indexOf(path) * count, (paths.indexOf(path) + 1) * count);
  return { ...opened, managersOf };
}

async function openFor(
  managers: readonly Manager[],
  { start = true, ...options }: Omit<WorldOptions, 'count' | 'daysLeft'>,
): Promise<OpenWorld> {
  const colleague: Manager['person'] = {
    ...{ oid: randomUUID(), name: 'Colleague of all', upn: 'colleague@registers.example', about: '' },
    ...{ accountId: '29:1colleague', roles: [] },
  };
  const faults = await startFaultWorld({ ...options, managers, colleague });
  const seeded = new Set(everySecret(faults).map(({ keyId }) => keyId));
  if (start) await faults.startAll();
  return { faults, seeded };
}
