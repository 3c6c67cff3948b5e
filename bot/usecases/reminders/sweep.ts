import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { AdministratorNotice } from '../../domain/messages/notice.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { PlannedReminder } from '../../domain/reminders/reminder.ts';
import {
  type SweepAccept,
  type SweepReport,
  type SweepResult,
  sweepDoubt,
  sweepResult,
} from '../../domain/reminders/sweep.ts';
import type { Application, ClientId } from '../../domain/shared/application.ts';
import { cannotConnect } from '../../domain/shared/expiry.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import type { SecretKey } from '../../ports/reminders/reminders.ts';
import { lookAtManagers } from '../access/leavers/look-at-managers.ts';
import { auditOf, systemAudit } from '../audit/audit-events.ts';
import { lookAtFederated, lookAtKeys } from '../secrets/unexpected/look-at-credentials.ts';
import { tellOfUnexpected } from '../secrets/unexpected/tell-of-unexpected.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';
import { newReference } from '../shared/refuse.ts';
import { remindOfCertificates } from './certificates/remind-of-certificates.ts';
import { settleSweep } from './gone.ts';
import { inPartsWithOtherWaysIn, refreshDigests, remindersDue } from './plan-reminders.ts';

/** How long a second sweep waits for the first. */
export const WAIT_MS = 1_000;
/**
 * After that many looks that came to nothing the administrators are told again: some hours of failures, a day of
 * doubts.
 */
const AGAIN_AFTER = { failed: 96, suspicious: 24 } as const;

/**
 * What is looked at between the sweeps, each minute: a part of the federated credentials. What was found and not told yet
 * is told. If a sweep runs, the next minute does it.
 */
export async function lookBetweenSweeps(deps: Deps): Promise<void> {
  await deps.ledger.locks.withLock('sweep', WAIT_MS, async () => {
    await lookAtFederated(deps);
    await tellOfUnexpected(deps);
  });
}

/** One sweep at a time, across all processes. */
export async function sweep(deps: Deps, asker: Asker | undefined, accept: SweepAccept): Promise<SweepReport | 'busy'> {
  return deps.ledger.locks.withLock('sweep', WAIT_MS, () => sweepRecorded(deps, asker, accept));
}

/** Only with the lock. A failure is recorded, and passed on. If the process dies, the next look finds what has begun. */
export async function sweepRecorded(deps: Deps, asker: Asker | undefined, accept: SweepAccept): Promise<SweepReport> {
  const startedAt = deps.clock();
  await deps.ledger.sweeps.begin(startedAt);
  try {
    return await sweepAlone(deps, startedAt, asker, accept);
  } catch (cause) {
    await recordFailure(deps, startedAt, asker, cause);
    throw cause;
  }
}

async function sweepAlone(
  deps: Deps,
  startedAt: Date,
  asker: Asker | undefined,
  accept: SweepAccept,
): Promise<SweepReport> {
  const { ledger } = deps;
  const [last, lastGood] = await Promise.all([ledger.sweeps.last(), ledger.sweeps.lastGood()]);
  // Before anything is planned, so that nothing is meant for somebody who has left, or held back by their word. The look
  // does not depend on what the sweep reads.
  const leaversDoubted = await lookOrLog(deps, accept === 'leavers', last);
  const unused = new Set(await ledger.unusedApplications.all());
  const read = { applications: 0, secrets: 0, due: 0 };
  const seen = new Set<ClientId>();
  const missing: SecretKey[] = [];
  for await (const page of inPartsWithOtherWaysIn(deps, deps.directory.everything())) {
    read.applications += page.length;
    read.secrets += page.reduce((sum, { secrets }) => sum + secrets.length, 0);
    for (const { clientId } of page) seen.add(clientId);
    await lookAtKeys(deps, page, await noteSeen(deps, page));
    missing.push(...(await missingOf(deps, page)));
    await forgetUnused(
      deps,
      page.filter(({ clientId }) => unused.has(clientId)),
    );
    read.due += await planPage(deps, page, startedAt);
  }
  const doubt = sweepDoubt(read, lastGood);
  const result = sweepResult(read, doubt, accept === true);
  // A secret that a suspicious sweep did not see may be there all the same.
  if (result === 'completed') await ledger.reminders.endDeleted(missing, startedAt);
  const digests = await ledger.reminders.buildDigests(startedAt, deps.random.token);
  const { failures, told } =
    result === 'suspicious' && doubt !== undefined
      ? alarmAfter(deps, result, last, { kind: 'sweep-suspicious', ...doubt })
      : QUIET;
  const by = asker && named(asker);
  const report = { startedAt, finishedAt: deps.clock(), by, ...read, digests, result, failures, leaversDoubted };
  await ledger.sweeps.record(report, auditOfSweep(deps, report, asker), told);
  deps.log.info('sweep', { result, count: read.applications, due: read.due, digests });
  // After everything else: these look-ups can fail, and no digest may wait for them.
  if (result === 'completed') await settleSweep(deps, seen, lastGood);
  await tellOfUnexpected(deps);
  await deps.jobs.wake('send-outbox', startedAt);
  return report;
}

/**
 * Whether the look was not believed. It is accepted only if the last one was not believed either: else the administrators
 * have not been shown what they accept. If the look fails, everybody is reminded as before, and the next sweep looks again.
 */
async function lookOrLog(deps: Deps, accept: boolean, last: SweepReport | undefined): Promise<boolean> {
  const wasDoubted = last?.leaversDoubted ?? false;
  try {
    return await lookAtManagers(deps, accept && wasDoubted);
  } catch (cause) {
    deps.log.error('managers not looked at', { reference: newReference(deps) }, cause);
    return wasDoubted;
  }
}

/** What a sweep that came to nothing brings with it: how many there were in a row, and an alarm from time to time. */
interface SweepAlarm {
  readonly failures: number;
  readonly told: readonly OutboxMessage[];
}

const QUIET: SweepAlarm = { failures: 0, told: [] };

/** The administrators are told of the first, and again after so many in a row; counted since they were told last. */
function alarmAfter(
  deps: Pick<Deps, 'clock' | 'random'>,
  result: 'failed' | 'suspicious',
  last: SweepReport | undefined,
  notice: AdministratorNotice,
): SweepAlarm {
  const before = last?.result === result ? last.failures : 0;
  if (before > 0 && before < AGAIN_AFTER[result]) return { failures: before + 1, told: [] };
  return { failures: 1, told: [alarmOf(deps, notice)] };
}

/** What a manager has called unused and what connects all the same is reminded of again. */
async function forgetUnused(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  unused: readonly Application[],
): Promise<void> {
  const used = unused
    .filter((application) => !cannotConnect(application, deps.clock()))
    .map(({ clientId }) => clientId);
  if (used.length === 0) return;
  await deps.ledger.unusedApplications.forget(used, (clientId) =>
    systemAudit(deps, 'application.used-again', { application: { clientId } }),
  );
}

/** Returns the client IDs of those that somebody manages. */
async function noteSeen(
  { ledger }: Pick<Deps, 'ledger'>,
  page: readonly Application[],
): Promise<ReadonlySet<ClientId>> {
  const managed = new Set(await ledger.assignments.managedOf(page.map(({ clientId }) => clientId)));
  await ledger.knownApplications.seen(page.filter(({ clientId }) => managed.has(clientId)));
  return managed;
}

/** Secrets of these applications that are reminded of and that the directory does not name any more. */
function missingOf(deps: Pick<Deps, 'ledger'>, page: readonly Application[]): Promise<readonly SecretKey[]> {
  const present = page.map(({ clientId, secrets }) => ({ clientId, keyIds: secrets.map(({ keyId }) => keyId) }));
  return deps.ledger.reminders.missing(present);
}

/** One page of the directory: forgotten before the next one is read. */
async function planPage(deps: Deps, page: readonly Application[], now: Date): Promise<number> {
  await refreshDigests(deps, page, now);
  await remindOfCertificates(deps, page, now);
  return deps.ledger.reminders.plan(await remindersDue(deps, page, now), now);
}

/** What a sweep would do now. */
export interface SweepPlan {
  readonly read: number;
  readonly reminders: number;
  readonly result: SweepResult;
}

/** Hands out what a sweep would plan now, page by page; writes and sends nothing. */
export async function planOnly(deps: Deps, each: (planned: readonly PlannedReminder[]) => void): Promise<SweepPlan> {
  const now = deps.clock();
  const lastGood = await deps.ledger.sweeps.lastGood();
  const read = { applications: 0, secrets: 0 };
  let reminders = 0;
  for await (const page of inPartsWithOtherWaysIn(deps, deps.directory.everything())) {
    const planned = await remindersDue(deps, page, now);
    each(planned);
    read.applications += page.length;
    read.secrets += page.reduce((sum, { secrets }) => sum + secrets.length, 0);
    reminders += planned.length;
  }
  return { read: read.applications, reminders, result: sweepResult(read, sweepDoubt(read, lastGood), false) };
}

async function recordFailure(deps: Deps, startedAt: Date, asker: Asker | undefined, cause: unknown): Promise<void> {
  const reference = newReference(deps);
  deps.log.error('sweep failed', { reference }, cause);
  const [last, lastGood] = await Promise.all([deps.ledger.sweeps.last(), deps.ledger.sweeps.lastGood()]);
  const notice = { kind: 'sweep-failing', since: lastGood?.startedAt, reference } as const;
  // The first failure may be a hiccup: only what fails again is told.
  const { failures, told } = last?.result === 'failed' ? alarmAfter(deps, 'failed', last, notice) : QUIET;
  const nothing = { applications: 0, secrets: 0, due: 0, digests: 0 };
  const by = asker && named(asker);
  const leaversDoubted = last?.leaversDoubted ?? false;
  const report = {
    ...{ startedAt, finishedAt: deps.clock(), by, ...nothing },
    ...{ result: 'failed' as const, failures, leaversDoubted },
  };
  await deps.ledger.sweeps.record(report, auditOfSweep(deps, report, asker), told);
  if (told.length > 0) await deps.jobs.wake('send-outbox', report.finishedAt);
}

function auditOfSweep(
  deps: Pick<Deps, 'clock' | 'random'>,
  { result, applications, due, digests }: SweepReport,
  asker: Asker | undefined,
): AuditEvent {
  const detail = `${result}: ${applications} applications, ${due} reminders, ${digests} messages`;
  const about = { result: result === 'failed' ? 'failed' : 'done', detail } as const;
  return asker === undefined ? systemAudit(deps, 'sweep.run', about) : auditOf(deps, asker, 'sweep.run', about);
}
