import type { Digest } from '../../domain/reminders/digest.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, baseConversationId, samePerson } from '../../domain/shared/person.ts';
import { refuseAccess } from '../audit/audit-events.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps } from '../shared/deps.ts';
import { carries, NONCE, PAGE_NUMBER } from '../shared/fields.ts';
import { digestView } from './digest-view.ts';

interface DigestCommand {
  readonly kind: 'digest';
  readonly digest: string;
  readonly page: number;
}

/** "Show all" on a digest. It needs no sign-in: the names and dates are in the same conversation already. */
export const digestCommand: CommandModule<DigestCommand> = {
  kind: 'digest',
  button: carries('digest', { digest: NONCE, page: PAGE_NUMBER }),
  need: 'nothing',
  perform: showDigest,
};

async function showDigest(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'signInReports' | 'signInLog'>,
  { digest: id, page }: DigestCommand,
  asker: Asker,
): Promise<Outcome> {
  const digest = await digestHere(deps, id, asker);
  if (digest === undefined) return refuseAccess(deps, asker, 'digest-gone', { detail: 'digest' });
  return { kind: 'digest', digest: await digestView(deps, digest, false), page };
}

/** The digest with this id, if it was posted in the asker's conversation. Any other is treated as unknown. */
export async function digestHere(
  deps: Pick<Deps, 'ledger'>,
  id: string,
  { person, conversation }: Asker,
): Promise<Digest | undefined> {
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
