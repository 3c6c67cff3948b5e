import { describe, expect, it } from 'vitest';
import {
  afterRefusals,
  afterLook as afterSuccesses,
  mayMend,
  type Outage,
  type OutageChange,
  type Refusals,
} from '../../../../../bot/domain/reminders/outages/outage.ts';

const APPLICATION = { clientId: 'c', displayName: 'Partner-NL-Voorbeeld-SMC' };
const START = Date.parse('2026-11-29T10:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);
/** A look that shows a success of the system that was refused. */
const afterLook = (outage: Outage, succeeded: Date | undefined, now: Date) =>
  afterSuccesses(outage, { newest: succeeded, mending: succeeded }, now);
const refusals = (first: number, last = first, count = 1, why: Refusals['why'] = 'expired'): Refusals => ({
  ...{ why, first: at(first), last: at(last), count, lastUsed: undefined },
});
const refused = (last: Outage | undefined, seen: Refusals, now: number) =>
  afterRefusals(APPLICATION, seen, last, at(now), 'new');
const changed = (change: OutageChange | undefined): Outage => {
  if (change === undefined) throw new Error('nothing changed');
  return change.outage;
};
const opened = () => changed(refused(undefined, refusals(0, 2, 3), 3));
const mended = (minutes = 10) => changed(afterLook(opened(), at(minutes), at(minutes + 1)));

describe('an outage', () => {
  it('begins with the first sign-in that is refused', () => {
    expect(refused(undefined, refusals(0, 2, 3), 3)).toMatchObject({
      news: 'opened',
      outage: { id: 'new', since: at(0), lastAt: at(2), attempts: 3, why: 'expired' },
    });
  });

  it('grows with more attempts, and its cards are drawn again after ten minutes at the earliest', () => {
    const grown = refused(opened(), refusals(5, 6, 2), 7);
    expect(grown).toMatchObject({ news: 'grown', redraw: false, outage: { attempts: 5, lastAt: at(6) } });
    expect(refused(grown.outage, refusals(12), 13)).toMatchObject({ redraw: true, outage: { shownAt: at(13) } });
  });

  it('is drawn again ever more rarely while it lasts', () => {
    const day = changed(refused(opened(), refusals(1440), 1440));
    expect(day.shownAt).toEqual(at(1440));
    expect(refused(day, refusals(1500), 1500).redraw).toBe(false);
    expect(refused(day, refusals(1600), 1600).redraw).toBe(true);
  });

  it('says at once if attempts are refused for another reason, and keeps the reason of the newest', () => {
    expect(refused(opened(), refusals(5, 5, 1, 'unknown'), 6)).toMatchObject({
      redraw: true,
      outage: { why: 'unknown' },
    });
    expect(refused(opened(), refusals(1, 1, 1, 'unknown'), 6)).toMatchObject({
      redraw: false,
      outage: { why: 'expired' },
    });
  });

  it('ends when a sign-in succeeds after the last refusal', () => {
    expect(afterLook(opened(), at(1), at(3))?.outage.ended).toBeUndefined();
    const ended = afterLook(opened(), at(4), at(5));
    expect(ended).toMatchObject({ news: 'ended', redraw: true, outage: { ended: { at: at(5), how: 'mended' } } });
    expect(afterLook(changed(ended), at(9), at(9))).toBeUndefined();
  });

  it('ends when nothing has tried for three days', () => {
    expect(afterLook(opened(), undefined, at(2 + 4319))).toBeUndefined();
    expect(afterLook(opened(), undefined, at(2 + 4320))).toMatchObject({ outage: { ended: { how: 'silent' } } });
  });

  it('does not end when another system signs in, and says once that others succeed', () => {
    const look = (outage: Outage, minutes: number) =>
      afterSuccesses(outage, { newest: at(minutes), mending: undefined }, at(minutes + 1));
    const others = look(opened(), 10);
    expect(others).toMatchObject({ news: 'grown', redraw: true, outage: { succeededAt: at(10), ended: undefined } });
    expect(look(changed(others), 20)).toMatchObject({ news: 'grown', redraw: false });
  });

  it('is mended by a secret that was not in use before it began, or by the one that its system uses', () => {
    const lastUsed = { keyId: 'USED', name: 'n', hint: 'abc', at: at(-9) };
    const outage = { ...opened(), lastUsed };
    expect(mayMend(outage, 'other', at(-60))).toBe(false);
    expect(mayMend(outage, 'other', at(4))).toBe(true);
    expect(mayMend(outage, 'used', at(-60))).toBe(true);
    expect(mayMend(outage, undefined, undefined)).toBe(true);
    expect(mayMend({ ...outage, why: 'disabled' }, 'other', at(-60))).toBe(true);
  });

  it('that went on after a success is mended by a new secret alone', () => {
    const outage = { ...opened(), lastUsed: { keyId: 'used', name: 'n', hint: 'abc', at: at(-9) }, reopened: 1 };
    expect(mayMend(outage, 'used', at(-60))).toBe(false);
    expect(mayMend(outage, undefined, undefined)).toBe(false);
    expect(mayMend(outage, 'other', at(4))).toBe(true);
  });

  it('says once that other sign-ins succeed while it lasts', () => {
    const between = afterLook({ ...opened(), lastAt: at(5) }, at(4), at(6));
    expect(between).toMatchObject({ news: 'grown', redraw: true, outage: { succeededAt: at(4), ended: undefined } });
    expect(afterLook(changed(between), at(4), at(7))).toBeUndefined();
  });

  it('does not count a success from before it began', () => {
    expect(afterLook(opened(), at(-5), at(6))).toBeUndefined();
  });

  it('goes on in the same card if attempts are refused within an hour after its end', () => {
    const again = refused(mended(10), refusals(60), 61);
    expect(again).toMatchObject({ news: 'reopened', redraw: true, outage: { id: 'new' } });
    expect(again.outage).toMatchObject({ ended: undefined, reopened: 1, attempts: 4 });
    expect(refused(mended(10), refusals(75), 76).news).toBe('opened');
  });

  it('goes on for a day if the secret is unknown, because anybody can make Entra refuse one', () => {
    const unknown = { ...mended(10), why: 'unknown' as const };
    expect(refused(unknown, refusals(600, 600, 1, 'unknown'), 601).news).toBe('reopened');
    expect(refused(unknown, refusals(1500, 1500, 1, 'unknown'), 1500).news).toBe('opened');
  });

  it('is a new one if the secret expires some hours after unknown ones were refused', () => {
    expect(refused({ ...mended(10), why: 'unknown' }, refusals(300), 301).news).toBe('opened');
  });

  it('that went on once ends only after half an hour without a refusal, because another system succeeds', () => {
    const again = changed(refused(mended(10), refusals(20), 21));
    expect(afterLook(again, at(22), at(23))?.news).not.toBe('ended');
    expect(afterLook(again, at(22), at(50))).toMatchObject({ news: 'ended', outage: { ended: { how: 'mended' } } });
  });

  it('stays over if an entry that appears late is older than its end', () => {
    expect(refused(mended(10), refusals(9), 12)).toMatchObject({ news: 'grown', redraw: false });
    expect(refused(mended(10), refusals(9), 12).outage.ended).toBeDefined();
  });
});
