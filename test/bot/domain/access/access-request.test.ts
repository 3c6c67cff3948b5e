import { describe, expect, it } from 'vitest';
import {
  type AccessRequest,
  becameOf,
  isOpenRequest,
  OPEN_STATES,
  REASON_LIMIT,
  REQUEST_LIMITS,
  type RequestState,
  reasonProblem,
  requestKey,
  requestProblems,
} from '../../../../bot/domain/access/access-request.ts';

describe('the wording of a request', () => {
  it.each([
    ['Matchwell', ' matchwell '],
    ['Partner-NL-Matchwell-DM', 'PARTNER-nl-matchwell-dm'],
    ['Match  well\tDM', 'match well dm'],
    ['Match\u200Bwell', 'match well'],
    ['ＭＡＴＣＨwell', 'matchwell'],
    ['{0A1B2C3D-0000-4000-8000-000000000000}', '0a1b2c3d-0000-4000-8000-000000000000'],
  ])('makes one request of %j and %j', (one, other) => {
    expect(requestKey(one)).toBe(requestKey(other));
  });

  it.each([
    ['Matchwell DM', 'Matchwell SMC'],
    ['Matchwell', 'Match well'],
    ['{a', 'a'],
  ])('makes two requests of %j and %j', (one, other) => {
    expect(requestKey(one)).not.toBe(requestKey(other));
  });
});

describe('a request’s form', () => {
  const full = { query: 'Matchwell', why: 'I joined the team', who: 'Wilma' };

  it('may be sent if every field is filled in', () => {
    expect(requestProblems(full)).toEqual([]);
  });

  it.each(['query', 'why', 'who'] as const)('asks for %s if it has blanks only', (field) => {
    for (const text of ['', ' ', '\n\t'])
      expect(requestProblems({ ...full, [field]: text })).toEqual([`${field}-empty`]);
  });

  it.each(['query', 'why', 'who'] as const)('limits %s by characters, without the blanks around it', (field) => {
    const longest = '😀'.repeat(REQUEST_LIMITS[field]);
    expect(requestProblems({ ...full, [field]: `  ${longest} ` })).toEqual([]);
    expect(requestProblems({ ...full, [field]: `${longest}x` })).toEqual([`${field}-too-long`]);
  });

  it('names all problems in the order of the form', () => {
    expect(requestProblems({ query: '', why: 'x'.repeat(501), who: ' ' })).toEqual([
      'query-empty',
      'why-too-long',
      'who-empty',
    ]);
  });
});

describe('the state of a request', () => {
  const STATES: Readonly<Record<RequestState, boolean>> = {
    ...{ new: true, waiting: true, confirmed: true },
    ...{ approved: false, declined: false, expired: false, folded: false },
  };

  it('is open until it is decided, over, or folded into another', () => {
    for (const state of ['new', 'waiting', 'confirmed', 'approved', 'declined', 'expired', 'folded'] as const)
      expect(isOpenRequest({ state })).toBe(STATES[state]);
    expect(OPEN_STATES.every((state) => STATES[state])).toBe(true);
    expect(OPEN_STATES).toHaveLength(Object.values(STATES).filter((open) => open).length);
  });
});

describe('what the asker is told', () => {
  const request = (state: RequestState): AccessRequest => ({
    id: 'r',
    asker: {
      person: { tid: 't', oid: 'o' },
      accountId: '29:o',
      name: 'Ada',
      conversation: { kind: 'personal', id: 'a:1', serviceUrl: 'https://x.example/', botAccountId: '28:bot' },
    },
    query: 'Matchwell',
    why: 'work',
    who: 'Bob',
    requestedAt: new Date(0),
    expiresAt: new Date(1),
    state,
    scope: undefined,
    confirmation: undefined,
    decision: undefined,
    repeats: 0,
  });

  it.each(['new', 'waiting', 'folded'] as const)('is nothing while the request is %s', (state) => {
    expect(becameOf(request(state))).toBeUndefined();
  });

  it.each(['confirmed', 'approved', 'declined', 'expired'] as const)('is that it was %s', (state) => {
    expect(becameOf(request(state))).toEqual({ state, reason: undefined });
  });
});

it('a reason for declining is not empty, and has a longest', () => {
  expect(reasonProblem(' ')).toBe('reason-empty');
  expect(reasonProblem('😀'.repeat(REASON_LIMIT))).toBeUndefined();
  expect(reasonProblem('x'.repeat(REASON_LIMIT + 1))).toBe('reason-too-long');
});
