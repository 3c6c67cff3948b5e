import type { Roster } from '../../../ports/access/roster.ts';
import type { Connector } from './connector.ts';

/** The members that the Bot Connector knows. People of another tenant are told apart by the tenant of their account. */
export function createRoster(connector: Connector, tenantId: string): Roster {
  const isElsewhere = (tenant: string | undefined) => tenant !== undefined && tenant !== tenantId.toLowerCase();
  return {
    async personOf(conversation, accountId) {
      const member = await connector.memberOf(conversation, accountId);
      if (member?.oid === undefined || isElsewhere(member.tenantId)) return undefined;
      return { tid: tenantId.toLowerCase(), oid: member.oid };
    },
    async isOutsider(conversation, accountId) {
      const member = await connector.memberOf(conversation, accountId);
      return member && isElsewhere(member.tenantId);
    },
    async outsidersIn(conversation) {
      const members = await connector.membersOf(conversation);
      return members?.filter(({ tenantId: tenant }) => isElsewhere(tenant)).map(({ id }) => id);
    },
  };
}
