import { randomUUID } from 'node:crypto';
import { createLedger } from '../../../../bot/adapters/postgres/base/ledger.ts';
import { REQUEST_LIFETIME_MS } from '../../../../bot/domain/access/access-request.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { REQUEST_STATES } from '../../../../cards/access/sentences-requests.ts';
import { ASSIGNED } from '../../../../cards/access/sentences-roles.ts';
import { event } from '../../../contracts/samples/ledger.ts';
import type { Manager } from '../../../load/managers.ts';
import { askerOf } from '../../../load/seed-ledger.ts';
import { type FaultWorld, signerOf } from '../fault-world.ts';
import { neighbour } from './roles.ts';
import { answerTo, formFrom, messagesTo, personOf, type WritePath } from './write-path.ts';

/** An administrator approves what a manager has confirmed, and the person who asked gets the role. */
export const approvalPath: WritePath = {
  name: 'approve a request',
  daysLeft: [400],
  known: 'request.approved',
  administrators: 'managers',
  timesEach: 1,
  prepare: async (faults, manager) => {
    const asker = neighbour(faults, manager).person;
    const request = await confirmedRequest(faults, manager, asker);
    const { appId, displayName } = manager.application;
    const person = personOf(faults, manager);
    const card = await formFrom(person, listed(request), 'review', 'review');
    return {
      about: [],
      press: () =>
        answerTo(
          person.press(card, 'review', { applications: appId }, '"act":"approve"'),
          REQUEST_STATES.approved.title,
        ),
      change: ({ assignments, requests, audit }) => {
        const isApproved = requests.some(({ id, state }) => id === request && state === 'approved');
        const isHeld = assignments.some((row) => row['oid'] === asker.oid && row['client_id'] === appId);
        const rows = audit.filter((row) => row['subject_oid'] === asker.oid && row['client_id'] === appId);
        const given = rows.filter(({ action }) => action === 'assignment.added').length;
        const approved = audit.filter(
          (row) => row['action'] === 'request.approved' && row['actor_oid'] === manager.person.oid,
        ).length;
        const isWhole = isApproved === isHeld && approved === given;
        return {
          name: `${asker.name} gets ${displayName}`,
          isMade: isApproved || isHeld,
          // The request, the role and their rows go together. If they do not, that is no number of rows.
          recorded: isWhole ? approved : Number.NaN,
          told: messagesTo(faults, asker, displayName, ASSIGNED.title),
        };
      },
    };
  },
};

/** The request of somebody for the manager's application, as it is when a manager has confirmed it. */
async function confirmedRequest(
  faults: FaultWorld,
  { application }: Manager,
  person: Manager['person'],
): Promise<string> {
  const { appId: key, displayName: name } = application;
  const id = randomUUID();
  const at = new Date();
  const asker = askerOf(faults, person);
  const by = { tid: faults.world.tenantId, oid: faults.colleague.oid, name: faults.colleague.name };
  const step = { audit: event({ at, action: 'request.routed', detail: '' }), messages: [] };
  await faults.withDatabase(async (database) => {
    const { requests } = createLedger(database, signerOf(faults.settings));
    const request = {
      ...{ id, asker, query: name, why: 'I shall look after it', who: 'The head of my desk', state: 'new' as const },
      ...{ requestedAt: at, expiresAt: new Date(at.getTime() + REQUEST_LIFETIME_MS), repeats: 0 },
      ...{ scope: undefined, confirmation: undefined, decision: undefined },
    };
    const made = event({ at, action: 'request.made', actor: named(asker), detail: '' });
    await requests.add(request, made);
    await requests.route(id, { kind: 'application', key, name }, step);
    await requests.confirm(id, { by, at }, step);
  });
  return id;
}

/** The row of a request in the list that `requests` shows. */
function listed(request: string): unknown {
  return { type: 'Action.Execute', verb: 'review', data: { request, act: 'show', shared: false } };
}
