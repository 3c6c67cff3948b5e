import { CONTACT_LINK_MS } from '../../domain/messages/contact.ts';
import type { ContactProposal } from '../../domain/messages/outbox.ts';
import { scopeId } from '../../domain/shared/organisation.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';
import { othersAreTold } from './alarm-content.ts';
import { type ContentRules, type Drawn, deadLetter, noRows, type Unreached } from './content-rules.ts';

/** The card on which administrators decide on a contact that a manager has proposed. */
export function contactProposedContent({ contact: id, organisation, address, by }: ContactProposal): ContentRules {
  return {
    async draw({ ledger }, { posted }) {
      const state = (await ledger.contacts.find(id))?.state;
      if (posted === undefined && state !== 'proposed') return { kind: 'drop', audit: [] };
      const view = { id, organisation, address, addedBy: by, state };
      return { kind: 'post', content: { kind: 'notice', notice: { kind: 'contact-proposed', view } } };
    },
    sentRows: noRows,
    unreached: async (deps, due) =>
      (await othersAreTold(deps, due)) ? { kind: 'drop', audit: [] } : { kind: 'administrators' },
    giveUp: deadLetter,
  };
}

/** The first e-mail to a contact, with a link that is made now: an earlier attempt's link ends. */
export function contactInviteContent(): ContentRules {
  return { draw: drawInvite, sentRows: noRows, unreached: dropIt, giveUp: deadLetter };
}

async function drawInvite(deps: Deps, { to, at }: DueMessage): Promise<Drawn> {
  if (to.kind !== 'contact') return { kind: 'drop', audit: [] };
  const token = await deps.links.make('contact');
  const until = new Date(deps.clock().getTime() + CONTACT_LINK_MS);
  const link = { tokenHash: deps.random.hash(token), until };
  const contact = await deps.ledger.contacts.offerLink(to.contact, link, at);
  if (contact === undefined) return { kind: 'drop', audit: [] };
  return { kind: 'post', content: { kind: 'contact-invite', url: `${deps.settings.publicUrl}/contact/${token}` } };
}

/** Nothing more goes to the address: `contactGone` has told the administrators. */
export async function dropIt(): Promise<Unreached> {
  return { kind: 'drop', audit: [] };
}

/** The mail service refuses the address of a contact for good, so the administrators are told, once. */
export async function contactGone(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  id: string,
  code: string,
): Promise<void> {
  const now = deps.clock();
  const isNew = await deps.ledger.contacts.unreachable(id, now, ({ organisation, address }) => ({
    audit: [
      systemAudit(deps, 'contact.unreachable', {
        result: 'failed',
        detail: `contact ${id} of ${scopeId(organisation)}; ${code}`,
      }),
    ],
    messages: [alarmOf(deps, { kind: 'contact-unreachable', organisation, address })],
  }));
  if (isNew) await deps.jobs.wake('send-outbox', now);
}
