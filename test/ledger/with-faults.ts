import type { Ledger } from '../../bot/ports/shared/ledger.ts';

/** A ledger whose database can be made to fail. */
export interface FaultyLedger extends Ledger {
  /** From now on every method rejects with this error. With `undefined` they work again. */
  fail(cause: Error | undefined): void;
}

export function withFaults(ledger: Ledger): FaultyLedger {
  let failure: Error | undefined;
  const guarded = guardedBy(ledger, () => failure);
  return {
    ...guarded,
    fail: (cause) => {
      failure = cause;
    },
  };
}

/** The object with all that it holds; every method first looks whether there is a fault. */
function guardedBy<T extends object>(part: T, fault: () => Error | undefined): T {
  const guarded = { ...part };
  for (const [name, member] of Object.entries(part)) Object.assign(guarded, { [name]: guardedMember(member, fault) });
  return guarded;
}

function guardedMember(member: unknown, fault: () => Error | undefined): unknown {
  if (typeof member === 'object' && member !== null) return guardedBy(member, fault);
  if (typeof member !== 'function') return member;
  return async (...args: readonly unknown[]) => {
    const cause = fault();
    if (cause !== undefined) throw cause;
    return Reflect.apply(member, undefined, [...args]);
  };
}
