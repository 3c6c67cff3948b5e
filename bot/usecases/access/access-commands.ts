import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { showAudit } from '../audit/show-audit.ts';
import type { Deps } from '../shared/deps.ts';
import { openAssignment, submitAssignment } from './assign.ts';
import { managers } from './managers.ts';
import { openRequest, requests, submitRequest } from './request.ts';
import { reviewRequest } from './review.ts';

export type AccessCommand = Extract<
  Command,
  {
    kind:
      | 'managers'
      | 'assign'
      | 'unassign'
      | 'submit-assignment'
      | 'request'
      | 'submit-request'
      | 'requests'
      | 'review'
      | 'audit';
  }
>;

/** The commands about who may do what, and who did. */
export async function performAccess(deps: Deps, command: AccessCommand, asker: Asker): Promise<Outcome> {
  switch (command.kind) {
    case 'managers':
      return managers(deps, command.query, command.page, asker);
    case 'assign':
    case 'unassign':
      return openAssignment(deps, command, asker);
    case 'submit-assignment':
      return submitAssignment(deps, command, asker);
    case 'request':
      return openRequest(deps, command.query, asker);
    case 'submit-request':
      return submitRequest(deps, command, asker);
    case 'requests':
      return requests(deps, asker);
    case 'review':
      return reviewRequest(deps, command, asker);
    case 'audit':
      return showAudit(deps, command, asker);
  }
}
