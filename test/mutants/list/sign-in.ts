import { mutantsOf } from '../mutant.ts';

const ENTRA = 'test/bot/adapters/entra';
const LEDGER = ['test/contracts/ledger/ledger.test.ts'];

/** Who somebody is: tokens of Entra, the sign-in page, codes and sessions. */
export const SIGN_IN = [
  ...mutantsOf(
    'bot/adapters/entra/token.ts',
    [`${ENTRA}/token.test.ts`],
    [
      ['const CLOCK_SKEW_SECONDS = 60;', 'const CLOCK_SKEW_SECONDS = 6_000;', 'an old token is refused'],
      ["ver: z.literal('2.0'),", 'ver: z.string(),', 'tokens have version 2'],
      ["(claims.nonce === nonce ? undefined : 'nonce')", 'undefined', 'an id token is from this visit'],
      ['    issuer,\n    audience', '    audience', 'the tenant issues the tokens'],
      ['    audience: settings.clientId,\n', '', 'a token is for our registration'],
      ["algorithms: ['RS256'],", "algorithms: ['RS256', 'PS256'],", 'tokens are signed in one way'],
      [
        "if (claims.tid !== settings.tenantId.toLowerCase()) throw new errors.JWTClaimValidationFailed('', payload, 'tid');",
        '',
        'a person is of this tenant',
      ],
      [
        'if (claims.iat > Date.now() / 1000 + CLOCK_SKEW_SECONDS)',
        'if (claims.iat < 0)',
        'a token is not from the future',
      ],
      ["if (!claims.scp.split(' ').includes('access_as_user')) return 'scp';", '', 'a token has our scope'],
      [
        "return claims.azp !== undefined && clients.includes(claims.azp) ? undefined : 'azp';",
        'return clients.length > 0 ? undefined : claims.azp;',
        'a token was issued to a known client',
      ],
      ["requiredClaims: ['exp', 'iat', 'tid', 'oid', 'ver'],", '', 'a token ends'],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/entra/callback.ts',
    [`${ENTRA}/pages.test.ts`, `${ENTRA}/made-up-links.test.ts`],
    [
      [
        'if (!samePerson(claims.person, signIn.asker.person)) return refuseOtherPerson(deps, signIn, claims);',
        '',
        'the person who asked signs in',
      ],
      [
        'if (!satisfies(claims, signIn.need, deps.policy, deps.clock())) return refuseWeakSignIn(deps, signIn, claims);',
        '',
        'a weak sign-in is refused',
      ],
      [
        'return known.length === shown.length && timingSafeEqual(known, shown) ? taken : undefined;',
        'return known.length === shown.length ? taken : undefined;',
        'the browser that began finishes',
      ],
      ["if (!(await deps.links.isGenuine('state', state))) return undefined;", '', 'made-up states are not looked up'],
      ['if (!samePerson(person, claims.person)) return claims;', '', 'two tokens are of one person'],
    ],
  ),
  ...mutantsOf(
    'bot/domain/sign-in/session.ts',
    ['test/bot/domain/sign-in/session.test.ts'],
    [
      ['const CLOCK_SKEW_MS = 60_000;', 'const CLOCK_SKEW_MS = 6_000_000;', 'a sign-in of the future proves nothing'],
      ['const ADMIN_MINUTES = 60;', 'const ADMIN_MINUTES = 6_000;', 'a role that was taken away ends'],
      [
        'if (authTime === undefined || !holdsContext(claims, policy.stepUpContext)) return undefined;',
        'if (authTime === undefined) return undefined;',
        'a step-up satisfies its context',
      ],
      [
        '? Math.min(policy.stepUpMinutes, ADMIN_MINUTES)',
        '? policy.stepUpMinutes',
        "an administrator's step-up ends within the hour",
      ],
      [
        'const ends = [authTime, issuedAt].map',
        'const ends = [issuedAt].map',
        'a step-up is counted from the first factor',
      ],
      ['if (ends.includes(undefined)) return undefined;', '', 'a step-up ends'],
      [
        "if (session.expiresAt <= now || !satisfies(session, 'read', policy, now)) return undefined;",
        "if (!satisfies(session, 'read', policy, now)) return undefined;",
        'a session ends',
      ],
      ['if (session.expiresAt <= now) return false;', '', 'a change is not finished under a session that is over'],
      [
        "return session.signedInAt <= begunAt && satisfies(session, 'read', policy, now);",
        "return satisfies(session, 'read', policy, now);",
        'a change is finished under the session it began under',
      ],
      [
        "if (need === 'step-up') return stepUpUntil(claims, policy, now) !== undefined;",
        '',
        'a change needs a step-up',
      ],
      ['if (!holdsContext(claims, policy.signInContext)) return false;', '', 'reading satisfies its context'],
      [
        'return !claims.roles.includes(ADMIN_ROLE) || endOf(claims.issuedAt, ADMIN_MINUTES, now) !== undefined;',
        'return true;',
        "an administrator's claims are young",
      ],
      [
        'return context === undefined || acrs.includes(context);',
        'return context === undefined || acrs.length > 0;',
        'it is this context',
      ],
      ['return end > now ? end : undefined;', 'return end;', 'a span of time is over at its end'],
    ],
  ),
  ...mutantsOf('bot/adapters/postgres/sign-in/sign-ins.ts', LEDGER, [
    [
      '.where(and(eq(signIns.id, id), gt(signIns.expiresAt, now)));',
      '.where(eq(signIns.id, id));',
      'a sign-in that is over is not found',
    ],
    [
      'const usable = and(eq(signIns.ticketHash, ticketHash), isNull(signIns.codeHash), gt(signIns.expiresAt, now));',
      'const usable = and(eq(signIns.ticketHash, ticketHash), isNull(signIns.codeHash));',
      'a link ends',
    ],
    [
      'eq(signIns.stateHash, stateHash), gt(signIns.expiresAt, now));',
      'eq(signIns.stateHash, stateHash));',
      'a visit ends',
    ],
    ['await tx.update(signIns).set(NO_HANDSHAKE).where(eq(signIns.id, row.id));', '', 'a handshake is taken once'],
    [
      'if (row === undefined || !boundTo(row, asker)) return undefined;',
      'if (row === undefined) return undefined;',
      'an exchange is from the conversation of its sign-in',
    ],
    ['await tx.delete(signIns).where(eq(signIns.id, id));', '', 'a sign-in is used once'],
    [
      'const mine = and(eq(signIns.id, id), isOf(asker.person), gt(signIns.expiresAt, now));',
      'const mine = and(eq(signIns.id, id), gt(signIns.expiresAt, now));',
      "nobody takes another person's sign-in",
    ],
    [
      'await tx.update(signIns).set(handshake).where(unfinished(id));',
      'await tx.update(signIns).set(handshake).where(eq(signIns.id, id));',
      'a finished sign-in is not begun again',
    ],
    [
      'return (await tx.insert(tokenExchanges).values(row).onConflictDoNothing().returning()).length > 0;',
      'await tx.insert(tokenExchanges).values(row).onConflictDoNothing();\n        return true;',
      'an exchange counts once',
    ],
  ]),
  ...mutantsOf('bot/adapters/postgres/sign-in/sign-in-codes.ts', LEDGER, [
    [
      'const finished = and(isOf(asker.person), gt(signIns.expiresAt, now), isNotNull',
      'const finished = and(isOf(asker.person), isNotNull',
      'a code ends',
    ],
    [
      'row.codeHash === codeHash && boundTo(row, asker);',
      'row.codeHash === codeHash;',
      'a code is typed where it was asked for',
    ],
    [
      'const valid = rows.filter((row) => row.wrongCodes < CODE_ATTEMPTS);',
      'const valid = rows;',
      'codes cannot be guessed',
    ],
    [
      'if (!fits || claims === undefined || !samePerson(claims.person, lowerPerson(asker.person))) continue;',
      'if (!fits || claims === undefined) continue;',
      'the claims are of the person who types the code',
    ],
    ['await tx.delete(signIns).where(eq(signIns.id, row.id));', '', 'a code is used once'],
    [
      '.set({ wrongCodes: sql`${signIns.wrongCodes} + 1` })',
      '.set({ wrongCodes: sql`${signIns.wrongCodes}` })',
      'wrong codes are counted',
    ],
  ]),
  ...mutantsOf('bot/adapters/postgres/sign-in/sessions.ts', LEDGER, [
    ['.where(and(isPerson(person), gt(sessions.expiresAt, now)));', '.where(isPerson(person));', 'a session ends'],
    ['if (ended) return false;', '', 'a token from before the sign-out starts no session'],
    ['await keepSignOut(tx, who, now);', '', 'an ended sign-in stays ended'],
    ['if (ended?.session !== true) return false;', '', 'only a session that was there is recorded as ended'],
  ]),
];
