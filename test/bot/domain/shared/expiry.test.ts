import { describe, expect, it } from 'vitest';
import { applicationView, byUrgency, secretView } from '../../../../bot/domain/shared/application-view.ts';
import { addMonths, isLive, isOverlong, secretStatus } from '../../../../bot/domain/shared/expiry.ts';
import { APIS } from './apis.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const secret = (end: string) => ({ keyId: end, name: 's', hint: 'abc', start: NOW, end: new Date(end) });

describe('a secret’s status', () => {
  it.each([
    ['2026-11-24T10:00:00Z', 'expired'],
    ['2026-11-24T10:00:01Z', 'expiring'],
    ['2026-12-24T09:59:59Z', 'expiring'],
    ['2026-12-24T10:00:00Z', 'valid'],
  ])('is, for an end %s, %s', (end, status) => {
    expect(secretStatus(secret(end), NOW)).toBe(status);
  });
});

describe('a secret whose validity begins later', () => {
  const from = (start: string, end: string) => ({ ...secret(end), start: new Date(start) });

  it.each([
    ['2026-11-24T10:00:00Z', true, 'valid'],
    ['2026-11-24T10:00:01Z', false, 'upcoming'],
    ['2026-12-24T10:00:00Z', false, 'upcoming'],
  ])('is, for a start %s, live: %s, with the status %s', (start, live, status) => {
    const it = from(start, '2027-10-01');
    expect([isLive(it, NOW), secretStatus(it, NOW)]).toEqual([live, status]);
  });

  it('is expired, and not upcoming, if it also ends before now', () => {
    expect(secretStatus(from('2026-11-25', '2026-11-23'), NOW)).toBe('expired');
  });

  it('does not let its application connect, comes before expired ones, and makes the application urgent', () => {
    const secrets = [secret('2026-01-01'), from('2026-12-01', '2027-10-01')];
    const cutOff = { clientId: 'b', displayName: 'b', secrets };
    const view = applicationView({ apis: APIS, apiResources: {} }, cutOff, NOW);
    expect(view.hasLiveSecret).toBe(false);
    expect(view.secrets.map(({ status }) => status)).toEqual(['upcoming', 'expired']);
    const soon = { clientId: 'a', displayName: 'a', secrets: [secret('2026-11-25')] };
    expect(byUrgency([soon, cutOff], NOW)).toEqual([cutOff, soon]);
  });
});

describe('the months of a lifetime', () => {
  it.each([
    ['2024-02-29T12:00:00Z', 12, '2025-02-28T12:00:00.000Z'],
    ['2027-01-31T00:00:00Z', 1, '2027-02-28T00:00:00.000Z'],
    ['2026-12-31T23:59:59Z', 2, '2027-02-28T23:59:59.000Z'],
    ['2026-08-31T01:00:00Z', 6, '2027-02-28T01:00:00.000Z'],
  ])('after %s, %i of them, lead to %s', (at, months, expected) => {
    expect(addMonths(new Date(at), months).toISOString()).toBe(expected);
  });
});

describe('the rule of one year', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const until = (end: string, start = '2026-11-24T10:00:00Z') => ({ start: new Date(start), end: new Date(end) });

  it('is kept by a secret that lives a year, no matter what the clocks did meanwhile', () => {
    expect(isOverlong(until('2027-11-24T10:00:00Z'), now)).toBe(false);
    expect(isOverlong(until('2027-11-24T12:00:00Z'), now)).toBe(false);
  });

  it('is broken by a longer one', () => {
    expect(isOverlong(until('2027-11-26T10:00:00Z'), now)).toBe(true);
    expect(isOverlong(until('2036-11-24T10:00:00Z', '2030-01-01T00:00:00Z'), now)).toBe(true);
  });

  it('counts from now if Entra does not say when the secret began', () => {
    expect(isOverlong({ start: new Date(0), end: new Date('2027-01-01') }, now)).toBe(false);
    expect(isOverlong({ start: new Date(0), end: new Date('2028-01-01') }, now)).toBe(true);
  });

  it('is marked in a view until the secret has expired', () => {
    const secret = (end: string) => ({ keyId: 'k', name: 'n', hint: 'h', ...until(end, '2020-01-01T00:00:00Z') });
    expect(secretView(secret('2030-01-01T00:00:00Z'), now).overlong).toBe(true);
    expect(secretView(secret('2026-01-01T00:00:00Z'), now)).not.toHaveProperty('overlong');
  });
});

describe('the order of the list', () => {
  const application = (displayName: string, ...ends: string[]) => ({
    clientId: displayName,
    displayName,
    secrets: ends.map(secret),
  });

  it('puts applications without a live secret first, then the soonest expiry', () => {
    const sorted = byUrgency(
      [
        application('fine', '2027-10-01'),
        application('soon', '2026-11-30'),
        application('none'),
        application('expired', '2026-01-01'),
      ],
      NOW,
    );
    expect(sorted.map((a) => a.displayName)).toEqual(['expired', 'none', 'soon', 'fine']);
  });

  it('puts expiring secrets first and expired ones last', () => {
    const view = applicationView(
      { apis: APIS, apiResources: {} },
      application('x', '2026-01-01', '2027-10-01', '2026-12-01'),
      NOW,
    );
    expect(view.secrets.map((s) => s.status)).toEqual(['expiring', 'valid', 'expired']);
    expect(view.hasLiveSecret).toBe(true);
  });
});
