import type { ColleaguesLeftNotice } from '../../../domain/messages/notice.ts';
import { readerOf } from '../../../domain/messages/outbox.ts';
import { type ContentRules, deadLetter, noRows, waitForReader } from '../../messages/content-rules.ts';
import { stillLeftBeside } from '../../messages/left-managers.ts';

/** To a manager, that others who manage the same applications are away. It says what is so when it is sent. */
export function colleaguesContent({ people: told }: ColleaguesLeftNotice): ContentRules {
  return {
    async draw(deps, { to }) {
      const reader = readerOf(to);
      const people = reader === undefined ? [] : await stillLeftBeside(deps, told, reader);
      if (people.length === 0) return { kind: 'drop', audit: [] };
      return { kind: 'post', content: { kind: 'notice', notice: { kind: 'colleagues-left', people } } };
    },
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}
