import type { AdministratorNotice } from '../../domain/messages/notice.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Deps } from './deps.ts';

/** So long after the first of several messages the administrators are told, of all that have the same trouble by then. */
const TOGETHER_MS = 5_000;
/** An alarm that says how something is going waits once; what was a single event is told each time. */
const STATES: readonly AdministratorNotice['kind'][] = [
  'sweep-suspicious',
  'sweep-failing',
  'leavers-suspicious',
  'undelivered',
  'unopened-chats',
];

/** Something that the administrators have to look after, for the outbox. */
export function alarmOf(deps: Pick<Deps, 'clock' | 'random'>, notice: AdministratorNotice): OutboxMessage {
  return {
    id: deps.random.token(),
    to: { kind: 'administrators' },
    content: { kind: 'alarm', notice },
    at: deps.clock(),
    onceKey: STATES.includes(notice.kind) ? `alarm ${notice.kind}` : undefined,
  };
}

/** Messages were given up. How many there are, is counted when the alarm is sent. */
export function undeliveredAlarm(deps: Pick<Deps, 'clock' | 'random'>): OutboxMessage & { readonly notBefore: Date } {
  return soon(deps, { kind: 'undelivered', count: 0 });
}

/** Messages wait for people without a 1:1 chat. The alarm names those who are new since then; they are looked up when it is sent. */
export function unopenedAlarm(
  deps: Pick<Deps, 'clock' | 'random'>,
  since: Date,
): OutboxMessage & { readonly notBefore: Date } {
  return soon(deps, { kind: 'unopened-chats', since, people: [] });
}

function soon(deps: Pick<Deps, 'clock' | 'random'>, notice: AdministratorNotice) {
  const notBefore = new Date(deps.clock().getTime() + TOGETHER_MS);
  return { ...alarmOf(deps, notice), notBefore };
}
