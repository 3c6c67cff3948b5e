import { describe, expect, it } from 'vitest';
import { databaseWordsOf } from '../../../../../bot/adapters/postgres/index.ts';
import { ManagedIdentityFault } from '../../../../../bot/ports/shared/credential.ts';

function fault(code: string, message = 'role "secret-name" at 10.71.0.4'): Error {
  return Object.assign(new Error(message), { code });
}

describe('databaseWordsOf', () => {
  it.each([
    ['28P01', '28P01: the server refuses the user or the password'],
    ['3D000', '3D000: the server has no database of this name'],
    ['42501', '42501: the user lacks a right in the database'],
    ['ENOTFOUND', 'ENOTFOUND: its host name is not known here'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'SELF_SIGNED_CERT_IN_CHAIN: this machine does not trust its certificate, or it speaks no TLS',
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
