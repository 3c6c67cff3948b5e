import type { Operation } from '../../domain/secrets/operation.ts';
import type { NewSecret } from '../../domain/secrets/secret-form.ts';
import { calendarDay, dayNumber, instantOf, timeOfDay } from '../../domain/shared/calendar.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';
import { openCreateFormFor } from './create.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * After the policy refused the life of a secret: a new form with what was typed and the longest life that the tenant's
 * default policy allows. If the bot cannot read it, or it is not what refused, the refusal stays.
 */
export async function shorterLife(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'directory'>,
  { application, rotationId }: Operation,
  { name, end }: NewSecret,
  asker: Asker,
  refusal: Outcome,
): Promise<Outcome> {
  const days = Math.floor((await deps.directory.longestLife()) ?? 0);
  const now = deps.clock();
  const latest = new Date(now.getTime() + days * DAY_MS);
  if (days < 1 || latest >= end) return refusal;
  const opened = await openCreateFormFor(deps, { ...application, secrets: [] }, rotationId, asker);
  if (opened.kind !== 'create-form') return opened;
  const lastDay = lastDayUntil(latest, now, deps.settings.reminderZone);
  const typed = { name, expiry: lastDay, lastDay, problems: ['expiry-policy'] } as const;
  return { kind: 'create-form', form: { ...opened.form, ...typed } };
}

/** The last day on which a secret may end at the present time of day. If the clocks go back meanwhile, it is a day less. */
function lastDayUntil(latest: Date, now: Date, zone: string): string {
  const end = instantOf(dayNumber(latest, zone), timeOfDay(now, zone), zone);
  return calendarDay(end > latest ? new Date(latest.getTime() - DAY_MS) : latest, zone);
}
