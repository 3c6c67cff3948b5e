import fc from 'fast-check';
import {
  type AuditFlaw,
  type AuditPoint,
  type ChainFacts,
  createChainVerifier,
  GENESIS,
} from '../../../../bot/domain/audit/audit-chain.ts';
import { type AuditRow, auditHash } from '../../../../bot/domain/audit/audit-events.ts';
import { digest } from '../../../contracts/samples/ledger.ts';

/** The content of a row, before it has its place in the chain. */
export type Content = Omit<AuditRow, 'seq' | 'previousHash' | 'hash'>;

const text = fc.string({ unit: 'binary', maxLength: 12 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const person = fc.record({ tid: text, oid: text, name: text });
const shared = {
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  action: fc.constantFrom('secret.created' as const, 'access.refused' as const, 'request.made' as const),
  clientId: maybe(text),
  keyId: maybe(text),
  detail: text,
};
const second: fc.Arbitrary<Content> = fc.record({
  ...shared,
  version: fc.constant(2 as const),
  actor: maybe(person),
  subject: maybe(person),
  result: fc.constantFrom('intended' as const, 'done' as const, 'refused' as const, 'failed' as const),
  conversationId: maybe(text),
  reference: text,
});
/** The content of a row as version 1 is read: the parts that it did not have are empty. */
const first = fc.record({ ...shared, actor: maybe(person) }).map(
  ({ actor, ...rest }): Content => ({
    ...rest,
    version: 1,
    actor: actor && { ...actor, name: '' },
    result: 'done',
    subject: undefined,
    conversationId: undefined,
    reference: '',
  }),
);

export const contents = (minLength = 1) =>
  fc.array(fc.oneof(first, second), { minLength, maxLength: 12 }) satisfies fc.Arbitrary<readonly Content[]>;

/** Chains contents to the rows that are there. An honest writer and a careful forger do this alike. */
export function chained(given: readonly Content[], from: AuditPoint = GENESIS): readonly AuditRow[] {
  let last = from;
  return given.map((content) => {
    const row = { ...content, seq: last.seq + 1, previousHash: last.hash };
    const whole = { ...row, hash: auditHash(row, digest) };
    last = whole;
    return whole;
  });
}

/** The number and hash of the last row, as the row itself says. */
export function endOf(rows: readonly AuditRow[], base: AuditPoint = GENESIS): AuditPoint {
  const { seq, hash } = rows.at(-1) ?? base;
  return { seq, hash };
}

/** Verifies the rows. Facts that are not given are those of a record that was never trimmed, signed or written out. */
export function flawsOf(rows: readonly AuditRow[], facts: Partial<ChainFacts> = {}): readonly AuditFlaw[] {
  const base = facts.base ?? GENESIS;
  const head = { ...endOf(rows, base), signature: undefined };
  const verifier = createChainVerifier({ base, head, written: [], digest, check: undefined, ...facts });
  for (const row of rows) verifier.next(row);
  return verifier.end();
}
