import { createHash, randomUUID } from 'node:crypto';
import { createLinkTokens } from '../../../../bot/adapters/node/link-tokens.ts';
import type { WrittenHead } from '../../../../bot/domain/audit/audit-chain.ts';
import type { AuditEvent } from '../../../../bot/domain/audit/audit-events.ts';
import type { Notice } from '../../../../bot/domain/messages/notice.ts';
import type { DigestView } from '../../../../bot/domain/reminders/digest.ts';
import type { SecretUse } from '../../../../bot/domain/secrets/last-use.ts';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import {
  type Asker,
  type Conversation,
  type ConversationKind,
  named,
  type PersonId,
} from '../../../../bot/domain/shared/person.ts';
import type { VerifiedClaims } from '../../../../bot/domain/sign-in/session.ts';
import type { AnnounceResult, ChannelNames, ContactMail, Place } from '../../../../bot/ports/messages/announcer.ts';
import type { DeliveryResult, SecretMessage } from '../../../../bot/ports/secrets/delivery.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import type { SignInReports } from '../../../../bot/ports/secrets/sign-in-reports.ts';
import type { ExchangeResult } from '../../../../bot/ports/sign-in/identity.ts';
import type { Command } from '../../../../bot/usecases/commands.ts';
import { createUseCases, type UseCases } from '../../../../bot/usecases/index.ts';
import type { Deps } from '../../../../bot/usecases/shared/deps.ts';
import { createFakeClock, type FakeClock } from '../../../fakes/clock.ts';
import { createFakeDirectory, type FakeDirectory } from '../../../fakes/directory.ts';
import { createFakePeople, type FakePeople } from '../../../fakes/people.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';
import type { FaultyLedger } from '../../../ledger/with-faults.ts';
import { APIS } from '../../domain/shared/apis.ts';

export const START = new Date('2026-11-24T10:20:30.456Z');
export const TID = randomUUID();

/** The use cases over the test ledger and stand-ins for the outside world, and everything that reached it. */
export interface Setting {
  readonly clock: FakeClock;
  readonly directory: FakeDirectory;
  readonly ledger: FaultyLedger;
  readonly usecases: UseCases;
  readonly deps: Deps;
  readonly sent: { readonly to: 'here' | 'personal'; readonly message: SecretMessage }[];
  readonly removed: string[];
  /** Alarms, and how interrupted changes ended: what was told to one person. */
  readonly notices: Notice[];
  /** Answers that were sent later. */
  readonly answers: Outcome[];
  /** Digests that were sent or redrawn, with their place. */
  readonly announced: Announced[];
  readonly people: FakePeople;
  /** The person of each account in any conversation. */
  readonly accounts: Map<string, PersonId>;
  /** The accounts of people of other organisations in every channel; undefined: Teams does not answer. */
  readonly outsiders: { accounts: readonly string[] | undefined };
  /** The heads of the audit record that were written out. */
  readonly heads: WrittenHead[];
  /** Notices that were sent to channels and people or redrawn, with their place. */
  readonly posts: { readonly how: 'channel' | 'chat' | 'update'; readonly to: string; readonly notice: Notice }[];
  /** The next results of announcing. If there is none: sent. */
  readonly announceResults: AnnounceResult[];
  /** What was mailed to designated contacts. */
  readonly letters: { readonly to: string; readonly content: ContactMail }[];
  /** The next results of mailing a contact. If there is none: sent. */
  readonly letterResults: AnnounceResult[];
  /** The names that the announcer finds for any channel. */
  readonly channelNames: { of: ChannelNames };
  /** What Entra's report says; undefined: it does not answer. `asked`: how often somebody who waits has asked it. */
  readonly report: { of: readonly SecretUse[] | undefined; asked: number };
  /** The next results of telling a person an alarm, or how their interrupted change ended. */
  readonly unreachable: AnnounceResult[];
  readonly woken: string[];
  /** The next causes for which a message with a value is not removed. */
  readonly removalFailures: Error[];
  /** The next results of sending. If there is none: delivered. */
  readonly results: ('refused' | 'unknown')[];
  exchangeResult: ExchangeResult;
  signIn(asker: Asker, over?: Partial<VerifiedClaims>): Promise<void>;
  assign(asker: Asker, application: Application): Promise<void>;
  run(command: Command, asker: Asker): Promise<Outcome>;
}

export interface Announced {
  readonly how: 'channel' | 'chat' | 'mail' | 'update';
  readonly to: string;
  readonly digest: DigestView;
}

export function someone(name = 'Ada', kind: ConversationKind = 'channel'): Asker {
  const conversation = { kind, id: `19:${name}-${kind}`, serviceUrl: 'https://x.example/', botAccountId: '28:bot' };
  return { person: { tid: TID, oid: randomUUID() }, accountId: `29:${name}`, name, conversation };
}

export function application(displayName: string, ...ends: readonly string[]): Application {
  const secrets = ends.map((end, i) => ({
    keyId: randomUUID(),
    name: `s${i}`,
    hint: `h${i}~`,
    start: START,
    end: new Date(end),
  }));
  return { clientId: randomUUID(), displayName, secrets };
}

/** An audit event for changes that a test only prepares. */
export const event: AuditEvent = {
  ...{ at: START, actor: undefined, action: 'assignment.added', result: 'done', subject: undefined },
  ...{ clientId: undefined, keyId: undefined, conversationId: undefined, reference: 'r', detail: '' },
};
const claimsOf = (asker: Asker): VerifiedClaims => ({
  person: asker.person,
  name: asker.name,
  roles: [],
  acrs: ['c1'],
  authTime: START,
  issuedAt: START,
});

export async function createSetting(...applications: readonly Application[]): Promise<Setting> {
  return createSettingWith({}, ...applications);
}

/**
 * `mail` and `report`: as if MAIL_FROM and SIGN_IN_REPORT were set. `state`: what the ledger holds, if that was kept by
 * testDatabase.keep; otherwise the ledger is empty.
 */
export async function createSettingWith(
  over: { readonly mail?: boolean; readonly report?: boolean; readonly state?: string },
  ...applications: readonly Application[]
): Promise<Setting> {
  const clock = createFakeClock(START);
  const directory = createFakeDirectory(applications, clock.clock);
  const ledger = await createTestLedger(undefined, over.state);
  const people = createFakePeople();
  const accounts: Setting['accounts'] = new Map();
  const outsiders: Setting['outsiders'] = { accounts: [] };
  const heads: WrittenHead[] = [];
  const posts: Setting['posts'] = [];
  const sent: Setting['sent'] = [];
  const removed: string[] = [];
  const removalFailures: Error[] = [];
  const notices: Notice[] = [];
  const answers: Outcome[] = [];
  const unreachable: AnnounceResult[] = [];
  const woken: string[] = [];
  const announced: Announced[] = [];
  const announceResults: AnnounceResult[] = [];
  const letters: Setting['letters'] = [];
  const letterResults: AnnounceResult[] = [];
  const channelNames: Setting['channelNames'] = { of: { name: '', teamName: '' } };
  const report: Setting['report'] = { of: undefined, asked: 0 };
  const announce = (how: Announced['how'], to: string, digest: DigestView, conversation?: Conversation) => {
    announced.push({ how, to, digest });
    const activityId = `digest-${announced.length}`;
    const posted = conversation === undefined ? undefined : { conversation, activityId };
    return announceResults.shift() ?? { kind: 'sent' as const, posted };
  };
  const results: Setting['results'] = [];
  const send = async (to: 'here' | 'personal', asker: Asker, message: SecretMessage): Promise<DeliveryResult> => {
    const result = results.shift();
    if (result !== 'refused') sent.push({ to, message });
    if (result !== undefined) return { kind: result };
    const targeted = to === 'here' && asker.conversation.kind !== 'personal';
    return {
      kind: 'delivered',
      receipt: { conversation: asker.conversation, activityId: `a-${message.nonce}`, targeted },
    };
  };
  const silent = () => {};
  const deps: Deps = {
    settings: {
      policy: { signInContext: undefined, stepUpContext: 'c1', stepUpMinutes: 10 },
      secretMessageMinutes: 5,
      publicUrl: 'https://bot.example',
      apis: APIS,
      apiTokenUrl: 'https://login.example/token',
      apiScope: 'api://x/.default',
      apiTokenUrls: {},
      apiScopes: {},
      apiResources: {},
      reminderTime: '08:00',
      reminderZone: 'UTC',
    },
    clock: clock.clock,
    random: {
      token: randomUUID,
      id: randomUUID,
      code: () => '123456',
      hash: (text) => createHash('sha256').update(text).digest('hex'),
    },
    log: { info: silent, warn: silent, error: silent },
    directory,
    people,
    roster: {
      personOf: async (_conversation, accountId) => accounts.get(accountId),
      isOutsider: async () => false,
      outsidersIn: async () => outsiders.accounts,
    },
    auditAnchor: { write: async (head) => void heads.push(head) },
    ledger,
    delivery: {
      here: (asker, message) => send('here', asker, message),
      personally: (asker, message) => send('personal', asker, message),
      remove: async (receipt) => {
        const failure = removalFailures.shift();
        if (failure !== undefined) throw failure;
        removed.push(receipt.activityId);
        return 'removed';
      },
    },
    announcer: {
      post: async (place, content) => {
        const conversation = place.kind === 'channel' ? place.conversation : place.person.conversation;
        if (content.kind === 'digest') return announce(howOf(place), conversation.id, content.digest, conversation);
        if (content.kind === 'answer') {
          const failed = unreachable.shift();
          if (failed === undefined) answers.push(content.outcome);
          return failed ?? { kind: 'sent', posted: undefined };
        }
        const { notice } = content;
        if (place.kind !== 'channel' && isPrivate(notice)) {
          const failed = unreachable.shift();
          if (failed === undefined) notices.push(notice);
          return failed ?? { kind: 'sent', posted: undefined };
        }
        posts.push({ how: howOf(place), to: place.kind === 'channel' ? conversation.id : place.person.name, notice });
        const posted = { conversation, activityId: `told-${posts.length}` };
        return announceResults.shift() ?? { kind: 'sent', posted };
      },
      redraw: async (posted, content) => {
        if (content.kind === 'digest')
          return announce('update', posted.activityId, content.digest, posted.conversation);
        if (content.kind === 'answer') {
          answers.push(content.outcome);
          return { kind: 'sent', posted };
        }
        posts.push({ how: 'update', to: posted.activityId, notice: content.notice });
        return announceResults.shift() ?? { kind: 'sent', posted };
      },
      namesOf: async () => channelNames.of,
    },
    mailer:
      over.mail === true
        ? {
            send: async (to, digest) => announce('mail', to.oid, digest),
            sendTo: async ({ address }, content) => {
              letters.push({ to: address, content });
              return letterResults.shift() ?? { kind: 'sent', posted: undefined };
            },
          }
        : undefined,
    signInReports: over.report === true ? reportsOf(report) : undefined,
    signInLog: undefined,
    links: createLinkTokens(ledger.linkKeys, { token: randomUUID }, clock.clock),
    identity: { exchange: async () => setting.exchangeResult },
    jobs: { wake: async (task) => void woken.push(task) },
  };
  const usecases = createUseCases(deps);
  const setting: Setting = {
    ...{ clock, directory, ledger, usecases, deps, sent, removed, notices, answers, unreachable, woken, results },
    ...{
      removalFailures,
      announced,
      announceResults,
      letters,
      letterResults,
      channelNames,
      report,
      people,
      accounts,
      outsiders,
      heads,
      posts,
    },
    exchangeResult: { kind: 'invalid', reason: 'none' },
    signIn: async (asker, over = {}) => {
      const claims = { ...claimsOf(asker), authTime: clock.clock(), issuedAt: clock.clock(), ...over };
      await ledger.sessions.start(
        { ...claims, signedInAt: clock.clock(), expiresAt: new Date(clock.clock().getTime() + 3_600_000) },
        event,
      );
    },
    assign: async (asker, { clientId }) => {
      // A sweep looks for every manager in the directory.
      const { person, name } = asker;
      if ((await people.statusesOf([person]))[0]?.status === 'left')
        people.put({ ...person, name, address: '', guest: false });
      await ledger.assignments.add(named(asker), clientId, event);
    },
    run: (command, asker) => usecases.run(command, asker),
  };
  return setting;
}

function reportsOf(report: Setting['report']): SignInReports {
  return {
    of: async (clientId) => {
      report.asked += 1;
      return report.of?.filter((use) => use.clientId === clientId);
    },
    page: async () => {
      if (report.of === undefined) throw new DirectoryFault('forbidden', { ambiguous: false });
      return { uses: report.of, link: undefined };
    },
  };
}

function howOf({ kind }: Place): 'channel' | 'chat' {
  return kind === 'channel' ? 'channel' : 'chat';
}

/** The notices to one person that are not about roles, requests, managers’ channels and outages. */
function isPrivate({ kind }: Notice): boolean {
  const others = [
    'assigned',
    'unassigned',
    'request',
    'request-news',
    'channel-unlinked',
    'unexpected-credentials',
    'outage',
  ];
  return !others.includes(kind);
}

/** The outcome as one of its kind. If it has another kind, the test fails and shows the outcome. */
export function expectKind<K extends Outcome['kind']>(outcome: Outcome, kind: K): Extract<Outcome, { kind: K }> {
  if (!isKind(outcome, kind)) throw new Error(`expected ${kind}, got ${JSON.stringify(outcome)}`);
  return outcome;
}

function isKind<K extends Outcome['kind']>(outcome: Outcome, kind: K): outcome is Extract<Outcome, { kind: K }> {
  return outcome.kind === kind;
}
