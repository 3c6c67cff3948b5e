import type { DigestItem } from '../../domain/reminders/digest.ts';
import { DIGEST_ITEM_ACTS, type DigestItemAct } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named, samePerson } from '../../domain/shared/person.ts';
import { auditOf, refuseAccess } from '../audit/audit-events.ts';
import { openRotateOf } from '../rotation/rotate.ts';
import { openDeleteOf } from '../secrets/delete.ts';
import { show } from '../secrets/show.ts';
import { managesApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, NONCE, oneOf, wholeUpTo } from '../shared/fields.ts';
import { beginSignIn, isSignedInFor } from '../sign-in/sign-in.ts';
import { claimOutcome } from './claims.ts';
import { digestHere } from './show-digest.ts';
import { sayUnused } from './unused.ts';

interface DigestItemCommand {
  readonly kind: 'digest-item';
  readonly act: DigestItemAct;
  readonly digest: string;
  readonly item: number;
}

/** A button beside one item of a digest. Digests of an earlier version, with its verb, are still in the channels. */
export const digestItemCommand: CommandModule<DigestItemCommand> = {
  kind: 'digest-item',
  formerKinds: ['due'],
  button: carries('digest-item', { act: oneOf(DIGEST_ITEM_ACTS), digest: NONCE, item: wholeUpTo(100_000) }),
  // Somebody who does not manage the application hears so without signing in; the others are then asked to sign in.
  need: 'nothing',
  perform: pressItem,
};

/**
 * Everybody in the channel sees the button; only managers of the item's application may press it. See decision 0009: a
 * digest is one card for everybody.
 */
async function pressItem(deps: TurnDeps, command: DigestItemCommand, asker: Asker): Promise<Outcome> {
  const digest = await digestHere(deps, command.digest, asker);
  const item = digest?.items.find(({ number }) => number === command.item);
  if (item === undefined) return refuseAccess(deps, asker, 'digest-gone', { detail: `digest: ${command.act}` });
  const { application, keyId, ending } = item;
  if (!(await managesApplication(deps, application.clientId))) {
    await refuseAccess(deps, asker, 'not-yours', { application, keyId, detail: `digest: ${command.act}` });
    return { kind: 'note', note: { kind: 'not-yours' } };
  }
  if (!(await isSignedInFor(deps, 'read'))) return beginSignIn(deps, command, 'read', asker);
  switch (command.act) {
    case 'show':
      return show(deps, application.clientId);
    case 'rotate':
      return openRotateOf(deps, application.clientId, keyId, asker);
    case 'claim':
    case 'take-over':
      if (ending !== undefined) return { kind: 'note', note: { kind: 'settled' } };
      return claim(deps, item, command.act === 'take-over', asker);
    case 'delete':
      return openDeleteOf(deps, application.clientId, keyId, asker);
    case 'unused':
      return sayUnused(deps, { clientId: application.clientId, sure: false }, asker);
  }
}

async function claim(deps: TurnDeps, item: DigestItem, takeOver: boolean, asker: Asker): Promise<Outcome> {
  const { application, keyId, secretName: name, end } = item;
  const wanted = { by: named(asker), at: deps.clock() };
  const audit = auditOf(deps, asker, 'reminder.claimed', item);
  const stands = await deps.ledger.reminders.claim(application.clientId, keyId, wanted, takeOver, audit);
  if (!samePerson(stands.by, asker.person)) return { kind: 'note', note: { kind: 'claimed-before', claim: stands } };
  const isNew = stands.at.getTime() === wanted.at.getTime();
  if (isNew) await deps.jobs.wake('send-outbox', wanted.at);
  return claimOutcome(deps, application, { keyId, name, end }, stands, isNew ? 'claimed' : 'own');
}
