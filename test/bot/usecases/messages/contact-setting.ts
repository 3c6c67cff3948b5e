import type { ContactAct } from '../../../../bot/domain/shared/command.ts';
import { type Asker, named } from '../../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import { createReminderSetting, inDays } from '../reminders/reminder-setting.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';

export const DESK = 'desk@matchwell.example';
export const ONCALL = 'oncall@matchwell.example';

/** Two applications of Matchwell that Ada manages, one of Elsewhere, and Eve, who administers. E-mail is set up. */
export async function createContactSetting(options: { readonly mail?: boolean } = { mail: true }) {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5), inDays(300));
  const smc = application('Partner-NL-Matchwell-SMC', inDays(200));
  const setting = await createReminderSetting(options, dm, smc);
  const foreign = application('Partner-BE-Elsewhere-SMC', inDays(200));
  setting.directory.put(foreign);
  const { manager, administrator } = setting;
  const contact = (by: Asker, query: string, ...addresses: readonly string[]) =>
    setting.run({ kind: 'contact', query, addresses: addresses.join(' '), scope: '' }, by);
  const all = () => setting.ledger.contacts.all();
  const idOf = async (address: string) => (await all()).find((one) => one.address === address)?.id ?? '';
  const press = async (by: Asker, act: ContactAct, address: string, shared = false) =>
    setting.run({ kind: 'contact-act', act, contact: await idOf(address), query: '', page: 1, shared }, by);
  const send = () => setting.usecases.sendOutbox();
  const inviteTo = (address: string) =>
    setting.letters.flatMap(({ to, content }) =>
      to === address && content.kind === 'contact-invite' ? [content.url.split('/').at(-1) ?? ''] : [],
    );
  return {
    ...{ setting, dm, smc, foreign, manager, administrator, contact, all, press, send, inviteTo },
    /** The first e-mail to an address was sent, and its holder has confirmed it. */
    confirmed: async (address: string, query = 'Matchwell') => {
      expectKind(await contact(administrator, query, address), 'contacts-added');
      await send();
      return setting.usecases.contactLinks.confirm(inviteTo(address).at(-1) ?? '');
    },
    stateOf: async (address: string) => (await all()).find((one) => one.address === address)?.state,
    /** Somebody who is signed in, and whom the bot has met only if it is said. */
    join: async (name: string, roles: readonly string[] = []) => {
      const asker = someone(name, 'personal');
      await setting.signIn(asker, { roles });
      setting.people.put({ ...named(asker), address: '', guest: false });
      return asker;
    },
    signInAgain: async () => {
      await setting.signIn(manager);
      await setting.signIn(administrator, { roles: [ADMIN_ROLE] });
    },
    unmanaged: async () => {
      for (const { clientId } of [dm, smc]) await setting.ledger.assignments.remove(manager.person, clientId, event);
    },
  };
}

export type ContactSetting = Awaited<ReturnType<typeof createContactSetting>>;
