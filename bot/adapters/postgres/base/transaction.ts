import { DrizzleQueryError } from 'drizzle-orm';
import type { NamedPerson, PersonId } from '../../../domain/shared/person.ts';
import type { AuditSigner } from '../../../ports/audit/audit-anchor.ts';
import { LedgerFault } from '../../../ports/shared/ledger-fault.ts';
import type { Database, Orm } from './database.ts';

/** Runs work as one transaction; every error of the database becomes a LedgerFault. */
export type Transact = <T>(work: (tx: Orm) => Promise<T>) => Promise<T>;

/** Who signs what a transaction appends to the audit record: known by the transaction, so that no store hands it on. */
const signers = new WeakMap<Orm, AuditSigner>();

/** `signer` signs the head of the audit record; without one the head is not signed. */
export function transactOn(database: Pick<Database, 'orm'>, signer?: AuditSigner): Transact {
  return async (work) => {
    try {
      return await database.orm.transaction((tx) => {
        if (signer !== undefined) signers.set(tx, signer);
        return work(tx);
      });
    } catch (cause) {
      // The query builder's own error quotes the parameters, which do not belong into a log.
      throw new LedgerFault(cause instanceof DrizzleQueryError ? cause.cause : cause);
    }
  };
}

export function signerOf(tx: Orm): AuditSigner | undefined {
  return signers.get(tx);
}

/** Entra does not mind the case of its ids; equality here must not either. */
export function lowerPerson(person: PersonId): PersonId {
  return { tid: person.tid.toLowerCase(), oid: person.oid.toLowerCase() };
}

export function lowerNamed(person: NamedPerson): NamedPerson {
  return { ...lowerPerson(person), name: person.name };
}

/** A record that holds a person, with the ids in lower case. */
export function lowered<T extends { readonly person: PersonId }>(record: T): T {
  return { ...record, person: lowerPerson(record.person) };
}

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
