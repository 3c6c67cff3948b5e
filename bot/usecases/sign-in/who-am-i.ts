import type { Outcome } from '../../domain/shared/outcome.ts';
import { ADMIN_ROLE, readUntil, stepUpUntil } from '../../domain/sign-in/session.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries } from '../shared/fields.ts';

interface WhoAmICommand {
  readonly kind: 'who-am-i';
}

/** Shows the asker's role, and how long their sign-in lasts. */
export const whoAmICommand: CommandModule<WhoAmICommand> = {
  kind: 'who-am-i',
  words: ['who am i', 'whoami'],
  read: alone({ kind: 'who-am-i' }),
  button: carries('who-am-i', {}),
  need: 'nothing',
  help: [{ section: 'account', lead: 'who am i', text: '– your role and how long your sign-in holds' }],
  menu: [{ title: 'who am i', text: 'Your sign-in and your role', scopes: ['personal'] }],
  perform: whoAmI,
};

async function whoAmI(deps: Pick<TurnDeps, 'settings' | 'clock' | 'ledger' | 'askerFacts'>): Promise<Outcome> {
  const now = deps.clock();
  const { session, managed } = await deps.askerFacts();
  const sessionUntil = session && readUntil(session, deps.settings.policy, now);
  if (session === undefined || sessionUntil === undefined) return { kind: 'not-signed-in' };
  return {
    kind: 'who-am-i',
    name: session.name,
    administrator: session.roles.includes(ADMIN_ROLE),
    managed: managed.length,
    signedInAt: session.signedInAt,
    sessionUntil,
    stepUpUntil: stepUpUntil(session, deps.settings.policy, now),
    now,
  };
}
