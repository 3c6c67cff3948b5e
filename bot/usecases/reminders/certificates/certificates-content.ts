import type { OutboxContent } from '../../../domain/messages/outbox.ts';
import { type ContentRules, deadLetter, noRows } from '../../messages/content-rules.ts';
import { isConcerned } from '../../shared/concerned.ts';

/** Certificates that end soon, or have ended. It says what is so when it is sent; one that is gone is not spoken of. */
export function certificatesContent({
  application,
  certificates: keyIds,
}: Extract<OutboxContent, { kind: 'certificates-due' }>): ContentRules {
  return {
    async draw(deps, { to }) {
      const { ledger, clock } = deps;
      if (!(await isConcerned(deps, to, application.clientId))) return { kind: 'drop', audit: [] };
      const [kept] = await ledger.watchedApplications.of([application.clientId]);
      const certificates = (kept?.certificates ?? []).filter(({ keyId }) => keyIds.includes(keyId));
      if (certificates.length === 0) return { kind: 'drop', audit: [] };
      const named = certificates.map(({ keyId, name, start, end }) => ({ keyId, name, start, end }));
      const notice = { kind: 'certificates-due', application, certificates: named, asOf: clock() } as const;
      return { kind: 'post', content: { kind: 'notice', notice } };
    },
    sentRows: noRows,
    unreached: async (_deps, { to }) =>
      to.kind === 'person' ? { kind: 'drop', audit: [] } : { kind: 'administrators' },
    giveUp: deadLetter,
  };
}
