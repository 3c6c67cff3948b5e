import { trimmedDetail } from '../../domain/audit/audit-chain.ts';
import type { Deps } from '../shared/deps.ts';
import { systemAudit } from './audit-events.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Writes the head of the record out if it has moved. Once a day, trims rows that are older than the retention. */
export function createAuditHeadPublisher(deps: Deps): () => Promise<void> {
  let written = 0;
  const write = async () => {
    const head = await deps.ledger.audit.head();
    if (head.seq === written) return;
    await deps.auditAnchor.write({ ...head, at: deps.clock() });
    written = head.seq;
    await alarm(deps);
  };
  return async () => {
    await deps.ledger.audit.recordRefusals(deps.clock());
    await write();
    if ((await trim(deps)) > 0) await write();
  };
}

/** For a day, operators hear of it in the log, which their alerts read, as often as the record grows. */
async function alarm({ ledger, clock, log }: Pick<Deps, 'ledger' | 'clock' | 'log'>): Promise<void> {
  const since = new Date(clock().getTime() - DAY_MS);
  const forged = { clientIds: undefined, since, acts: ['audit.forged'], offset: 0, limit: 1 } as const;
  const { rows, total } = await ledger.audit.find(forged);
  for (const { seq } of rows) log.error('audit record forged', { seq, count: total });
}

async function trim(deps: Deps): Promise<number> {
  const days = deps.settings.auditRetentionDays;
  if (days === undefined) return 0;
  const now = deps.clock();
  const { trimmedAt } = await deps.ledger.audit.base();
  if (trimmedAt !== undefined && now.getTime() - trimmedAt.getTime() < DAY_MS) return 0;
  const before = new Date(now.getTime() - days * DAY_MS);
  const removed = await deps.ledger.audit.trim(before, (last) =>
    systemAudit(deps, 'audit.trimmed', { detail: trimmedDetail(last) }),
  );
  if (removed > 0) deps.log.info('audit record trimmed', { count: removed });
  return removed;
}
