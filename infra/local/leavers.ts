import type { LocalPerson } from './people.ts';

/** The accounts that an administrator of the tenant has deleted. They can be restored with the same object id. */
export interface Leavers {
  /** The object ids of the deleted accounts. */
  readonly left: ReadonlySet<string>;
  setLeft(oid: string, left: boolean): void;
  /** Calls back after every change. Returns the function that ends this. */
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
