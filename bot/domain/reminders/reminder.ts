import type { KnownUses } from '../secrets/last-use.ts';
import type { Application, ApplicationRef, ClientId, ClientSecret } from '../shared/application.ts';
import { cannotConnect, hasExpired, isOverlong, liveSecrets } from '../shared/expiry.ts';
import type { PersonId } from '../shared/person.ts';
import type { Claim } from './claim.ts';
import { type DueSecret, isEscalated, isForAdministrators, isPromisedLater, type SecretState } from './escalation.ts';

import { AFTER_END, dailyStageAfter, isBeyondLadder, type Stage, stageAt, stagesAt } from './ladder.ts';
import { secretStateOf } from './secret-state.ts';

/** The place that a reminder goes to. `administrators`: if nobody else can be told, or the matter has come to them. */
export type Destination =
  | { readonly kind: 'channel'; readonly conversationId: string }
  | { readonly kind: 'chat' | 'mail'; readonly person: PersonId }
  /** By mail to a designated contact of the organisation, whose id this is. */
  | { readonly kind: 'contact'; readonly contact: string }
  | { readonly kind: 'administrators' };

/** Names a destination in one text, for use in keys. */
export function destinationKey(to: Destination): string {
  switch (to.kind) {
    case 'channel':
      return `channel ${to.conversationId}`;
    case 'chat':
    case 'mail':
      return `${to.kind} ${to.person.tid} ${to.person.oid}`;
    case 'contact':
      return `contact ${to.contact}`;
    case 'administrators':
      return 'administrators';
  }
}

/** One secret at one stage for one destination. It is sent at most once. It keeps what was true when it was planned. */
export interface PlannedReminder extends SecretState {
  readonly application: ApplicationRef;
  readonly keyId: string;
  readonly stage: Stage;
  readonly destination: Destination;
  readonly secretName: string;
  readonly hint: string;
  readonly end: Date;
  /** It has not expired, and lives longer than the rule of one year. Left out if that is not so. */
  readonly overlong?: boolean;
}

/** A reminder that was planned before, sent or not. */
export type ReminderReceipt = Pick<PlannedReminder, 'keyId' | 'stage' | 'destination' | 'cutOff'> & {
  readonly clientId: ClientId;
};

/** The facts that decide who can be told of an application. */
export interface ReachFacts {
  readonly now: Date;
  /** IANA name of the zone whose calendar days count. */
  readonly zone: string;
  /** Conversation ids of the live managers' channels. */
  channelsOf(application: ApplicationRef): readonly string[];
  managersOf(clientId: ClientId): readonly PersonId[];
  canChat(person: PersonId): boolean;
  wantsMail(person: PersonId): boolean;
  /** Ids of the designated contacts of its organisation that have confirmed it, and can be reached. */
  contactsOf(application: ApplicationRef): readonly string[];
}

/** The facts that a plan for some applications depends on. */
export interface ReminderFacts extends ReachFacts {
  isReplaced(clientId: ClientId, keyId: string): boolean;
  /** Who is on it; undefined if nobody is. */
  claimOf(clientId: ClientId, keyId: string): Claim | undefined;
  /** Whether a manager has said that the application is not used any more. */
  isUnused(clientId: ClientId): boolean;
  readonly receipts: readonly ReminderReceipt[];
  /** What is known of the use of their secrets. Undefined if Entra's report is switched off. */
  readonly uses?: KnownUses | undefined;
}

/**
 * Plans the reminders of each secret that is not replaced: the latest stage that applies, for each destination that has
 * not had this stage or a more urgent one. It follows from expiry, now and receipts alone, so a missed sweep loses
 * nothing. See decision 0008: reminders are derived from state, never from ticks.
 */
export function planReminders(applications: readonly Application[], facts: ReminderFacts): readonly PlannedReminder[] {
  const known = {
    reached: mostUrgent(facts.receipts),
    cutOffAfterOf: daysUntilCutOff(facts.receipts),
    stageOf: stagesAt(facts.now, facts.zone),
  };
  return applications.flatMap((application) =>
    application.secrets
      .filter(({ end }) => !isBeyondLadder(end, facts.now))
      .flatMap((secret) => dueOf(application, secret, facts, known)),
  );
}

/** What is worked out once for all secrets. */
interface Known {
  readonly reached: ReadonlyMap<string, Stage>;
  readonly cutOffAfterOf: ReturnType<typeof daysUntilCutOff>;
  readonly stageOf: ReturnType<typeof stagesAt>;
}

function dueOf(
  application: Application,
  secret: ClientSecret,
  facts: ReminderFacts,
  { reached, cutOffAfterOf, stageOf }: Known,
): readonly PlannedReminder[] {
  const { clientId, displayName } = application;
  const { now, zone } = facts;
  const claim = facts.claimOf(clientId, secret.keyId);
  const state = secretStateOf(application, secret, now, facts.uses);
  const daily = dailyStageAfter(secret.end, now, zone);
  const cutOffAfter = cutOffAfterOf({ clientId, keyId: secret.keyId }, daily);
  const stage = stageOf(secret.end, { cutOff: state.cutOff, cutOffAfter, promised: claim?.until });
  if (stage === undefined || isOver(application, secret, facts)) return [];
  const common = {
    application: { clientId, displayName },
    keyId: secret.keyId,
    secretName: secret.name,
    hint: secret.hint,
    end: secret.end,
    ...(!hasExpired(secret, now) && isOverlong(secret, now) ? { overlong: true } : {}),
    ...state,
  };
  return destinationsOf(application, { ...common, stage, claim }, facts)
    .map((to) => ({
      ...common,
      destination: to,
      stage: state.cutOff && to.kind === 'administrators' ? daily : stage,
    }))
    .filter((due) => due.stage < (reached.get(receiptKey(clientId, secret.keyId, due.destination)) ?? Infinity));
}

/**
 * Whether the secret is replaced and a live secret takes its place, or the application cannot connect and is not used any
 * more. If the one that took its place was deleted, the ladder goes on.
 */
function isOver(
  application: Application,
  { keyId }: ClientSecret,
  { now, isReplaced, isUnused }: ReminderFacts,
): boolean {
  if (isUnused(application.clientId) && cannotConnect(application, now)) return true;
  const others = liveSecrets(application, now).filter((other) => other.keyId !== keyId);
  return others.length > 0 && isReplaced(application.clientId, keyId);
}

/**
 * Whether a more urgent stage applies by now. Then the reminder that was planned would be out of date. `cutOffAfter`: as
 * the plan saw it, or the reminder would be planned again and again.
 */
export function isOvertaken(
  { stage, end, cutOff, claim }: DueSecret,
  now: Date,
  zone: string,
  cutOffAfter = 0,
): boolean {
  return (stageAt(end, now, zone, { cutOff, cutOffAfter, promised: claim?.until }) ?? stage) < stage;
}

/**
 * Who is told. The usual ones are the managers' channels, or else each manager's chat; managers who want mail get it in
 * addition, and the designated contacts of the organisation always do. Nobody is, before the day that somebody has
 * promised. Near the end, each manager is told in person too, and then the administrators: escalation.ts. The
 * administrators are told as well if no manager can be: a contact cannot rotate a secret, and nobody sees that a mail was
 * not delivered.
 */
export function destinationsOf(application: ApplicationRef, due: DueSecret, facts: ReachFacts): readonly Destination[] {
  if (isPromisedLater(due, facts.now, facts.zone)) return [];
  const reach = reachOf(application, facts);
  const usual = reach.channels.length > 0 && !isEscalated(due) ? reach.channels : [...reach.channels, ...reach.chats];
  const managers = [...usual, ...reach.mails];
  const all = [...managers, ...reach.contacts];
  return managers.length === 0 || isForAdministrators(due) ? [...all, { kind: 'administrators' }] : all;
}

interface Reach {
  readonly channels: readonly Destination[];
  readonly chats: readonly Destination[];
  readonly mails: readonly Destination[];
  readonly contacts: readonly Destination[];
}

function reachOf(application: ApplicationRef, facts: ReachFacts): Reach {
  const managers = facts.managersOf(application.clientId);
  return {
    channels: facts.channelsOf(application).map((conversationId) => ({ kind: 'channel', conversationId })),
    chats: managers.filter((person) => facts.canChat(person)).map((person) => ({ kind: 'chat', person })),
    mails: managers.filter((person) => facts.wantsMail(person)).map((person) => ({ kind: 'mail', person })),
    contacts: facts.contactsOf(application).map((contact) => ({ kind: 'contact', contact })),
  };
}

/** Whether no manager can be told of this application, so that the administrators are. */
export function reachesNobody(application: ApplicationRef, facts: ReachFacts): boolean {
  const { channels, chats, mails } = reachOf(application, facts);
  return channels.length + chats.length + mails.length === 0;
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

/**
 * Tells how many days after its end a secret was first found to cut its application off; 0 unless it had expired beside a
 * credential that let its application connect. `today`: the stage that a reminder of each day has now.
 */
export function daysUntilCutOff(
  receipts: readonly ReminderReceipt[],
): (secret: { readonly clientId: ClientId; readonly keyId: string }, today: Stage) => number {
  const after = Map.groupBy(
    receipts.filter(({ stage }) => stage <= AFTER_END),
    ({ clientId, keyId }) => secretKey(clientId, keyId),
  );
  return ({ clientId, keyId }, today) => {
    const own = after.get(secretKey(clientId, keyId)) ?? [];
    if (own.every(({ cutOff }) => cutOff)) return 0;
    const first = own.filter(({ cutOff }) => cutOff).reduce(milder, undefined);
    return AFTER_END - (first ?? today);
  };
}

function milder(stage: Stage | undefined, receipt: ReminderReceipt): Stage {
  return stage === undefined || receipt.stage > stage ? receipt.stage : stage;
}

function receiptKey(clientId: ClientId, keyId: string, to: Destination): string {
  return `${secretKey(clientId, keyId)} ${destinationKey(to)}`;
}

function secretKey(clientId: ClientId, keyId: string): string {
  return `${clientId} ${keyId}`;
}
