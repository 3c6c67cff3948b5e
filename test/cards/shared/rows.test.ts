import { describe, expect, it, test } from 'vitest';
import { secretView } from '../../../bot/domain/shared/application-view.ts';
import { renderOutcome } from '../../../cards/index.ts';
import { secretRow } from '../../../cards/shared/describe.ts';
import { actionsOf } from '../inspect.ts';
import { ALTERNATIVE, DM, LIST, NOW, ODD, SMC, secret } from '../outcomes/applications.ts';

const row = (end: string, start = '2026-01-01') => {
  const one = { ...secret(1, 'Upload', 'x7Q', end), start: new Date(`${start}T00:00:00Z`) };
  const { status, colour, expiry } = secretRow(secretView(one, NOW), 'client');
  return [status, colour, expiry];
};

describe('a row of a secret', () => {
  it.each([
    ['2027-09-04', '✔ Valid for 284 days', 'Good', '4 September 2027'],
    ['2026-12-20', '⚠ Expiring in 26 days', 'Warning', '20 December 2026'],
    ['2026-12-01', '⚠ Expiring in 7 days', 'Attention', '1 December 2026'],
    ['2026-11-25', '⚠ Expiring tomorrow', 'Attention', '25 November 2026'],
    ['2026-11-23', '✖ Expired yesterday', 'Attention', '23 November 2026'],
    ['2026-10-02', '✖ Expired 53 days ago', 'Attention', '2 October 2026'],
  ])('says the days that are left, and the last week looks urgent: %s', (end, ...shown) => {
    expect(row(end)).toEqual(shown);
  });

  it('of a secret that is not valid yet says when it begins and ends', () => {
    expect(row('2027-09-04', '2026-12-24')).toEqual([
      '◷ Valid from 24 December 2026',
      'Accent',
      'expires 4 September 2027',
    ]);
  });

  it('of an answer that an earlier version kept has no days', () => {
    const { seenAt: _, ...former } = secretView(secret(1, 'Upload', 'x7Q', '2026-12-01'), NOW);
    expect(secretRow(former, 'client')).toMatchObject({ status: '⚠ Expiring', expiry: 'expires 1 December 2026' });
  });
});

const rows = (card: unknown, key: string) =>
  [
    ...Map.groupBy(
      actionsOf(card).filter(({ mode, type }) => mode !== undefined && type === 'Action.Execute'),
      ({ data }) => (data as Readonly<Record<string, string>>)[key],
    ).values(),
  ].map((own) => own.map(({ title, mode }) => `${String(title)} ${String(mode)}`));

test('an application of a list has what it needs most as its main action', () => {
  const outcome = { ...LIST, applications: [DM, SMC, ALTERNATIVE, ODD], total: 4 };
  expect(rows(renderOutcome(outcome).card, 'query')).toEqual([
    ['Create new secret primary', 'Show secondary', 'Rotate secondary'],
    ['Rotate primary', 'Show secondary', 'Create new secret secondary'],
    ['Show primary', 'Rotate secondary', 'Create new secret secondary'],
    ['Create new secret primary', 'Show secondary'],
  ]);
});

test('a secret that has expired beside a live one is to be deleted, and any other one to be rotated', () => {
  expect(rows(renderOutcome({ kind: 'application', application: SMC }).card, 'keyId')).toEqual([
    ['Rotate primary', 'Delete secondary'],
    ['Rotate primary', 'Delete secondary'],
    ['Delete primary', 'Rotate secondary'],
  ]);
  expect(rows(renderOutcome({ kind: 'application', application: DM }).card, 'keyId')).toEqual([
    ['Rotate primary', 'Delete secondary'],
  ]);
});
