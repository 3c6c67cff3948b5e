import type { Assignment } from '../../../domain/access/assignment.ts';
import { presentOf } from '../../../domain/access/away.ts';
import { NUDGE_ABOUT, type NudgeAbout } from '../../../domain/messages/outcomes.ts';
import type { ApplicationRef } from '../../../domain/shared/application.ts';
import { fitting, readFilter } from '../../../domain/shared/application-filter.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { type Asker, type NamedPerson, named, samePerson } from '../../../domain/shared/person.ts';
import { auditOf } from '../../audit/audit-events.ts';
import { administratorsOnly } from '../../shared/administrators.ts';
import { refOf } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { Deps, TurnDeps } from '../../shared/deps.ts';
import { carries, FLAG, oneOf } from '../../shared/fields.ts';
import { allLookedAfter, stateFacts } from '../../shared/looked-after.ts';
import { personKey } from '../../shared/read-reach.ts';

interface NudgeAllCommand {
  readonly kind: 'nudge-all';
  readonly about: NudgeAbout;
  /** Whether the administrator has read who is asked. */
  readonly sure: boolean;
}

/**
 * "Ask" of the overview, for administrators: everybody who manages one of these applications is asked to look
 * at it, in one message to each person. It says first who would be asked.
 */
export const nudgeAllCommand: CommandModule<NudgeAllCommand> = {
  kind: 'nudge-all',
  button: carries('nudge-all', { about: oneOf(NUDGE_ABOUT), sure: FLAG }),
  need: 'read',
  perform: nudgeAll,
};

async function nudgeAll(deps: TurnDeps, { about, sure }: NudgeAllCommand, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'nudge-all');
  if (refusal !== undefined) return refusal;
  const assigned = await deps.ledger.assignments.all();
  const applications = await applicationsOf(deps, about, assigned);
  const managers = managersOf(applications, presentOf(assigned));
  const met = await deps.ledger.conversations.met(managers.map(({ person }) => person));
  const told = managers.filter(({ person }) => met.some((one) => samePerson(one.person, person)));
  if (sure) await send(deps, about, asker, told);
  const managed = new Set(managers.flatMap((one) => one.applications.map(({ clientId }) => clientId)));
  return {
    ...{ kind: 'nudged-all', step: sure ? 'asked' : 'ask', about },
    applications: applications.length,
    unmanaged: applications.filter(({ clientId }) => !managed.has(clientId)).length,
    told: told.map(({ person }) => person.name),
    untold: managers.filter((one) => !told.includes(one)).map(({ person }) => person.name),
  };
}

async function applicationsOf(
  deps: TurnDeps,
  about: NudgeAbout,
  assigned: readonly Assignment[],
): Promise<readonly ApplicationRef[]> {
  if (about === 'away') {
    const left = (await deps.ledger.awayPeople.managers()).flatMap(({ applications }) => applications);
    return [...new Map(left.map((one) => [one.clientId, refOf(one)])).values()];
  }
  const [facts, all] = await Promise.all([stateFacts(deps, about === 'unclaimed'), allLookedAfter(deps, assigned)]);
  const filter = { ...readFilter(''), state: about };
  return fitting(await deps.directory.withOtherCredentials(all), filter, facts).map(refOf);
}

interface Manager {
  readonly person: NamedPerson;
  /** At least one. */
  readonly applications: readonly [ApplicationRef, ...ApplicationRef[]];
}

/** Each person once, with those of these applications that they manage. */
function managersOf(applications: readonly ApplicationRef[], assigned: readonly Assignment[]): readonly Manager[] {
  const wanted = new Map(applications.map((one) => [one.clientId, one]));
  const byPerson = Map.groupBy(assigned, ({ person }) => personKey(person));
  return [...byPerson.values()].flatMap((held): readonly Manager[] => {
    const [first, ...others] = held.flatMap(({ clientId }) => wanted.get(clientId) ?? []);
    const person = held[0]?.person;
    return first === undefined || person === undefined ? [] : [{ person, applications: [first, ...others] }];
  });
}

async function send(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  about: NudgeAbout,
  asker: Asker,
  managers: readonly Manager[],
): Promise<void> {
  if (managers.length === 0) return;
  const at = deps.clock();
  const messages = managers.map(({ person: { tid, oid }, applications: [application, ...others] }) => ({
    ...{ id: deps.random.token(), to: { kind: 'person', person: { tid, oid } } as const, at },
    content: { kind: 'nudge', application, others, by: named(asker) } as const,
    // A second press before the first message has gone out adds none.
    onceKey: `nudge ${about} ${tid} ${oid}`,
  }));
  const detail = `${about}: ${managers.length} managers`;
  await deps.ledger.outbox.put(messages, auditOf(deps, asker, 'application.nudged', { detail }));
  await deps.jobs.wake('send-outbox', at);
}
