import { describe, expect, it } from 'vitest';
import {
  currentStep,
  deleteWarnings,
  type Evidence,
  isLogLate,
  type Rotation,
  silenceOf,
} from '../../../../bot/domain/rotation/rotation.ts';

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

const LIVE = { oldExpired: false, logLate: false };
const EXPIRED = { ...LIVE, oldExpired: true };

describe('the evidence before the deletion of the old secret', () => {
  it('is a person’s word if there is no report', () => {
    expect(deleteWarnings(confirmed, undefined, LIVE)).toEqual([]);
    expect(deleteWarnings(created, undefined, LIVE)).toEqual(['unconfirmed']);
  });

  it('counts the report more than a person: a new secret that nobody has used is a reason to wait', () => {
    expect(deleteWarnings(confirmed, evidence(undefined, undefined), LIVE)).toEqual(['new-unused']);
    expect(deleteWarnings(confirmed, evidence(at(5), undefined), LIVE)).toEqual([]);
  });

  it('says that the old secret is still needed if it was used after the new one was created', () => {
    expect(deleteWarnings(confirmed, evidence(at(5), at(6)), LIVE)).toEqual(['old-still-used']);
    expect(deleteWarnings(confirmed, evidence(at(5), at(2)), LIVE)).toEqual([]);
    expect(deleteWarnings(confirmed, evidence(undefined, at(6)), LIVE)).toEqual(['old-still-used', 'new-unused']);
  });

  it('is not needed if the old secret has expired: no system can use it any more', () => {
    expect(deleteWarnings(confirmed, evidence(undefined, at(6)), EXPIRED)).toEqual([]);
    expect(deleteWarnings(created, undefined, EXPIRED)).toEqual([]);
  });
});

describe('the silence of the old secret in the log', () => {
  const log = { signedInAt: at(3), oldUsedAt: at(4), from: at(2), until: at(8) };
  const logged: Rotation = { ...confirmed, log };

  it('begins with the last use that the log or the report knows of', () => {
    expect(silenceOf(logged, undefined)).toMatchObject({ since: at(4), isUse: true, isEnough: true, days: 4 });
    expect(silenceOf(logged, evidence(at(3), at(6)))).toMatchObject({ since: at(6), isEnough: false, days: 2 });
    expect(silenceOf(logged, evidence(at(3), at(9)))).toMatchObject({ since: at(9), isEnough: false, days: 0 });
  });

  it('begins with what was read of the log if no later use is known', () => {
    expect(silenceOf({ ...logged, log: { ...log, from: at(5) } }, undefined)).toMatchObject({
      since: at(5),
      isUse: false,
    });
  });

  it('is not spoken against by an older use if it is long enough', () => {
    expect(deleteWarnings(logged, evidence(at(3), at(4)), LIVE)).toEqual([]);
    expect(deleteWarnings(logged, evidence(at(3), at(6)), LIVE)).toEqual(['old-still-used']);
    expect(deleteWarnings({ ...logged, log: { ...log, until: at(6) } }, undefined, LIVE)).toEqual(['old-still-used']);
  });

  it('is not believed if the log was not read lately', () => {
    expect([isLogLate(logged, at(8)), isLogLate(logged, at(9)), isLogLate(confirmed, at(9))]).toEqual([
      ...[false, true, false],
    ]);
    expect(deleteWarnings(logged, undefined, { ...LIVE, logLate: true })).toEqual(['old-still-used']);
  });

  it('says nothing of a new secret that existed before: a person confirms that the system uses it', () => {
    const fresh = created.fresh && { ...created.fresh, adopted: true };
    const adopted: Rotation = { ...logged, fresh, log: { ...log, signedInAt: undefined } };
    expect(deleteWarnings(adopted, undefined, LIVE)).toEqual([]);
    expect(deleteWarnings({ ...adopted, confirmed: undefined }, undefined, LIVE)).toEqual(['unconfirmed']);
  });
});
