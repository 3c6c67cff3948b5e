import type { Roster } from '../../../ports/access/roster.ts';
import type { Connector } from './connector.ts';

/** Members by the Bot Connector; a person whom it knows from another tenant is none of ours. */
export function createRoster(connector: Connector, tenantId: string): Roster {
  return {
    async personOf(conversation, accountId) {
      const member = await connector.memberOf(conversation, accountId, tenantId);
      return member === undefined ? undefined : { tid: tenantId.toLowerCase(), oid: member.oid };
    },
  };
}
