import type { Outage } from '../../../bot/domain/reminders/outages/outage.ts';
import type { OutageView } from '../../../bot/domain/reminders/outages/outage-view.ts';
import { EXPIRING, NOW, SMC } from './applications.ts';

const minutesAgo = (count: number) => new Date(NOW.getTime() - count * 60_000);

const { keyId, name, hint } = EXPIRING;
const OUTAGE: Outage = {
  ...{ id: 'outage', application: { clientId: SMC.clientId, displayName: SMC.displayName }, why: 'expired' },
  ...{ since: minutesAgo(30), lastAt: minutesAgo(1), attempts: 12 },
  lastUsed: { keyId, name, hint, at: minutesAgo(45) },
  ...{ succeededAt: undefined, ended: undefined, reopened: 0, shownAt: NOW },
};
const VIEW: OutageView = { outage: OUTAGE, reader: 'manager', managers: ['Pieter Bakker', ''], deleted: undefined };
const of = (over: Partial<Outage>, view: Partial<OutageView> = {}) =>
  ({ kind: 'outage', view: { ...VIEW, ...view, outage: { ...OUTAGE, ...over } } }) as const;

/** What people see of a system that cannot sign in. */
export const OUTAGES = {
  expired: of({}),
  once: of({ attempts: 1, lastUsed: undefined }),
  unknown: of({ why: 'unknown', lastUsed: { keyId, name, hint, at: undefined }, succeededAt: minutesAgo(3) }),
  deleted: of(
    { why: 'unknown', attempts: 3 },
    { deleted: { keyId, name: 'Old connector', by: 'Sofie', at: minutesAgo(50), wasUsed: true } },
  ),
  'after-a-deletion': of(
    { why: 'unknown', attempts: 3 },
    { deleted: { keyId, name: 'Old connector', by: 'Sofie', at: minutesAgo(50), wasUsed: false } },
  ),
  disabled: of({ why: 'disabled' }),
  'to-an-administrator': of({}, { reader: 'administrator' }),
  'that-nobody-manages': of({ why: 'disabled' }, { reader: 'administrator', managers: [] }),
  mended: of({ succeededAt: NOW, ended: { at: NOW, how: 'mended' } }),
  silent: of({ attempts: 1, ended: { at: NOW, how: 'silent' } }),
};

/** An outage in which everything that a person can call something is this text. */
export function hostileOutage(bad: string, application: Outage['application']) {
  const used = { keyId: 'k', name: bad, hint: bad, at: NOW };
  const deleted = { keyId: 'd', name: bad, by: bad, at: NOW, wasUsed: false };
  return of({ application, why: 'unknown', lastUsed: used }, { reader: 'administrator', managers: [bad], deleted });
}
