import type { Digest, DigestItem } from '../../domain/reminders/digest.ts';
import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, baseConversationId, named, samePerson } from '../../domain/shared/person.ts';
import { auditOf, refuseAccess } from '../audit/audit-events.ts';
import { openRotateOf } from '../rotation/rotate.ts';
import { show } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { beginSignIn, isSignedInFor } from '../sign-in/sign-in.ts';
import { digestView } from './digest-view.ts';

type DueCommand = Extract<Command, { kind: 'digest-item' }>;

/** "Show all": the whole digest, for whoever sees it where it stands. */
export async function showDigest(deps: Deps, id: string, page: number, asker: Asker): Promise<Outcome> {
  const digest = await digestHere(deps, id, asker);
  if (digest === undefined) return refuseAccess(deps, asker, 'digest-gone', { detail: 'digest' });
  return { kind: 'digest', digest: await digestView(deps, digest, false), page };
}

/**
 * A button of a digest: only managers of the item's application may use it, although others see it. See decision 0009: a
 * digest is one card for everybody.
 */
export async function due(deps: Deps, command: DueCommand, asker: Asker): Promise<Outcome> {
  const digest = await digestHere(deps, command.digest, asker);
  const item = digest?.items.find(({ number }) => number === command.item);
  if (item === undefined) return refuseAccess(deps, asker, 'digest-gone', { detail: `digest: ${command.act}` });
  const { application, keyId, ending } = item;
  if (!(await deps.ledger.assignments.manages(asker.person, application.clientId))) {
    await refuseAccess(deps, asker, 'not-yours', { application, keyId, detail: `digest: ${command.act}` });
    return { kind: 'note', note: { kind: 'not-yours' } };
  }
  if (!(await isSignedInFor(deps, 'read', asker))) return beginSignIn(deps, command, 'read', asker);
  switch (command.act) {
    case 'show':
      return show(deps, application.clientId, asker);
    case 'rotate':
      return openRotateOf(deps, application.clientId, keyId, asker);
    case 'claim':
    case 'take-over':
      if (ending !== undefined) return { kind: 'note', note: { kind: 'settled' } };
      return claim(deps, item, command.act === 'take-over', asker);
  }
}

async function claim(deps: Deps, item: DigestItem, takeOver: boolean, asker: Asker): Promise<Outcome> {
  const { clientId } = item.application;
  const wanted = { by: named(asker), at: deps.clock() };
  const audit = auditOf(deps, asker, 'reminder.claimed', item);
  const stands = await deps.ledger.reminders.claim(clientId, item.keyId, wanted, takeOver, audit);
  const mine = samePerson(stands.by, asker.person);
  if (!mine || stands.at.getTime() !== wanted.at.getTime())
    return { kind: 'note', note: { kind: 'claimed-before', claim: stands, mine } };
  await deps.jobs.wake('send-reminders', wanted.at);
  return { kind: 'note', note: { kind: 'claimed' } };
}

/** The digest, where it stands in the asker's conversation; anybody else's does not exist. */
async function digestHere(deps: Deps, id: string, { person, conversation }: Asker): Promise<Digest | undefined> {
  const digest = await deps.ledger.reminders.find(id);
  if (digest === undefined) return undefined;
  const { destination } = digest;
  switch (destination.kind) {
    case 'channel':
      return destination.conversationId === baseConversationId(conversation.id) ? digest : undefined;
    case 'chat':
      return samePerson(destination.person, person) ? digest : undefined;
    default:
      return undefined;
  }
}
