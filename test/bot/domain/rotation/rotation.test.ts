import { describe, expect, it } from 'vitest';
import { currentStep, deleteWarnings, type Evidence, type Rotation } from '../../../../bot/domain/rotation/rotation.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const by = { tid: 't', oid: 'o', name: 'Anna' };
const tick = (day: number) => ({ by, at: at(day) });
const secret = (keyId: string) => ({ keyId, name: keyId, hint: 'abc', end: at(30) });

const begun: Rotation = {
  ...{ id: 'r', application: { clientId: 'app', displayName: 'App' }, old: secret('old'), state: 'open' },
  ...{ started: tick(1), fresh: undefined, updated: undefined, confirmed: undefined, ended: undefined },
  firstUsed: undefined,
  log: undefined,
};
const created: Rotation = { ...begun, fresh: { ...tick(2), secret: secret('new'), adopted: false } };
const confirmed: Rotation = { ...created, updated: tick(3), confirmed: tick(4) };

function evidence(newFirstUsed: Date | undefined, oldLastUsed: Date | undefined): Evidence {
  return { report: { readAt: at(10), newest: at(9) }, newFirstUsed, oldLastUsed, oldSafeFrom: undefined };
}

describe('a rotation', () => {
  it('goes through its four steps in their order', () => {
    expect(currentStep(begun)).toBe('create');
    expect(currentStep(created)).toBe('update');
    expect(currentStep({ ...created, updated: tick(3) })).toBe('confirm');
    expect(currentStep(confirmed)).toBe('delete');
  });

  it.each(['deleted', 'replaced', 'abandoned', 'reopened'] as const)('has no step left when it is %s', (state) => {
    expect(currentStep({ ...confirmed, state })).toBeUndefined();
  });
});

describe('the evidence before the deletion of the old secret', () => {
  it('is a person’s word if there is no report', () => {
    expect(deleteWarnings(confirmed, undefined, false)).toEqual([]);
    expect(deleteWarnings(created, undefined, false)).toEqual(['unconfirmed']);
  });

  it('counts the report more than a person: a new secret that nobody has used is a reason to wait', () => {
    expect(deleteWarnings(confirmed, evidence(undefined, undefined), false)).toEqual(['new-unused']);
    expect(deleteWarnings(confirmed, evidence(at(5), undefined), false)).toEqual([]);
  });

  it('says that the old secret is still needed if it was used after the new one was created', () => {
    expect(deleteWarnings(confirmed, evidence(at(5), at(6)), false)).toEqual(['old-still-used']);
    expect(deleteWarnings(confirmed, evidence(at(5), at(2)), false)).toEqual([]);
    expect(deleteWarnings(confirmed, evidence(undefined, at(6)), false)).toEqual(['old-still-used', 'new-unused']);
  });

  it('is not needed if the old secret has expired: no system can use it any more', () => {
    expect(deleteWarnings(confirmed, evidence(undefined, at(6)), true)).toEqual([]);
    expect(deleteWarnings(created, undefined, true)).toEqual([]);
  });
});
