import type { AuditRow } from '../../domain/audit/audit-events.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { findVisible, isApplication } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';

const PER_PAGE = 10;
const DAY_MS = 24 * 60 * 60_000;

type AuditCommand = Extract<Command, { kind: 'audit' }>;

/** `audit [application] [days]`: the whole record for administrators; for managers, of what they manage. */
export async function showAudit(deps: Deps, command: AuditCommand, asker: Asker): Promise<Outcome> {
  const administrator = await isAdministrator(deps, asker);
  if (command.query.trim() === '') {
    if (administrator) return page(deps, command, undefined, undefined);
    const mine = await deps.ledger.assignments.of(asker.person);
    return mine.length === 0 ? { kind: 'no-applications' } : page(deps, command, mine, undefined);
  }
  const found = await findVisible(deps, administrator, asker, 'audit', command.query, String(command.days));
  if (!isApplication(found)) return found;
  const { clientId, displayName } = found;
  return page(deps, command, [clientId], { clientId, displayName });
}

async function page(
  deps: Deps,
  { query, days, page: wanted }: AuditCommand,
  clientIds: readonly string[] | undefined,
  application: ApplicationRef | undefined,
): Promise<Outcome> {
  const since = new Date(deps.clock().getTime() - days * DAY_MS);
  const offset = (Math.max(1, wanted) - 1) * PER_PAGE;
  const { rows, total } = await deps.ledger.audit.find({ clientIds, since, offset, limit: PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  if (wanted > pages) return page(deps, { kind: 'audit', query, days, page: pages }, clientIds, application);
  const applications = application === undefined ? await namesOf(deps, rows) : [application];
  return { kind: 'audit', rows, applications, application, query, days, page: Math.max(1, wanted), pages, total };
}

/** A record without names is better than none. */
async function namesOf(deps: Deps, rows: readonly AuditRow[]): Promise<readonly ApplicationRef[]> {
  const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
  if (clientIds.length === 0) return [];
  try {
    const found = await deps.directory.applications(clientIds);
    return found.map(({ clientId, displayName }) => ({ clientId, displayName }));
  } catch (cause) {
    deps.log.warn('applications of the record not named', {}, cause);
    return [];
  }
}
