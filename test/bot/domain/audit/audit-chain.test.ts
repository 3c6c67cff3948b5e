import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../../bot/adapters/node/audit-signer.ts';
import { type AuditPoint, GENESIS, trimmedDetail, type WrittenHead } from '../../../../bot/domain/audit/audit-chain.ts';
import { type AuditRow, auditHash } from '../../../../bot/domain/audit/audit-events.ts';
import { digest, event, NOW } from '../../../contracts/samples/ledger.ts';
import { type Content, chained, contents, endOf, flawsOf } from './audit-chain-samples.ts';

const SOMEBODY = { tid: 'another', oid: 'another', name: 'another' };
const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const another = createAuditSigner([{ id: 'k2', key: Buffer.alloc(32, 2) }]);
const sameName = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 3) }]);

const writtenAt = ({ seq, hash }: AuditPoint): WrittenHead => ({ seq, hash, signature: undefined, at: NOW });
const chains = (minLength = 1) => contents(minLength).map((given) => chained(given));
/** A chain, and the index of one of its rows. */
const chainsWithOne = (minLength = 1) =>
  chains(minLength).chain((rows) => fc.record({ rows: fc.constant(rows), at: fc.nat({ max: rows.length - 1 }) }));
const holds = <T>(arbitrary: fc.Arbitrary<T>, rule: (given: T) => void) =>
  fc.assert(fc.property(arbitrary, (given) => void rule(given)));

/** Each mutation changes what a row says, and none changes its links. */
const MUTATIONS: Readonly<Record<string, (row: AuditRow) => Partial<AuditRow>>> = {
  at: ({ at }) => ({ at: new Date(at.getTime() + 1) }),
  tid: ({ actor }) => ({ actor: actor === undefined ? SOMEBODY : { ...actor, tid: `${actor.tid}x` } }),
  oid: ({ actor }) => ({ actor: actor === undefined ? SOMEBODY : { ...actor, oid: `${actor.oid}x` } }),
  'no actor, or one': ({ actor }) => ({ actor: actor === undefined ? SOMEBODY : undefined }),
  action: ({ action }) => ({ action: action === 'secret.created' ? 'secret.deleted' : 'secret.created' }),
  clientId: ({ clientId }) => ({ clientId: clientId === undefined ? '' : undefined }),
  keyId: ({ keyId }) => ({ keyId: keyId === undefined ? '' : `${keyId}x` }),
  detail: ({ detail }) => ({ detail: `${detail}x` }),
  version: ({ version }) => ({ version: version === 1 ? 2 : 1 }),
  hash: ({ hash }) => ({ hash: digest(hash) }),
};
const MUTATIONS_OF_2: typeof MUTATIONS = {
  name: ({ actor }) => ({ actor: actor === undefined ? SOMEBODY : { ...actor, name: `${actor.name}x` } }),
  subject: ({ subject }) => ({ subject: subject === undefined ? SOMEBODY : undefined }),
  'subject’s id': ({ subject }) => ({ subject: subject && { ...subject, oid: `${subject.oid}x` } }),
  result: ({ result }) => ({ result: result === 'done' ? 'failed' : 'done' }),
  conversation: ({ conversationId }) => ({ conversationId: conversationId === undefined ? '' : undefined }),
  reference: ({ reference }) => ({ reference: `${reference}x` }),
};

describe('a record that nobody touched', () => {
  it('has no flaw, with any number of rows of either version, signed and written out at any row', () => {
    holds(chains(0), (rows) => {
      const end = endOf(rows);
      const head = { ...end, signature: signer.sign(end) };
      expect(flawsOf(rows, { head, check: signer.check, written: rows.map(writtenAt) })).toEqual([]);
    });
  });

  it('is hashed in version 1 like by the first version of the bot', () => {
    const content: Content = { ...event({ actor: SOMEBODY, clientId: 'c', detail: 'd' }), version: 1 };
    const fields = [1, GENESIS.hash, NOW.toISOString(), 'another', 'another', 'assignment.added', 'c', null, 'd'];
    expect(chained([content])[0]?.hash).toBe(digest(JSON.stringify(fields)));
  });
});

describe('the search for a changed row', () => {
  it.each(Object.entries(MUTATIONS))('finds in its row the change %s', (_name, mutate) => {
    holds(chainsWithOne(), ({ rows, at }) => {
      const changed = rows.map((row, i) => (i === at ? { ...row, ...mutate(row) } : row));
      expect(flawsOf(changed, { head: { ...endOf(rows), signature: undefined } })[0]).toEqual({
        kind: 'changed',
        seq: at + 1,
      });
    });
  });

  it.each(Object.entries(MUTATIONS_OF_2))('finds in a row of version 2 the change %s', (_name, mutate) => {
    holds(chainsWithOne(), ({ rows, at }) => {
      const row = rows[at];
      fc.pre(row?.version === 2 && Object.values(mutate(row)).some((value, i) => i > 0 || value !== row.subject));
      const changed = rows.map((each, i) => (i === at ? { ...each, ...mutate(each) } : each));
      expect(flawsOf(changed)).toEqual([{ kind: 'changed', seq: at + 1 }]);
    });
  });

  it('finds a changed link and a changed number', () => {
    holds(chainsWithOne(), ({ rows, at }) => {
      const seq = at + 1;
      const unlinked = rows.map((row, i) => (i === at ? { ...row, previousHash: digest(row.hash) } : row));
      expect(flawsOf(unlinked)).toEqual([
        { kind: 'unlinked', seq },
        { kind: 'changed', seq },
      ]);
      const numbered = rows.map((row, i) => (i === at ? { ...row, seq: row.seq + 1 } : row));
      expect(flawsOf(numbered).slice(0, 2)).toEqual([
        { kind: 'missing', from: seq, to: seq },
        { kind: 'changed', seq: seq + 1 },
      ]);
    });
  });
});

describe('the search for rows that are gone, moved or added', () => {
  it('finds the place of one or more rows that are gone before the last', () => {
    holds(chainsWithOne(2), ({ rows, at }) => {
      fc.pre(at < rows.length - 1);
      expect(flawsOf(rows.toSpliced(at, 1))).toEqual([{ kind: 'missing', from: at + 1, to: at + 1 }]);
      const beginning = rows.slice(at + 1);
      expect(flawsOf(beginning)).toEqual([{ kind: 'missing', from: 1, to: at + 1 }]);
    });
  });

  it('finds that the newest rows are gone, with any rows left', () => {
    holds(chainsWithOne(), ({ rows, at }) => {
      const head = { ...endOf(rows), signature: undefined };
      expect(flawsOf(rows.slice(0, at), { head })).toEqual([{ kind: 'wrong-end', seq: at, headSeq: rows.length }]);
    });
  });

  it('finds two rows that changed places', () => {
    holds(
      fc.record({ given: chainsWithOne(2), by: fc.integer({ min: 1, max: 11 }) }),
      ({ given: { rows, at }, by }) => {
        const other = at + by;
        const [one, two] = [rows[at], rows[other]];
        fc.pre(one !== undefined && two !== undefined);
        if (one === undefined || two === undefined) return;
        const swapped = rows.with(at, { ...two, seq: one.seq }).with(other, { ...one, seq: two.seq });
        expect(flawsOf(swapped)).toContainEqual({ kind: 'changed', seq: at + 1 });
        expect(flawsOf(swapped)).toContainEqual({ kind: 'changed', seq: other + 1 });
      },
    );
  });

  it('finds an added row, even if all rows after it got new numbers', () => {
    holds(fc.record({ given: chainsWithOne(), put: contents() }), ({ given: { rows, at }, put: [content] }) => {
      if (content === undefined) return;
      const before = rows.slice(0, at);
      const put = chained([content], endOf(before));
      const after = rows.slice(at).map((row) => ({ ...row, seq: row.seq + 1 }));
      expect(flawsOf([...before, ...put, ...after])[0]).toEqual({ kind: 'unlinked', seq: at + 2 });
    });
  });

  it('finds an added row with a number that is taken, before the first row, or after the last', () => {
    holds(chainsWithOne(), ({ rows, at }) => {
      const row = rows[at];
      if (row === undefined) return;
      expect(flawsOf(rows.toSpliced(at + 1, 0, row))[0]).toEqual({ kind: 'unlinked', seq: at + 1 });
      expect(flawsOf([{ ...row, seq: 0 }, ...rows])[0]).toEqual({ kind: 'unlinked', seq: 0 });
      const added = chained([row], endOf(rows));
      const head = { ...endOf(rows), signature: undefined };
      const wrongEnd = { kind: 'wrong-end', seq: rows.length + 1, headSeq: rows.length };
      expect(flawsOf([...rows, ...added], { head })).toEqual([wrongEnd]);
    });
  });

  it('reports at most twenty flaws of a record that is broken everywhere', () => {
    const rows = chained(Array.from({ length: 30 }, () => ({ ...event(), version: 2 as const })));
    expect(flawsOf(rows.map((row) => ({ ...row, detail: 'x' })))).toHaveLength(20);
  });
});

describe('a record that is rewritten from a row on, with its head', () => {
  const rewritten = fc.record({ given: chainsWithOne(), put: contents() }).map(({ given: { rows, at }, put }) => {
    const kept = rows.slice(0, at);
    return { rows, from: at + 1, forged: [...kept, ...chained(put, endOf(kept))] };
  });
  const differ = (a: readonly AuditRow[], b: readonly AuditRow[]) => endOf(a).hash !== endOf(b).hash;

  it('has no flaw in itself: only signatures and written heads can show it', () => {
    holds(rewritten, ({ forged }) => expect(flawsOf(forged)).toEqual([]));
  });

  it('is found by the signature: the old one does not fit, and a new one needs the key', () => {
    holds(rewritten, ({ rows, forged }) => {
      fc.pre(differ(rows, forged));
      const end = endOf(forged);
      const { seq } = end;
      const { check } = signer;
      const old = signer.sign(endOf(rows));
      expect(flawsOf(forged, { head: { ...end, signature: old }, check })).toEqual([{ kind: 'head-forged', seq }]);
      const forgery = sameName.sign(end);
      expect(flawsOf(forged, { head: { ...end, signature: forgery }, check })).toEqual([{ kind: 'head-forged', seq }]);
      expect(flawsOf(forged, { head: { ...end, signature: undefined }, check })).toEqual([
        { kind: 'head-unsigned', seq },
      ]);
    });
  });

  it('is found at each head that was written out after the change, and at none before', () => {
    holds(rewritten, ({ rows, from, forged }) => {
      fc.pre(rows[from - 1]?.hash !== forged[from - 1]?.hash);
      const flaws = flawsOf(forged, { written: rows.map(writtenAt) });
      const places = flaws.map((flaw) => (flaw.kind === 'rewritten' ? flaw.seq : 0));
      expect(places).toEqual(rows.slice(from - 1).map(({ seq }) => seq));
      expect(flawsOf(forged, { written: rows.slice(0, from - 1).map(writtenAt) })).toEqual([]);
    });
  });
});

describe('a record whose beginning was trimmed', () => {
  const trimmed = chainsWithOne().map(({ rows, at }) => {
    const base = endOf(rows.slice(0, at + 1));
    const content = { ...event({ action: 'audit.trimmed', detail: trimmedDetail(base) }), version: 2 as const };
    return { rows, base, left: [...rows.slice(at + 1), ...chained([content], endOf(rows))] };
  });

  it('has no flaw if a row records the trimming, with any heads written out before', () => {
    holds(trimmed, ({ rows, base, left }) => {
      expect(flawsOf(left, { base, written: [...rows, ...left].map(writtenAt) })).toEqual([]);
    });
  });

  it('is found if no row records the trimming', () => {
    holds(trimmed, ({ base, left }) => {
      const silent = flawsOf(left.slice(0, -1), { base });
      expect(silent).toEqual([{ kind: 'trimmed-unrecorded', seq: base.seq }]);
    });
  });

  it('is found if the row names another place or another act', () => {
    holds(trimmed, ({ rows, base }) => {
      const rest = rows.slice(base.seq);
      const said = (action: 'audit.trimmed' | 'sweep.run', detail: string) =>
        chained([{ ...event({ action, detail }), version: 2 as const }], endOf(rows));
      const wrong = [
        said('audit.trimmed', trimmedDetail({ ...base, seq: 99 })),
        said('sweep.run', trimmedDetail(base)),
      ];
      for (const row of wrong) {
        expect(flawsOf([...rest, ...row], { base })).toEqual([{ kind: 'trimmed-unrecorded', seq: base.seq }]);
      }
    });
  });

  it('is found if its base is not the row before its first one', () => {
    holds(trimmed, ({ rows, base, left }) => {
      const wrong = { ...base, hash: digest(base.hash) };
      expect(flawsOf(left, { base: wrong })[0]).toEqual({ kind: 'unlinked', seq: base.seq + 1 });
      const written = [writtenAt(endOf(rows.slice(0, base.seq)))];
      expect(flawsOf(left, { base: wrong, written })[0]).toEqual({ kind: 'rewritten', seq: base.seq, writtenAt: NOW });
    });
  });
});

describe('the signature of the head', () => {
  it('is reported with the id of its key if the key is not known', () => {
    holds(chains(), (rows) => {
      const end = endOf(rows);
      const head = { ...end, signature: another.sign(end) };
      const unknown = { kind: 'key-unknown', seq: end.seq, keyId: 'k2' };
      expect(flawsOf(rows, { head, check: signer.check })).toEqual([unknown]);
    });
  });

  it('is not checked without a key, and not missed in an empty record', () => {
    const end = { ...GENESIS, signature: undefined };
    expect(flawsOf([], { head: end, check: signer.check })).toEqual([]);
    holds(chains(), (rows) => {
      const signature = { keyId: 'k1', value: 'forged' };
      expect(flawsOf(rows, { head: { ...endOf(rows), signature } })).toEqual([]);
    });
  });
});

describe('a head that was written out', () => {
  it('shows that the newest rows are gone if it is past the end, even if head and signature match', () => {
    holds(chainsWithOne(), ({ rows, at }) => {
      const left = rows.slice(0, at);
      const end = endOf(left);
      const head = { ...end, signature: signer.sign(end) };
      const written = [writtenAt(endOf(rows))];
      const gone = { kind: 'rewritten', seq: rows.length, writtenAt: NOW };
      expect(flawsOf(left, { head, check: signer.check, written })).toEqual([gone]);
    });
  });

  it('is told by the time of writing if it was written twice, once falsely', () => {
    const rows = chained([{ ...event(), version: 2 }]);
    const [row] = rows;
    if (row === undefined) throw new Error('a chain of one has a row');
    const later = new Date(NOW.getTime() + 1);
    const written = [writtenAt(row), { ...writtenAt(row), hash: auditHash({ ...row, seq: 9 }, digest), at: later }];
    expect(flawsOf(rows, { written })).toEqual([{ kind: 'rewritten', seq: 1, writtenAt: later }]);
  });
});
