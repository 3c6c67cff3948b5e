import type { Operation } from '../../domain/secrets/operation.ts';
import type { NewSecret } from '../../domain/secrets/secret-form.ts';
import { calendarDay } from '../../domain/shared/expiry.ts';
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
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'directory'>,
  { application, rotationId }: Operation,
  { name, end }: NewSecret,
  asker: Asker,
  refusal: Outcome,
): Promise<Outcome> {
  const days = Math.floor((await deps.directory.longestLife()) ?? 0);
  const latest = new Date(deps.clock().getTime() + days * DAY_MS);
  if (days < 1 || latest >= end) return refusal;
  const opened = await openCreateFormFor(deps, application, rotationId, asker);
  if (opened.kind !== 'create-form') return opened;
  const lastDay = calendarDay(latest);
  const typed = { name, expiry: lastDay, lastDay, problems: ['expiry-policy'] } as const;
  return { kind: 'create-form', form: { ...opened.form, ...typed } };
}
