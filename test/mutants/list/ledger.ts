import { mutantsOf } from '../mutant.ts';

const LEDGER = ['test/contracts/ledger/ledger.test.ts'];

/** The database keeps these promises, and no process can break them. */
export const LEDGER_MUTANTS = [
  ...mutantsOf('bot/adapters/postgres/secrets/operations.ts', LEDGER, [
    [
      "const intended = and(eq(operations.nonce, nonce), eq(operations.state, 'intended'));",
      'const intended = eq(operations.nonce, nonce);',
      'a secret is added once',
    ],
    [
      "if (row?.state !== 'open') return 'not-open';",
      "if (row === undefined) return 'not-open';",
      'a form begins one change',
    ],
    ["if (held.length === 0) return 'not-yours';", '', 'a change begins with an assignment'],
    ["if (await isUnconfirmedLast(tx, row, intent)) return 'last-live';", '', 'the last live secret is confirmed'],
    ['if (held.length === 0) return false;\n  const session', 'const session', 'a value goes to a manager'],
    [
      'return session !== undefined && mayFinish(session, intendedAt ?? openedAt, policy, now);',
      'return true;',
      'a value goes to somebody who is signed in',
    ],
    [
      'const unfinished = and(eq(operations.nonce, nonce), notInArray(operations.state, [...FINAL]));',
      'const unfinished = eq(operations.nonce, nonce);',
      'a change ends once',
    ],
    [
      '.where(and(UNSETTLED, lte(operations.leaseUntil, now)))',
      '.where(UNSETTLED)',
      'a change under way is left to its process',
    ],
    [
      '.set({ leaseUntil, attempts: sql`${operations.attempts} + 1` })',
      '.set({ attempts: sql`${operations.attempts} + 1` })',
      'a change is taken up by one process',
    ],
    [
      "const created = and(eq(operations.clientId, clientId.toLowerCase()), eq(operations.kind, 'create'));",
      "const created = eq(operations.kind, 'create');",
      'what was created is known for each application',
    ],
    [
      'await tx.update(ephemeralMessages).set({ leaseUntil: null });',
      '',
      'the next process takes up what a dead one held',
    ],
    [
      'const warnedLast = sql`${operations.warnedLast} OR ${last}`;',
      'const warnedLast = sql`${operations.warnedLast}`;',
      'what the form has said is kept',
    ],
  ]),
  ...mutantsOf('bot/adapters/postgres/secrets/messages.ts', LEDGER, [
    ['.where(and(lte(removeAt, now), free))', '.where(lte(removeAt, now))', 'a message is removed by one process'],
    ['if (failures === 1) await appendAudit(tx, audit);', '', 'a removal that fails is recorded'],
    ['if (removed.length === 0) return;', '', 'a removal is recorded once'],
    ['await putIn(tx, left);', '', 'somebody hears of a value that stays'],
  ]),
  ...mutantsOf('bot/adapters/postgres/access/assignments.ts', LEDGER, [
    [
      'if (added.length > 0) await appendAudit(tx, event);',
      'await appendAudit(tx, event);',
      'only what changed is recorded',
    ],
    [
      'const ended = await endSessionsWithoutApplication(tx, [[person, event]]);',
      'const ended: readonly AuditEvent[] = [];',
      'somebody who manages nothing any more is signed out',
    ],
    ['if (removed.length === 0) return false;', '', 'what was not there is not recorded as removed'],
    [
      'return and(isAmong(assignments, [person]), eq(assignments.clientId, clientId.toLowerCase()));',
      'return isAmong(assignments, [person]);',
      'an assignment is for one application',
    ],
  ]),
  ...mutantsOf('bot/adapters/postgres/access/assignment-changes.ts', LEDGER, [
    ["if (wish.form !== undefined && form === undefined) return { kind: 'form-used' };", '', 'a form is used once'],
    [
      "if (!mayAbandon(abandoned, wish.lastToo, form)) return { kind: 'last', clientIds: abandoned };",
      '',
      'a last manager is removed on purpose',
    ],
    ['if (wish.form !== undefined) await useForm(tx, wish.form);', '', 'a used form is marked'],
    ['await putIn(tx, wish.messages({ added, removed }));', '', 'people hear of their assignments'],
    ['...removals.map(([, removal]) => removal),', '', 'a removal is recorded'],
  ]),
  ...mutantsOf('bot/adapters/postgres/access/access-request-steps.ts', LEDGER, [
    [
      "if (row === undefined || (row.state !== 'confirmed' && !waited)) return undefined;",
      'if (row === undefined) return undefined;',
      'a request is approved once, and when it is confirmed',
    ],
    [
      'const there = and(isRequest(id), inArray(accessRequests.state, [...from]));',
      'const there = isRequest(id);',
      'a request takes each step once',
    ],
    ['.where(and(LASTING, lte(expiresAt, now)));', '.where(LASTING);', 'a request does not end early'],
    [
      'const same = and(others, eq(accessRequests.scopeId, scopeId));',
      'const same = others;',
      'two requests with one meaning are one',
    ],
    [
      "eq(accessRequests.state, 'folded'), isOfScope(row)))",
      "eq(accessRequests.state, 'folded')))",
      'only what means the same is approved with it',
    ],
  ]),
];
