import type { AuditAction, AuditRow } from '../../../../bot/domain/audit/audit-events.ts';
import type { Notice } from '../../../../bot/domain/messages/notice.ts';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { PersonWish, RequestAct } from '../../../../bot/domain/shared/command.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import type { Command } from '../../../../bot/usecases/commands.ts';
import { createSetting, event, expectKind, type Setting, someone } from '../shared/setting.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

interface Joining {
  readonly administrator?: boolean;
  readonly manages?: readonly Application[];
  /** Whether the bot has met the person. If absent: only a person who speaks in the 1:1 chat is met. */
  readonly met?: boolean;
  readonly guest?: boolean;
}

export interface AccessSetting extends Setting {
  /** Eve. The bot has met her in her 1:1 chat. */
  readonly administrator: Asker;
  /** Makes a person who is signed in, and who is in the directory as `name@example.org`. */
  join(asker: Asker, over?: Joining): Promise<Asker>;
  /** Lets time pass, and then everybody signs in again who is there: Entra signs nobody else in. */
  pass(ms: number): Promise<void>;
  tell(stopping?: AbortSignal): Promise<void>;
  /** The notices since the last call: `chat Ada: assigned Partner-NL-Matchwell-DM`. */
  told(): readonly string[];
  /** The rows that the use cases have recorded, without those of the test. */
  rows(action?: AuditAction): Promise<readonly AuditRow[]>;
  /** Asks for access, with any reasons. */
  request(asker: Asker, query: string): Promise<string>;
  review(asker: Asker, request: string, act: RequestAct, over?: Partial<ReviewWish>): Promise<Outcome>;
}

type ReviewWish = Extract<Command, { kind: 'review' }>;

/** The use cases with an administrator, for tests about roles and requests. */
export async function createAccessSetting(...applications: readonly Application[]): Promise<AccessSetting> {
  const setting = await createSetting(...applications);
  const everybody = new Map<Asker, readonly string[]>();
  let seen = 0;
  const join: AccessSetting['join'] = async (asker, over = {}) => {
    const { administrator = false, manages = [], met = asker.conversation.kind === 'personal', guest = false } = over;
    setting.people.put({ ...asker.person, name: asker.name, address: addressOf(asker), guest });
    setting.accounts.set(asker.accountId, asker.person);
    for (const application of manages) await setting.assign(asker, application);
    everybody.set(asker, administrator ? [ADMIN_ROLE] : []);
    await setting.signIn(asker, { roles: everybody.get(asker) ?? [] });
    if (met) await setting.usecases.remember(asker);
    return asker;
  };
  const rows: AccessSetting['rows'] = async (action) =>
    (await setting.ledger.audit.rows()).filter(
      (row) => row.reference !== event.reference && (action === undefined || row.action === action),
    );
  return Object.assign(setting, {
    administrator: await join(someone('Eve', 'personal'), { administrator: true }),
    join,
    pass: async (ms: number) => {
      setting.clock.pass(ms);
      const people = [...everybody.keys()].map(({ person }) => person);
      const statuses = await setting.people.statusesOf(people);
      const marked = await setting.ledger.awayPeople.of(people);
      for (const [index, [asker, roles]] of [...everybody].entries()) {
        const isAway = marked.some(({ person }) => samePerson(person, asker.person));
        if (!isAway && !['left', 'disabled'].includes(statuses[index]?.status ?? ''))
          await setting.signIn(asker, { roles });
      }
    },
    tell: async (stopping?: AbortSignal) => {
      await setting.usecases.routeRequests();
      await setting.usecases.sendOutbox(stopping);
    },
    told: () => {
      const fresh = setting.posts.slice(seen);
      seen = setting.posts.length;
      return fresh.map(({ how, to, notice }) => `${how} ${to}: ${inWords(notice)}`);
    },
    rows,
    request: async (asker: Asker, query: string) => {
      const command = { kind: 'submit-request', query, why: 'I joined the team', who: 'Wilma' } as const;
      expectKind(await setting.run(command, asker), 'requested');
      return (await setting.ledger.requests.of(asker.person))[0]?.id ?? '';
    },
    review: (asker: Asker, request: string, act: RequestAct, over: Partial<ReviewWish> = {}) =>
      setting.run(
        {
          ...{ kind: 'review', request, act, clientIds: [], confirmedBy: '', reason: 'Not yet', shared: false },
          ...over,
        } as const,
        asker,
      ),
  });
}

export function addressOf({ name }: Asker): string {
  return `${name.toLowerCase()}@example.org`;
}

export function mentioned({ accountId, name }: Asker): PersonWish {
  return { kind: 'account', accountId, name };
}

export function typed(words: string): PersonWish {
  return { kind: 'words', words };
}

function inWords(notice: Notice): string {
  switch (notice.kind) {
    case 'assigned':
    case 'unassigned':
      return `${notice.kind} ${notice.applications.map(({ displayName }) => displayName).join(', ')}`;
    case 'request':
      return `request ${notice.view.request.state}, may ${notice.view.may}`;
    case 'request-news':
      return `${notice.query} ${notice.news}`;
    default:
      return notice.kind;
  }
}
