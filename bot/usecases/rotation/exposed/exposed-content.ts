import type { ExposedNotice } from '../../../domain/messages/notice.ts';
import { readerOf } from '../../../domain/messages/outbox.ts';
import { type ContentRules, deadLetter, noRows, waitForReader } from '../../messages/content-rules.ts';

/** A person who has lost the role meanwhile is told nothing. */
export function exposedContent(notice: ExposedNotice): ContentRules {
  return {
    async draw({ ledger }, { to }) {
      const person = readerOf(to);
      const held = person === undefined ? [] : await ledger.assignments.of(person);
      if (!held.includes(notice.application.clientId)) return { kind: 'drop', audit: [] };
      return { kind: 'post', content: { kind: 'notice', notice } };
    },
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}
