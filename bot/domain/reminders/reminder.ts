import type { Application, ApplicationRef, ClientId, ClientSecret } from '../shared/application.ts';
import { liveSecrets } from '../shared/expiry.ts';
import type { PersonId } from '../shared/person.ts';
import { hasNewer, type Stage, stageAt } from './ladder.ts';

/** The place that a reminder goes to. `administrators`: if nobody else can be told. */
export type Destination =
  | { readonly kind: 'channel'; readonly conversationId: string }
  | { readonly kind: 'chat' | 'mail'; readonly person: PersonId }
  | { readonly kind: 'administrators' };

/** Names a destination in one text, for use in keys. */
export function destinationKey(to: Destination): string {
  switch (to.kind) {
    case 'channel':
      return `channel ${to.conversationId}`;
    case 'chat':
    case 'mail':
      return `${to.kind} ${to.person.tid} ${to.person.oid}`;
    case 'administrators':
      return 'administrators';
  }
}

/** One secret at one stage for one destination. It is sent at most once. It keeps what was true when it was planned. */
export interface PlannedReminder {
  readonly application: ApplicationRef;
  readonly keyId: string;
  readonly stage: Stage;
  readonly destination: Destination;
  readonly secretName: string;
  readonly hint: string;
  readonly end: Date;
  /** A newer live secret exists: the rotation only has to be finished. */
  readonly newer: boolean;
  /** The application has no live secret any more: it cannot connect. */
  readonly cutOff: boolean;
}

/** A reminder that was planned before, sent or not. */
export type ReminderReceipt = Pick<PlannedReminder, 'keyId' | 'stage' | 'destination'> & {
  readonly clientId: ClientId;
};

/** The facts that a plan for some applications depends on. */
export interface ReminderFacts {
  readonly now: Date;
  /** IANA name of the zone whose calendar days count. */
  readonly zone: string;
  /** Conversation ids of the live managers' channels. */
  channelsOf(application: ApplicationRef): readonly string[];
  managersOf(clientId: ClientId): readonly PersonId[];
  canChat(person: PersonId): boolean;
  wantsMail(person: PersonId): boolean;
  isReplaced(clientId: ClientId, keyId: string): boolean;
  readonly receipts: readonly ReminderReceipt[];
}

/**
 * Plans the reminders of each secret that is not replaced: the latest stage that applies, for each destination that has
 * not had this stage or a more urgent one. It follows from expiry, now and receipts alone, so a missed sweep loses
 * nothing. See decision 0008: reminders are derived from state, never from ticks.
 */
export function planReminders(applications: readonly Application[], facts: ReminderFacts): readonly PlannedReminder[] {
  const reached = mostUrgent(facts.receipts);
  return applications.flatMap((application) =>
    application.secrets.flatMap((secret) => dueOf(application, secret, facts, reached)),
  );
}

function dueOf(
  application: Application,
  secret: ClientSecret,
  facts: ReminderFacts,
  reached: ReadonlyMap<string, Stage>,
): readonly PlannedReminder[] {
  const { now, zone } = facts;
  const { clientId, displayName } = application;
  const stage = stageAt(secret.end, now, zone);
  if (stage === undefined || isOver(application, secret, facts)) return [];
  const common = {
    application: { clientId, displayName },
    keyId: secret.keyId,
    stage,
    secretName: secret.name,
    hint: secret.hint,
    end: secret.end,
    ...secretStateOf(application, secret, now),
  };
  return destinationsOf(application, facts)
    .filter((to) => stage < (reached.get(receiptKey(clientId, secret.keyId, to)) ?? Number.POSITIVE_INFINITY))
    .map((destination) => ({ ...common, destination }));
}

/** Whether the secret is replaced and a live secret takes its place. If that one was deleted, the ladder goes on. */
function isOver(application: Application, { keyId }: ClientSecret, { now, isReplaced }: ReminderFacts): boolean {
  const others = liveSecrets(application, now).filter((other) => other.keyId !== keyId);
  return others.length > 0 && isReplaced(application.clientId, keyId);
}

/** What a digest says of a secret, apart from its dates. */
export interface SecretState {
  readonly newer: boolean;
  readonly cutOff: boolean;
}

export function secretStateOf(application: Application, secret: ClientSecret, now: Date): SecretState {
  return { newer: hasNewer(secret, application.secrets, now), cutOff: liveSecrets(application, now).length === 0 };
}

/** Whether a more urgent stage applies by now. Then the reminder that was planned would be out of date. */
export function isOvertaken({ stage, end }: Pick<PlannedReminder, 'stage' | 'end'>, now: Date, zone: string): boolean {
  return (stageAt(end, now, zone) ?? stage) < stage;
}

/**
 * The managers' channels, or else each manager's chat. Managers who want mail get it in addition. If there is no other
 * destination, the administrators.
 */
export function destinationsOf(application: ApplicationRef, facts: ReminderFacts): readonly Destination[] {
  const managers = facts.managersOf(application.clientId);
  const channels = facts
    .channelsOf(application)
    .map((conversationId) => ({ kind: 'channel', conversationId }) as const);
  const chats = managers.filter((person) => facts.canChat(person)).map((person) => ({ kind: 'chat', person }) as const);
  const mails = managers
    .filter((person) => facts.wantsMail(person))
    .map((person) => ({ kind: 'mail', person }) as const);
  const all = [...(channels.length > 0 ? channels : chats), ...mails];
  return all.length > 0 ? all : [{ kind: 'administrators' }];
}

function mostUrgent(receipts: readonly ReminderReceipt[]): ReadonlyMap<string, Stage> {
  const reached = new Map<string, Stage>();
  for (const { clientId, keyId, destination, stage } of receipts) {
    const key = receiptKey(clientId, keyId, destination);
    const known = reached.get(key);
    if (known === undefined || stage < known) reached.set(key, stage);
  }
  return reached;
}

function receiptKey(clientId: ClientId, keyId: string, to: Destination): string {
  return `${clientId} ${keyId} ${destinationKey(to)}`;
}
