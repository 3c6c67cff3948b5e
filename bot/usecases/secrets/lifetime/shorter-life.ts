import type { Operation } from '../../../domain/secrets/operation.ts';
import type { NewSecret } from '../../../domain/secrets/secret-form.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { Deps } from '../../shared/deps.ts';
import { openCreateFormFor } from '../create.ts';
import { policyLimit } from './policy-day.ts';

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
  const limit = await policyLimit(deps);
  if (limit === undefined || limit.latest >= end) return refusal;
  const opened = await openCreateFormFor(deps, { ...application, secrets: [] }, rotationId, asker, limit);
  if (opened.kind !== 'create-form') return opened;
  const { lastDay } = limit;
  const typed = { name, expiry: lastDay, lastDay, problems: ['expiry-policy'] } as const;
  return { kind: 'create-form', form: { ...opened.form, ...typed } };
}
