import { REQUEST, REQUESTED } from '../../../../cards/access/sentences-requests.ts';
import { ASSIGNED, CHANGED } from '../../../../cards/access/sentences-roles.ts';
import type { Manager } from '../../../load/managers.ts';
import type { FaultWorld } from '../fault-world.ts';
import { answerTo, cardWith, messagesTo, type Prepared, personOf, type WritePath } from './write-path.ts';

/** Each manager is an administrator, too, and gives another one a role for their own application. */
export const assignPath: WritePath = {
  name: 'assign an application',
  daysLeft: [400],
  known: 'assignment.added',
  administrators: 'managers',
  timesEach: 1,
  prepare: async (faults, manager) => changeOfRole(faults, manager, neighbour(faults, manager).person, 'assign'),
};

export const unassignPath: WritePath = {
  name: 'remove the role from a manager',
  daysLeft: [400],
  known: 'assignment.removed',
  administrators: 'managers',
  timesEach: 1,
  prepare: async (faults, manager) => changeOfRole(faults, manager, faults.colleague, 'unassign'),
};

async function changeOfRole(
  faults: FaultWorld,
  manager: Manager,
  subject: Manager['person'],
  act: 'assign' | 'unassign',
): Promise<Prepared> {
  const { appId, displayName } = manager.application;
  const person = personOf(faults, manager);
  const card = await cardWith(person, `${act} ${subject.upn} ${displayName}`, 'submit-assignment');
  const inputs = { confirmedBy: 'The head of their desk' };
  return {
    about: [],
    press: () => answerTo(person.press(card, 'submit-assignment', inputs), CHANGED[act]),
    change: ({ assignments, audit }) => {
      const isHeld = assignments.some(({ oid, client_id: clientId }) => oid === subject.oid && clientId === appId);
      const action = act === 'assign' ? 'assignment.added' : 'assignment.removed';
      return {
        name: `${act} ${displayName}`,
        isMade: isHeld === (act === 'assign'),
        recorded: audit.filter(
          (row) => row['action'] === action && row['client_id'] === appId && row['subject_oid'] === subject.oid,
        ).length,
        told: messagesTo(faults, subject, displayName, act === 'assign' ? ASSIGNED.title : ASSIGNED.unassignedTitle),
      };
    },
  };
}

/** A request is written down; what it means is found out later, and its managers are asked. */
export const requestPath: WritePath = {
  name: 'ask for access',
  daysLeft: [400],
  known: 'request.made',
  timesEach: 1,
  prepare: async (faults, manager) => {
    const { application, person: asked } = neighbour(faults, manager);
    const person = personOf(faults, manager);
    const query = application.displayName;
    const card = await cardWith(person, `request ${query}`, 'submit-request');
    const inputs = { query, why: 'I shall look after it', who: 'The head of my desk' };
    const { oid, name } = manager.person;
    return {
      about: [],
      press: () => answerTo(person.press(card, 'submit-request', inputs), REQUESTED.title),
      change: ({ requests, audit }) => ({
        name: `${name} asks for ${query}`,
        isMade: requests.some((row) => row['oid'] === oid),
        recorded: audit.filter((row) => row['action'] === 'request.made' && row['actor_oid'] === oid).length,
        told: messagesTo(faults, asked, name, REQUEST.title),
      }),
    };
  },
};

/** The manager of the next application. */
export function neighbour({ managers }: FaultWorld, manager: Manager): Manager {
  return managers[(managers.indexOf(manager) + 1) % managers.length] as Manager;
}
