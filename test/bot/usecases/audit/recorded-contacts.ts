import type { ContactAct } from '../../../../bot/domain/shared/command.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import type { Mailer } from '../../../../bot/ports/messages/announcer.ts';
import { expectKind } from '../shared/setting.ts';
import type { RecordedWorld } from './recorded-world.ts';

const TEN_MINUTES_MS = 600_000;

/** Somebody adds a designated contact to Matchwell. Its id. */
export async function added({ setting }: RecordedWorld, by: Asker): Promise<string> {
  const command = { kind: 'contact', query: 'Matchwell', addresses: 'desk@matchwell.example', scope: '' } as const;
  const { added: contacts } = expectKind(await setting.run(command, by), 'contacts-added');
  return contacts[0]?.id ?? '';
}

function press({ setting }: RecordedWorld, act: ContactAct, contact: string, by: Asker) {
  return setting.run({ kind: 'contact-act', act, contact, query: '', page: 1, shared: false }, by);
}

/** Ada proposes a contact, and Eve decides. */
export async function decided(all: RecordedWorld, act: 'confirm' | 'decline'): Promise<void> {
  expectKind(await press(all, act, await added(all, all.ada), all.eve), 'contacts');
}

/** Eve has added a contact, and Ada presses a button beside it later. */
export async function pressed(all: RecordedWorld, act: 'again' | 'remove'): Promise<void> {
  const contact = await added(all, all.eve);
  all.setting.clock.pass(TEN_MINUTES_MS);
  await all.setting.signIn(all.ada);
  expectKind(await press(all, act, contact, all.ada), 'contacts');
}

/** Eve has added a contact, and its first e-mail has arrived: what its holder does with the link. */
export async function mailedLink(all: RecordedWorld): Promise<(act: 'confirm' | 'refuse') => Promise<unknown>> {
  const urls: string[] = [];
  const sendTo: Mailer['sendTo'] = async (_contact, content) => {
    if (content.kind === 'contact-invite') urls.push(content.url);
    return { kind: 'sent', posted: undefined };
  };
  Object.assign(all.setting.deps, { mailer: { ...all.setting.deps.mailer, sendTo } });
  await added(all, all.eve);
  await all.setting.usecases.sendOutbox();
  const token = urls[0]?.split('/').at(-1) ?? '';
  return (act) => all.setting.usecases.contactLinks[act](token);
}

/** The mail service refuses the address of a contact. */
export async function unreachableContact(all: RecordedWorld): Promise<void> {
  const sendTo: Mailer['sendTo'] = async () => ({ kind: 'gone', code: 'ErrorInvalidRecipients' });
  Object.assign(all.setting.deps, { mailer: { ...all.setting.deps.mailer, sendTo } });
  await added(all, all.eve);
  await all.setting.usecases.sendOutbox();
}
