import type { AuditAction } from '../../domain/audit/audit-events.ts';
import type { Contact } from '../../domain/messages/contact.ts';
import { scopeId } from '../../domain/shared/organisation.ts';
import type { ContactLinks } from '../../ports/messages/contact-links.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';

type Answering = Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs' | 'links'>;

/** What the holder of an address does with the link of its first e-mail. A link that the bot has not made is not looked up. */
export function contactLinks(deps: Answering): ContactLinks {
  const { ledger, random, clock } = deps;
  const ifGenuine = async (token: string, act: (hash: string) => Promise<Contact | undefined>) =>
    (await deps.links.isGenuine('contact', token)) ? act(random.hash(token)) : undefined;
  return {
    find: (token) => ifGenuine(token, (hash) => ledger.contacts.byLink(hash, clock())),
    confirm: (token) =>
      ifGenuine(
        token,
        async (hash) => (await confirm(deps, hash)) ?? ledger.contacts.answered(hash, clock(), 'confirmed'),
      ),
    refuse: (token) =>
      ifGenuine(
        token,
        async (hash) => (await refuse(deps, hash)) ?? ledger.contacts.answered(hash, clock(), 'refused'),
      ),
  };
}

function confirm(deps: Answering, hash: string): Promise<Contact | undefined> {
  return deps.ledger.contacts.confirm(hash, deps.clock(), (contact) =>
    auditOfHolder(deps, 'contact.confirmed', contact),
  );
}

async function refuse(deps: Answering, hash: string): Promise<Contact | undefined> {
  const now = deps.clock();
  const refused = await deps.ledger.contacts.refuse(hash, now, (contact) => {
    const { organisation, address } = contact;
    return {
      audit: [auditOfHolder(deps, 'contact.refused', contact)],
      messages: [alarmOf(deps, { kind: 'contact-refused', organisation, address })],
    };
  });
  if (refused !== undefined) await deps.jobs.wake('send-outbox', now);
  return refused;
}

/** The holder of an address is nobody that the directory knows. */
function auditOfHolder(deps: Answering, action: AuditAction, { id, organisation }: Contact) {
  return systemAudit(deps, action, { detail: `contact ${id} of ${scopeId(organisation)}; by its holder` });
}
