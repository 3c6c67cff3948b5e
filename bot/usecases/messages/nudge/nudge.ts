import { presentOf } from '../../../domain/access/away.ts';
import type { NudgeNotice } from '../../../domain/messages/notice.ts';
import { readerOf } from '../../../domain/messages/outbox.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { type Asker, named, type PersonId, samePerson } from '../../../domain/shared/person.ts';
import { auditOf } from '../../audit/audit-events.ts';
import { administratorsOnly } from '../../shared/administrators.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, ID } from '../../shared/fields.ts';
import { findSeen } from '../../shared/looked-after.ts';
import { type ContentRules, noRows } from '../content-rules.ts';

interface NudgeCommand {
  readonly kind: 'nudge';
  readonly clientId: string;
}

/** "Remind its managers", for administrators: each manager whom the bot has met is asked to look at the application. */
export const nudgeCommand: CommandModule<NudgeCommand> = {
  kind: 'nudge',
  button: carries('nudge', { clientId: ID }),
  need: 'read',
  perform: nudge,
};

async function nudge(deps: TurnDeps, { clientId }: NudgeCommand, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'nudge');
  if (refusal !== undefined) return refusal;
  const found = await findSeen(deps, 'show', clientId);
  if ('kind' in found) return found;
  const application = { clientId: found.application.clientId, displayName: found.application.displayName };
  const { assignments, conversations, outbox } = deps.ledger;
  const assigned = presentOf(await assignments.managersOf([application.clientId]));
  const managers = assigned.map(({ person }) => person);
  const met = await conversations.met(managers);
  const at = deps.clock();
  const content = { kind: 'nudge', application, by: named(asker) } as const;
  const messages = met.map(({ person }) => ({
    ...{ id: deps.random.token(), to: { kind: 'person', person } as const, content, at },
    // A second press before the first message has gone out adds none.
    onceKey: `nudge ${application.clientId} ${person.tid} ${person.oid}`,
  }));
  if (messages.length > 0) {
    await outbox.put(messages, auditOf(deps, asker, 'application.nudged', { application }));
    await deps.jobs.wake('send-outbox', at);
  }
  const isMet = (person: PersonId) => met.some((one) => samePerson(one.person, person));
  return {
    ...{ kind: 'nudged', application },
    told: met.map(({ name }) => name),
    untold: managers.filter((person) => !isMet(person)).map(({ name }) => name),
  };
}

/** A person who has lost the role meanwhile, or cannot be reached any more, is asked for nothing. */
export function nudgeContent(notice: NudgeNotice): ContentRules {
  const drop = { kind: 'drop', audit: [] } as const;
  return {
    async draw({ ledger }, { to }) {
      const person = readerOf(to);
      const held = person === undefined ? [] : await ledger.assignments.of(person);
      const asked = [notice.application, ...(notice.others ?? [])];
      const [application, ...others] = asked.filter(({ clientId }) => held.includes(clientId));
      if (application === undefined) return drop;
      return { kind: 'post', content: { kind: 'notice', notice: { ...notice, application, others } } };
    },
    sentRows: noRows,
    unreached: async () => drop,
    giveUp: async () => drop,
  };
}
