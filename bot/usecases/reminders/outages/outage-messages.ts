import type { OutboxMessage, Recipient } from '../../../domain/messages/outbox.ts';
import type { Outage, OutageChange } from '../../../domain/reminders/outages/outage.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { OutageStep } from '../../../ports/reminders/outages.ts';
import { alarmOf } from '../../shared/alarm.ts';
import type { Deps } from '../../shared/deps.ts';

/** If more applications have an outage at once, the administrators get one message about all of them. */
const CARDS_AT_MOST = 10;
/** So many of them are named in it. */
const NAMED = 50;
const ADMINISTRATORS: Recipient = { kind: 'administrators' };

/** A change of an outage, and the managers of its application. */
export interface Told {
  readonly change: OutageChange;
  readonly managers: readonly PersonId[];
}

/**
 * Puts messages to the changes of one look: a new outage has a card for each manager and one for the administrators. The card
 * of the administrators names the managers that the bot cannot reach.
 */
export function withMessages(deps: Pick<Deps, 'clock' | 'random'>, all: readonly Told[]): readonly OutageStep[] {
  const opened = all.filter(({ change }) => change.news === 'opened');
  const isMany = opened.length > CARDS_AT_MOST;
  const steps = all.map(({ change, managers }): OutageStep => {
    if (change.news !== 'opened') return { ...change, messages: [] };
    const to: readonly Recipient[] = managers.map((person) => ({ kind: 'person', person }));
    return { ...change, messages: cardsFor(deps, change.outage, isMany ? to : [...to, ADMINISTRATORS]) };
  });
  const [first, ...others] = steps;
  if (!isMany || first === undefined) return steps;
  return [{ ...first, messages: [...first.messages, manyAlarm(deps, opened)] }, ...others];
}

function cardsFor(
  deps: Pick<Deps, 'clock' | 'random'>,
  { id }: Outage,
  to: readonly Recipient[],
): readonly OutboxMessage[] {
  const content = { kind: 'outage', outage: id } as const;
  return to.map((recipient) => ({ id: deps.random.token(), to: recipient, content, at: deps.clock() }));
}

function manyAlarm(deps: Pick<Deps, 'clock' | 'random'>, opened: readonly Told[]): OutboxMessage {
  const applications = opened.slice(0, NAMED).map(({ change, managers }) => ({
    ...change.outage.application,
    managers: managers.length,
  }));
  return alarmOf(deps, { kind: 'many-outages', applications, more: opened.length - applications.length });
}
