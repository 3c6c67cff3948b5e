import { describe, expect, it } from 'vitest';
import { databaseWordsOf } from '../../../../../bot/adapters/postgres/index.ts';
import { ManagedIdentityFault } from '../../../../../bot/ports/shared/credential.ts';

function fault(code: string, message = 'role "secret-name" at 10.71.0.4'): Error {
  return Object.assign(new Error(message), { code });
}

describe('databaseWordsOf', () => {
  it.each([
    ['28P01', 'the server refuses the user or the password (28P01)'],
    ['3D000', 'the server has no database of this name (3D000)'],
    ['42501', 'the user lacks a right in the database (42501)'],
    ['ENOTFOUND', 'its host name is not known here (ENOTFOUND)'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'this machine does not trust its certificate, or it speaks no TLS (SELF_SIGNED_CERT_IN_CHAIN)',
    ],
    ['XX000', 'the fault XX000'],
  ])('says what %s means, and quotes nothing of the message', (code, words) => {
    expect(databaseWordsOf(fault(code))).toBe(words);
    expect(databaseWordsOf(new Error('outer', { cause: fault(code) }))).toBe(words);
    expect(databaseWordsOf(new AggregateError([fault(code)]))).toBe(words);
  });

  it('knows the time-outs of the client, which have no code', () => {
    expect(databaseWordsOf(new Error('Connection terminated due to connection timeout'))).toBe(
      'it does not answer in time',
    );
  });

  it('says of a managed identity what is wrong with it', () => {
    expect(databaseWordsOf(new ManagedIdentityFault('refused', 'it is not assigned here'))).toBe(
      'no token from the managed identity: it is not assigned here',
    );
  });
});
