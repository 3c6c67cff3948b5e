import type { Roster } from '../../../ports/access/roster.ts';
import type { Connector } from './connector.ts';

/** The members that the Bot Connector knows. People of another tenant do not count. */
export function createRoster(connector: Connector, tenantId: string): Roster {
  return {
    async personOf(conversation, accountId) {
      const member = await connector.memberOf(conversation, accountId, tenantId);
      return member === undefined ? undefined : { tid: tenantId.toLowerCase(), oid: member.oid };
    },
  };
}
