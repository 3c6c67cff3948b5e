import type { RoleNotice } from '../../domain/messages/notice.ts';
import { type RoleChange, type RolesNews, readerOf } from '../../domain/messages/outbox.ts';
import { samePerson } from '../../domain/shared/person.ts';
import { dropIt } from '../messages/contact-content.ts';
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

/** To a contact: people have got or lost a role. What was changed back while the message waited is left out. */
export function rolesContent(news: RolesNews): ContentRules {
  return {
    async draw({ ledger }) {
      const all = [...news.added, ...news.removed].flatMap(({ applications }) => applications);
      const held = await ledger.assignments.managersOf(all.map(({ clientId }) => clientId));
      const still = (changes: readonly RoleChange[], isGiven: boolean) =>
        changes
          .map(({ person, applications }) => ({
            person,
            applications: applications.filter(
              ({ clientId }) =>
                held.some((one) => one.clientId === clientId && samePerson(one.person, person)) === isGiven,
            ),
          }))
          .filter(({ applications }) => applications.length > 0);
      const now = { ...news, added: still(news.added, true), removed: still(news.removed, false) };
      if (now.added.length + now.removed.length === 0) return { kind: 'drop', audit: [] };
      return { kind: 'post', content: now };
    },
    sentRows: noRows,
    unreached: dropIt,
    giveUp: deadLetter,
  };
}
