import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import { createSettingWith, type Setting, START, someone } from '../shared/setting.ts';

export const DAY_MS = 86_400_000;

/** An instant so many days and one minute after the start of every test. */
export function inDays(days: number): string {
  return new Date(START.getTime() + days * DAY_MS + 60_000).toISOString();
}

export interface ReminderSetting extends Setting {
  /** A manager of the applications, who speaks in the channel. */
  readonly manager: Asker;
  readonly administrator: Asker;
  /** Links the channel in which the asker speaks as a managers' channel. */
  link(asker: Asker, query: string): Promise<Outcome>;
  /** Lets a day pass, or several, and then sweeps and sends. */
  nextDay(days?: number): Promise<void>;
  sweepAndSend(): Promise<void>;
  /** The digests since the last call: `channel 19:…: 7 secret-name`. */
  told(): readonly string[];
}

/** The use cases with a manager and an administrator who are signed in and known to the bot. */
export async function createReminderSetting(
  over: { readonly mail?: boolean; readonly report?: boolean },
  ...applications: readonly Application[]
): Promise<ReminderSetting> {
  const setting = await createSettingWith(over, ...applications);
  const manager = someone('Ada');
  const administrator = someone('Eve', 'personal');
  for (const application of applications) await setting.assign(manager, application);
  await setting.signIn(manager);
  await setting.signIn(administrator, { roles: [ADMIN_ROLE] });
  await setting.ledger.conversations.remember(administrator);
  let seen = 0;
  const sweepAndSend = async () => {
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
  };
  return Object.assign(setting, {
    manager,
    administrator,
    link: (asker: Asker, query: string) => setting.run({ kind: 'link', query, scope: '' }, asker),
    sweepAndSend,
    nextDay: async (days = 1) => {
      setting.clock.pass(days * DAY_MS);
      for (const asker of [manager, administrator])
        await setting.signIn(asker, asker === administrator ? { roles: [ADMIN_ROLE] } : {});
      await sweepAndSend();
    },
    told: () => {
      const fresh = setting.announced.slice(seen);
      seen = setting.announced.length;
      return fresh.map(({ how, to, digest }) => {
        const items = digest.items.map(({ stage, secretName }) => `${stage} ${secretName}`);
        return `${how} ${how === 'update' ? '' : to}: ${items.join(', ')}`;
      });
    },
  });
}
