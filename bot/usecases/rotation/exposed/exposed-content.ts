import type { ExposedNotice } from '../../../domain/messages/notice.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import { type ContentRules, deadLetter, noRows, waitForReader } from '../../messages/content-rules.ts';
import { isToManager } from '../../shared/concerned.ts';

/** A person who has lost the role meanwhile is told nothing, and nobody is told of a removal that is not planned any more. */
export function exposedContent(notice: ExposedNotice): ContentRules {
  return {
    async draw(deps, { to }) {
      if (!(await isToManager(deps, to, notice.application.clientId))) return { kind: 'drop', audit: [] };
      if (notice.hours !== undefined && !(await isPlanned(deps.ledger, notice))) return { kind: 'drop', audit: [] };
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
