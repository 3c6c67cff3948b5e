import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { application, expectKind, type Setting } from '../shared/setting.ts';

export interface Created {
  readonly app: Application;
  readonly asker: Asker;
  /** Names the message with the value. */
  readonly nonce: string;
  /** The card that the person was answered with. */
  readonly created: Extract<Outcome, { kind: 'created' }>;
}

/** A person who manages an application has created a secret for it. */
export async function createdIn(setting: Setting, asker: Asker): Promise<Created> {
  const app = application(`Partner-NL-${asker.name}-DM`, '2027-01-01');
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const open = { kind: 'open', purpose: 'create', query: app.displayName, hint: '' } as const;
  const { form } = expectKind(await setting.run(open, asker), 'create-form');
  const { nonce, name, expiry } = form;
  const created = expectKind(await setting.run({ kind: 'submit-create', nonce, name, expiry }, asker), 'created');
  return { app, asker, nonce, created };
}
