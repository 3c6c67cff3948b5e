import { DrizzleQueryError } from 'drizzle-orm';
import type { NamedPerson, PersonId } from '../../../domain/shared/person.ts';
import type { AuditSigner } from '../../../ports/audit/audit-anchor.ts';
import { LedgerFault } from '../../../ports/shared/ledger-fault.ts';
import type { Database, Orm } from './database.ts';

/** Does work on the database; every error of the database becomes a LedgerFault. */
export type Run = <T>(work: (orm: Orm) => Promise<T>) => Promise<T>;

/** A query that can be built before its values are known: each of them is a `sql.placeholder`. */
interface Preparable<T> {
  prepare(name: string): { execute(values: Readonly<Record<string, unknown>>): Promise<T> };
}

/** How the stores reach the database. */
export interface Runner {
  /** Runs work as one transaction. */
  readonly transact: Run;
  /**
   * Runs reads, or one statement that writes, without BEGIN and COMMIT. At READ COMMITTED each statement sees a snapshot
   * of its own, so that a transaction around reads would only add two round trips.
   */
  readonly direct: Run;
  /**
   * Builds a query once. PostgreSQL parses it once in each connection, by its name. See decision 0026: one read tells who
   * asks.
   */
  prepared<T>(
    name: string,
    build: (orm: Orm) => Preparable<T>,
  ): (values: Readonly<Record<string, unknown>>) => Promise<T>;
}

/** What a transaction needs to append to the audit record: known by the transaction, so that no store hands it on. */
export interface RecordKeeper {
  readonly signer: AuditSigner;
  /** Puts in a message to the administrators: the head of this row is not one that the key signed. */
  readonly tellOfForgery: (tx: Orm, forged: { readonly seq: number; readonly at: Date }) => Promise<void>;
}

const keepers = new WeakMap<Orm, RecordKeeper>();

/** `keeper` signs the rows and the head of the audit record; without one they are not signed. */
export function runnerOn({ orm }: Pick<Database, 'orm'>, keeper?: RecordKeeper): Runner {
  return {
    transact: (work) =>
      translated(() =>
        orm.transaction((tx) => {
          if (keeper !== undefined) keepers.set(tx, keeper);
          return work(tx);
        }),
      ),
    direct: (work) => translated(() => work(orm)),
    prepared: (name, build) => {
      let query: ReturnType<ReturnType<typeof build>['prepare']> | undefined;
      return (values) =>
        translated(() => {
          query ??= build(orm).prepare(name);
          return query.execute(values);
        });
    },
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // The query builder's own error quotes the parameters, which do not belong into a log.
    throw new LedgerFault(cause instanceof DrizzleQueryError ? cause.cause : cause);
  }
}

export function keeperOf(tx: Orm): RecordKeeper | undefined {
  return keepers.get(tx);
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
