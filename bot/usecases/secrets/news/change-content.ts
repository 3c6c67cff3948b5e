import type { ChangeNotice } from '../../../domain/messages/notice.ts';
import { type ContentRules, deadLetter, noRows, waitForReader } from '../../messages/content-rules.ts';

/** How an interrupted change came to its end: that stays true. */
export function changeContent(notice: ChangeNotice): ContentRules {
  return {
    draw: async () => ({ kind: 'post', content: { kind: 'notice', notice } }),
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}
