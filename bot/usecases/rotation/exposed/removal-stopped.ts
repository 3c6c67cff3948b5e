import { named } from '../../../domain/shared/person.ts';
import type { ToldOfStopped } from '../../secrets/stopped-deletion.ts';
import { exposedMessages, staysNotice } from './exposed-messages.ts';

/** The nonce of the deletion with which the bot removes a secret in wrong hands. `saidAt`: when somebody said that it is. */
export function nonceOf(rotation: string, saidAt: Date): string {
  return `exposed-${rotation}-${saidAt.getTime()}`;
}

const NONCE = /^exposed-(.+)-\d+$/;

/** The other managers were told that the secret would be removed: if it stays after all, they are told why. */
export const toldOfStoppedRemoval: ToldOfStopped = async (deps, { nonce, asker }, why) => {
  const [, id] = NONCE.exec(nonce) ?? [];
  const rotation = id === undefined ? undefined : await deps.ledger.rotations.find(id);
  return rotation === undefined ? [] : exposedMessages(deps, staysNotice(rotation, named(asker), why), asker.person);
};
