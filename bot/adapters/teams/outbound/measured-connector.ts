import { statusClass, type Telemetry } from '../../../ports/shared/telemetry.ts';
import type { Connector, ConnectorResult } from './connector.ts';

/** Measures each call to the Bot Connector: what it wanted, and its result. */
export function measuredConnector(connector: Connector, telemetry: Telemetry): Connector {
  const measured = (operation: string, call: () => Promise<ConnectorResult>) =>
    telemetry.measure('connector', { operation }, async (tell) => {
      const result = await call();
      tell({ result: result.kind, status: result.kind === 'done' ? '2xx' : statusClass(result.status) });
      return result;
    });
  const read = <T>(operation: string, call: () => Promise<T>) =>
    telemetry.measure('connector', { operation }, async () => call());
  return {
    send: (destination, activity) => measured(`send-${destination.kind}`, () => connector.send(destination, activity)),
    update: (conversation, id, activity, targeted) =>
      measured('update', () => connector.update(conversation, id, activity, targeted)),
    remove: (conversation, id, targeted) => measured('remove', () => connector.remove(conversation, id, targeted)),
    openPersonal: (from, id, tenant) => measured('open-personal', () => connector.openPersonal(from, id, tenant)),
    describeChannel: (conversation, teamId) =>
      read('describe-channel', () => connector.describeChannel(conversation, teamId)),
    memberOf: (conversation, id) => read('member', () => connector.memberOf(conversation, id)),
    membersOf: (conversation) => read('members', () => connector.membersOf(conversation)),
  };
}
