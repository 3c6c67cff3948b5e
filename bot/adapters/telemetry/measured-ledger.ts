import type { Ledger } from '../../ports/shared/ledger.ts';
import type { Telemetry } from '../../ports/shared/telemetry.ts';

/** Measures each call of the ledger by its store. Locks are not measured, because other work runs under them. */
export function measuredLedger(ledger: Ledger, telemetry: Telemetry): Ledger {
  const measured = <T extends object>(store: string, methods: T): T => measuredStore(methods, store, telemetry);
  return {
    assignments: measured('assignments', ledger.assignments),
    awayPeople: measured('away-people', ledger.awayPeople),
    knownApplications: measured('known-applications', ledger.knownApplications),
    askers: measured('askers', ledger.askers),
    sessions: countedSessions(measured('sessions', ledger.sessions), telemetry),
    signIns: measured('sign-ins', ledger.signIns),
    linkKeys: measured('link-keys', ledger.linkKeys),
    operations: measured('operations', ledger.operations),
    lastUses: measured('last-uses', ledger.lastUses),
    watchedApplications: measured('watched-applications', ledger.watchedApplications),
    unexpectedCredentials: measured('unexpected-credentials', ledger.unexpectedCredentials),
    messages: measured('messages', ledger.messages),
    conversations: measured('conversations', ledger.conversations),
    locks: ledger.locks,
    audit: measured('audit', ledger.audit),
    links: measured('links', ledger.links),
    reminders: measured('reminders', ledger.reminders),
    rotations: measured('rotations', ledger.rotations),
    outages: measured('outages', ledger.outages),
    mailChoices: measured('mail-choices', ledger.mailChoices),
    sweeps: timedSweeps(measured('sweeps', ledger.sweeps), telemetry),
    unusedApplications: measured('unused-applications', ledger.unusedApplications),
    administrators: measured('administrators', ledger.administrators),
    requests: measured('requests', ledger.requests),
    contacts: measured('contacts', ledger.contacts),
    outbox: measured('outbox', ledger.outbox),
    check: () => ledger.check(),
  };
}

/** A store whose methods answer with promises. */
function measuredStore<T extends object>(methods: T, store: string, telemetry: Telemetry): T {
  return new Proxy(methods, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || typeof name !== 'string') return method;
      return (...given: readonly unknown[]) =>
        telemetry.measure('ledger', { store, call: name }, async () => Reflect.apply(method, target, given));
    },
  });
}

function countedSessions(sessions: Ledger['sessions'], telemetry: Telemetry): Ledger['sessions'] {
  return {
    find: (person, now) => sessions.find(person, now),
    end: (person, audit) => sessions.end(person, audit),
    endAll: (who, now, audit) => sessions.endAll(who, now, audit),
    async start(session, audit) {
      const started = await sessions.start(session, audit);
      if (!started) return false;
      const need = audit.action === 'session.stepped-up' ? 'step-up' : 'read';
      telemetry.count('sign-ins', { need, step: 'done' });
      return true;
    },
  };
}

function timedSweeps(sweeps: Ledger['sweeps'], telemetry: Telemetry): Ledger['sweeps'] {
  return {
    begin: (at) => sweeps.begin(at),
    underWaySince: () => sweeps.underWaySince(),
    last: () => sweeps.last(),
    lastGood: () => sweeps.lastGood(),
    async record(report, audit, told) {
      await sweeps.record(report, audit, told);
      const seconds = (report.finishedAt.getTime() - report.startedAt.getTime()) / 1000;
      telemetry.took('sweep', seconds, { result: report.result });
    },
  };
}
