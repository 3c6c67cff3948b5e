import type { LocalPerson } from './people.ts';

/** Accounts that an administrator of the tenant has deleted, and may restore with the same object id. */
export interface Leavers {
  /** Object ids. */
  readonly left: ReadonlySet<string>;
  setLeft(oid: string, left: boolean): void;
  /** Called back after every change; gives the function that ends it. */
  onLeft(changed: () => void): () => void;
}

export function createLeavers(): Leavers {
  const left = new Set<string>();
  const listeners = new Set<() => void>();
  return {
    left,
    setLeft: (oid, gone) => {
      if (gone) left.add(oid);
      else left.delete(oid);
      for (const changed of listeners) changed();
    },
    onLeft: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** The people who are in the directory. */
export function peopleHere(world: Pick<Leavers, 'left'> & { readonly people: readonly LocalPerson[] }) {
  return world.people.filter(({ oid }) => !world.left.has(oid));
}
