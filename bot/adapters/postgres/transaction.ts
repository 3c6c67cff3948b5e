import { DrizzleQueryError } from 'drizzle-orm';
import type { NamedPerson, PersonId } from '../../domain/person.ts';
import { LedgerFault } from '../../ports/ledger.ts';
import type { Database, Orm } from './database.ts';

/** Runs work as one transaction; whatever the database throws becomes a LedgerFault. */
export type Transact = <T>(work: (tx: Orm) => Promise<T>) => Promise<T>;

export function transactOn(database: Pick<Database, 'orm'>): Transact {
  return async (work) => {
    try {
      return await database.orm.transaction(work);
    } catch (cause) {
      // The query builder's own error quotes the parameters, which do not belong into a log.
      throw new LedgerFault(cause instanceof DrizzleQueryError ? cause.cause : cause);
    }
  };
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
