import { ManagedIdentityFault } from '../../../../ports/shared/credential.ts';
import { codesOf, networkWordsOf } from '../../../../ports/shared/outside-faults.ts';
import { NewerDatabaseError } from '../migrate.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const WORDS: Readonly<Record<string, string>> = {
  '08001': 'no connection to the server came about',
  '08006': 'the server cut the connection',
  '25006': 'the database is read-only: it is a replica, or its disk is nearly full',
  '28000': 'the server does not let this user in',
  '28P01': 'the server refuses the user or the password',
  '3D000': 'the server has no database of this name',
  '3F000': 'a schema is missing',
  '42501': 'the user lacks a right in the database',
  '42P01': 'a table is missing',
  '42703': 'a column is missing',
  '53100': "the server's disk is full",
  '53300': 'the server takes no more connections',
  '55P03': 'another process holds what is needed',
  '57014': 'the server ended the statement, which took too long',
  '57P01': 'the server shuts down',
  '57P02': 'the server has crashed and starts again',
  '57P03': 'the server starts or stops',
};

/** Says in words why the database could not be used, after the code that says so. They quote nothing of the server's. */
export function databaseWordsOf(fault: unknown): string {
  // These messages are our own.
  if (fault instanceof ManagedIdentityFault || fault instanceof NewerDatabaseError) return fault.message;
  const [known] = codesOf(fault).flatMap((code) => (WORDS[code] === undefined ? [] : [`${code}: ${WORDS[code]}`]));
  const words = known ?? networkWordsOf(fault);
  if (words !== undefined) return words;
  // pg gives its own time-outs no code.
  if (fault instanceof Error && /timeout|timed out/i.test(fault.message)) return 'it does not answer in time';
  const [code] = codesOf(fault);
  return code === undefined ? 'an unknown fault' : `the fault ${code}`;
}
