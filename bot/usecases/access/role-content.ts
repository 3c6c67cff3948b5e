import type { RoleNotice } from '../../domain/messages/notice.ts';
import { readerOf } from '../../domain/messages/outbox.ts';
import { type ContentRules, deadLetter, noRows, waitForReader } from '../messages/content-rules.ts';

/** That a person has got or lost a role. It may have been taken away, or given back, while the message waited for them. */
export function roleContent(notice: RoleNotice): ContentRules {
  return {
    async draw({ ledger }, { to }) {
      const person = readerOf(to);
      if (person === undefined) return { kind: 'drop', audit: [] };
      const held = await ledger.assignments.of(person);
      const isGiven = notice.kind === 'assigned';
      const applications = notice.applications.filter(({ clientId }) => held.includes(clientId) === isGiven);
      if (applications.length === 0) return { kind: 'drop', audit: [] };
      return { kind: 'post', content: { kind: 'notice', notice: { ...notice, applications } } };
    },
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}
