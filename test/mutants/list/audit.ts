import { mutantsOf } from '../mutant.ts';

const STORE = ['test/bot/adapters/postgres/audit/audit-tampering.test.ts'];
const LEDGER = ['test/contracts/ledger/ledger.test.ts'];

/** That nobody changes the record unnoticed. */
export const AUDIT = [
  ...mutantsOf(
    'bot/domain/audit/audit-chain.ts',
    ['test/bot/domain/audit/audit-chain.test.ts', 'test/bot/domain/audit/row-codes.test.ts'],
    [
      [
        "if (row.seq > last.seq + 1) found({ kind: 'missing', from: last.seq + 1, to: row.seq - 1 });\n      else if",
        'if',
        'missing rows are found',
      ],
      ['row.seq <= last.seq || row.previousHash !== last.hash', 'row.seq <= last.seq', 'a broken link is found'],
      [
        "if (row.hash !== auditHash(row, digest)) found({ kind: 'changed', seq: row.seq });",
        '',
        'a changed row is found',
      ],
      ["if (!attested) found({ kind: 'trimmed-unrecorded', seq: base.seq });", '', 'a beginning that is gone is found'],
      [
        'if (head.seq !== last.seq || head.hash !== last.hash)',
        'if (head.seq !== last.seq)',
        'an end that was changed is found',
      ],
      ['for (const flaw of signatureFlaws(head, check)) found(flaw);', '', 'the signature of the head is checked'],
      ['if (one.seq > base.seq) found', 'if (one.seq > head.seq + 9) found', 'a written head without a row is found'],
      [
        "if (one.hash !== point.hash) found({ kind: 'rewritten', seq: point.seq, writtenAt: one.at });",
        '',
        'a rewritten row is found by a written head',
      ],
      ["if (action === 'audit.forged') found({ kind: 'forgery-recorded', seq });", '', 'a recorded forgery is told'],
      ["if (result === 'bad') found({ kind: 'row-forged', seq });", '', 'a row that the key did not write is found'],
      [
        "if (result === 'unknown-key') found({ kind: 'key-unknown', seq, keyId: mac.keyId });",
        '',
        'an unknown key is told',
      ],
      [
        'if (isKeyed && unsignedFrom !== undefined && mac.since > unsignedFrom)',
        'if (isKeyed && unsignedFrom !== undefined && mac.since > seq)',
        'rows that no key vouches for are found',
      ],
      [
        "if (signature === undefined) return [{ kind: 'head-unsigned', seq }];",
        'if (signature === undefined) return [];',
        'a head without a signature is found',
      ],
      [
        'row.detail === trimmedDetail(base)) attested',
        'row.detail !== "") attested',
        'a row says up to where the record was trimmed',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/node/audit-signer.ts',
    ['test/bot/adapters/node/audit-signer.test.ts'],
    [
      [
        "return sameText(value, signatureOf(key, parts)) ? 'good' : 'bad';",
        "return value.length > 0 ? 'good' : 'bad';",
        'a signature fits',
      ],
      ['return [PURPOSE, seq, hash];', 'return [PURPOSE, hash];', 'a signature is for one number'],
      ['return [ROW, seq, hash, since];', 'return [ROW, seq, hash];', 'a code says which rows it vouches for'],
      ['return [ROW, seq, hash, since];', 'return [PURPOSE, seq, hash];', 'a code of a row is none of a head'],
      [
        "if (key === undefined) return 'unknown-key';",
        "if (key === undefined) return 'good';",
        'an unknown key is told',
      ],
      ['const key = keys.find(({ id }) => id === keyId);', 'const key = keys[0];', 'all keys verify'],
    ],
  ),
  ...mutantsOf('bot/adapters/postgres/audit/audit-log.ts', STORE, [
    [
      'if (signer === undefined && isKeyed(head)) throw new AuditKeyMissingError();',
      '',
      'a process without the key writes nothing',
    ],
    [
      'const all = flaw === undefined ? events : [forgedEvent(first, head, flaw), ...events];',
      'const all = events;',
      'nothing signs over a forged head',
    ],
    [
      'if (flaw !== undefined) await keeper?.tellOfForgery(tx, { seq: head.seq, at: first.at });',
      '',
      'administrators hear of a forged head',
    ],
    ["if (signedSeq !== seq) return 'the signature of another row';", '', 'a signature is of this row'],
    [
      "if (result === 'good') return undefined;",
      'if (result !== "unknown-key") return undefined;',
      'a bad signature is noticed',
    ],
    [
      "return macSeq === null ? undefined : 'no signature';",
      'return undefined;',
      'a signature that was taken away is noticed',
    ],
    [
      'const mac = signer && { ...signer.signRow({ ...row, since }), since };',
      'const mac = undefined;',
      'each row has a code',
    ],
    ['since = row.seq + 1;', '', 'a row vouches for itself alone'],
    [
      'return flaw === undefined && signedSeq === seq ? (macSeq ?? 0) + 1 : seq + 1;',
      'return (macSeq ?? 0) + 1;',
      'a row does not vouch for forged rows',
    ],
  ]),
  ...mutantsOf('bot/adapters/postgres/audit/refusals.ts', LEDGER, [
    [
      'const isSame = and(isRow(person, key), gt(refusals.since, begin(at)));',
      'const isSame = isRow(person, key);',
      'an hour that is over has a row of its own',
    ],
    ['.where(lte(refusals.since, begin(now)))', '.where(lte(refusals.since, now))', 'an hour is counted to its end'],
    [
      'const isFull = live.length >= MOST_KINDS && !live.some(({ key }) => key === wanted);',
      'const isFull = false;',
      'nobody fills the record',
    ],
    ['if (count === 0) return [];', '', 'what was not repeated has one row'],
  ]),
  ...mutantsOf(
    'bot/usecases/audit/publish-audit-head.ts',
    ['test/bot/usecases/audit/publish-audit-head.test.ts'],
    [
      ['if (head.seq === written) return;', '', 'a head is written out when it has moved'],
      ['written = head.seq;', 'written = head.seq + 1;', 'each head is written out'],
      [
        'if (trimmedAt !== undefined && now.getTime() - trimmedAt.getTime() < DAY_MS) return 0;',
        '',
        'the record is trimmed once a day',
      ],
      [
        'if (days === undefined) return 0;',
        'if (days === undefined) return trim({ ...deps, settings: { ...deps.settings, auditRetentionDays: 30 } });',
        'without a retention nothing is trimmed',
      ],
    ],
  ),
];
