import { type Contact, isReachableContact, MAIL_AGAIN_MS, wasMailedEnough } from '../../domain/messages/contact.ts';
import { CONTACT_ACTS, type ContactAct } from '../../domain/shared/command.ts';
import { organisationOf } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { ContactRefusal } from '../../domain/shared/refusal.ts';
import { recordRefusal } from '../audit/audit-events.ts';
import { applicationsAround } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, FLAG, ID, oneOf, PAGE, QUERY } from '../shared/fields.ts';
import { unlessLastWay } from '../shared/last-way.ts';
import { refused } from '../shared/refuse.ts';
import { auditOfContact, inviteFor } from './contact.ts';
import { contactsShown, type VisibleContacts, visibleContacts } from './contacts.ts';

interface ContactActCommand {
  readonly kind: 'contact-act';
  readonly act: ContactAct;
  /** The contact's id. */
  readonly contact: string;
  /** The list that the button is in. */
  readonly query: string;
  readonly page: number;
  /** The card is one that others see too: a short answer appears beside it, and the outbox redraws the card. */
  readonly shared: boolean;
}

/** The buttons beside a designated contact. To accept (`confirm`) and to decline is for administrators. */
export const contactActCommand: CommandModule<ContactActCommand> = {
  kind: 'contact-act',
  button: carries('contact-act', { act: oneOf(CONTACT_ACTS), contact: ID, query: QUERY, page: PAGE, shared: FLAG }),
  need: 'step-up',
  perform: contactAct,
};

/** One press, by somebody who may see the contact. */
interface Press {
  readonly deps: TurnDeps;
  readonly command: ContactActCommand;
  readonly contact: Contact;
  readonly visible: VisibleContacts;
  readonly asker: Asker;
}

async function contactAct(deps: TurnDeps, command: ContactActCommand, asker: Asker): Promise<Outcome> {
  if (deps.mailer === undefined && command.act !== 'remove') return refused('no-mail');
  const visible = await visibleContacts(deps);
  const contact = visible.all.find(({ id }) => id === command.contact);
  if (contact === undefined) return refuse(deps, command, 'contact-gone', asker);
  const press = { deps, command, contact, visible, asker };
  switch (command.act) {
    case 'confirm':
    case 'decline':
      return visible.administrator ? decide(press, command.act) : refuse(deps, command, 'administrators-only', asker);
    case 'again':
      return contact.state === 'refused' ? refused('contact-refused') : mailAgain(press);
    case 'remove':
      return contact.state === 'refused' ? refused('contact-refused') : remove(press);
  }
}

async function decide(press: Press, act: 'confirm' | 'decline'): Promise<Outcome> {
  const { deps, command, contact, asker } = press;
  const { contacts: store } = deps.ledger;
  const done =
    act === 'confirm'
      ? await store.accept(contact.id, deps.clock(), (one) => ({
          audit: [auditOfContact(deps, 'contact.accepted', one, asker)],
          messages: [inviteFor(deps, one)],
        }))
      : await store.decline(contact.id, auditOfContact(deps, 'contact.declined', contact, asker));
  if (done === undefined) return refuse(deps, command, 'contact-over', asker);
  await deps.jobs.wake('send-outbox', deps.clock());
  return command.shared ? { kind: 'note', note: { kind: 'contact-decided', how: act } } : shown(press);
}

async function mailAgain(press: Press): Promise<Outcome> {
  const { deps, contact, asker } = press;
  if (wasMailedEnough(contact)) return refused('mailed-enough');
  const now = deps.clock();
  const notSince = new Date(now.getTime() - MAIL_AGAIN_MS);
  const sent = await deps.ledger.contacts.mailAgain(contact.id, now, notSince, (one) => ({
    audit: [auditOfContact(deps, 'contact.mailed-again', one, asker)],
    messages: [inviteFor(deps, one)],
  }));
  if (sent === undefined) return refused('mailed-just-now');
  await deps.jobs.wake('send-outbox', now);
  return shown(press);
}

/** A contact that reaches somebody may be the last way to do so. */
async function remove(press: Press): Promise<Outcome> {
  const { deps, contact, asker } = press;
  const change = async () => {
    await deps.ledger.contacts.remove(contact.id, auditOfContact(deps, 'contact.removed', contact, asker));
    await deps.jobs.wake('send-outbox', deps.clock());
    return shown(press);
  };
  if (!isReachableContact(contact)) return change();
  const { organisation } = contact;
  const around = await applicationsAround(deps, [organisation]);
  const own = around.filter((application) => organisationOf(deps.settings.apis, application)?.key === organisation.key);
  return unlessLastWay(deps, own, { end: 'contact', contact: contact.id }, change);
}

/** The list again, as it is now. */
async function shown({ deps, visible, command: { query, page, act } }: Press): Promise<Outcome> {
  return contactsShown(deps, await visible.again(), { query, page, done: act });
}

/** Beside a card that others see, a short note says it. It is recorded either way. */
async function refuse(
  deps: TurnDeps,
  { act, shared }: ContactActCommand,
  refusal: ContactRefusal,
  asker: Asker,
): Promise<Outcome> {
  const reference = await recordRefusal(deps, asker, { detail: `button: contact, ${act}` });
  return shared ? { kind: 'note', note: { kind: 'contact', refusal } } : refused(refusal, reference);
}
