import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { expectKind, type Setting } from '../shared/setting.ts';

/** Creates a secret through the form. Returns its key id. */
export async function created(setting: Setting, asker: Asker, clientId: string): Promise<string> {
  const before = new Set(setting.directory.truth(clientId)?.secrets.map(({ keyId }) => keyId));
  const open = { kind: 'open', purpose: 'create', query: clientId, hint: '' } as const;
  const { form } = expectKind(await setting.run(open, asker), 'create-form');
  const { nonce, name, expiry } = form;
  await setting.run({ kind: 'submit-create', nonce, name, expiry }, asker);
  const fresh = setting.directory.truth(clientId)?.secrets.find(({ keyId }) => !before.has(keyId));
  return fresh?.keyId ?? '';
}
