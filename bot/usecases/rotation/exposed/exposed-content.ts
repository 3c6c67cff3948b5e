import type { ExposedNotice } from '../../../domain/messages/notice.ts';
import { readerOf } from '../../../domain/messages/outbox.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import { type ContentRules, deadLetter, noRows, waitForReader } from '../../messages/content-rules.ts';

/** A person who has lost the role meanwhile is told nothing, and nobody is told of a removal that is not planned any more. */
export function exposedContent(notice: ExposedNotice): ContentRules {
  return {
    async draw({ ledger }, { to }) {
      const person = readerOf(to);
      const held = person === undefined ? [] : await ledger.assignments.of(person);
      if (!held.includes(notice.application.clientId)) return { kind: 'drop', audit: [] };
      if (notice.hours !== undefined && !(await isPlanned(ledger, notice))) return { kind: 'drop', audit: [] };
      return { kind: 'post', content: { kind: 'notice', notice } };
    },
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}

async function isPlanned(
  { rotations }: Pick<Ledger, 'rotations'>,
  { rotation, hours }: ExposedNotice,
): Promise<boolean> {
  const now = await rotations.find(rotation);
  return now?.state === 'open' && now.exposed?.hours === hours;
}
