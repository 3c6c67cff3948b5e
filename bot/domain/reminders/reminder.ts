import type { Application, ApplicationRef, ClientId, ClientSecret } from '../shared/application.ts';
import { liveSecrets } from '../shared/expiry.ts';
import type { PersonId } from '../shared/person.ts';
import { hasNewer, type Stage, stageAt } from './ladder.ts';

/** Where reminders go. `administrators`: where nobody else can be told. */
export type Destination =
  | { readonly kind: 'channel'; readonly conversationId: string }
  | { readonly kind: 'chat' | 'mail'; readonly person: PersonId }
  | { readonly kind: 'administrators' };

/** One text per destination, for keys. */
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

/** One secret at one stage for one destination: sent at most once. What was true when it was planned is kept with it. */
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

/** What the plan depends on, for the applications at hand. */
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
 * What is due: for each secret that is not replaced the one latest stage that applies, where that destination has not
 * had this stage or a more urgent one. Derived from expiry, now and receipts alone, so a missed sweep loses nothing. See
 * decision 0008: reminders are derived from state, never from ticks.
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

/** Replaced, and there is something that replaces it: where that was deleted after all, the ladder goes on. */
function isOver(application: Application, { keyId }: ClientSecret, { now, isReplaced }: ReminderFacts): boolean {
  const others = liveSecrets(application, now).filter((other) => other.keyId !== keyId);
  return others.length > 0 && isReplaced(application.clientId, keyId);
}

/** What a digest says of a secret besides its dates. */
export interface SecretState {
  readonly newer: boolean;
  readonly cutOff: boolean;
}

export function secretStateOf(application: Application, secret: ClientSecret, now: Date): SecretState {
  return { newer: hasNewer(secret, application.secrets, now), cutOff: liveSecrets(application, now).length === 0 };
}

/** A more urgent stage applies by now: what was planned would tell an old story. */
export function isOvertaken({ stage, end }: Pick<PlannedReminder, 'stage' | 'end'>, now: Date, zone: string): boolean {
  return (stageAt(end, now, zone) ?? stage) < stage;
}

/** The managers' channels, else each manager's chat; mail besides; the administrators where that comes to nothing. */
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
