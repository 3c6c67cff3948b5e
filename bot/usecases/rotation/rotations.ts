import type { Outcome } from '../../domain/shared/outcome.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries } from '../shared/fields.ts';

interface RotationsCommand {
  readonly kind: 'rotations';
}

/** `rotations` lists the open rotations of the asker's applications, newest first. */
export const rotationsCommand: CommandModule<RotationsCommand> = {
  kind: 'rotations',
  words: ['rotations'],
  read: alone({ kind: 'rotations' }),
  button: carries('rotations', {}),
  need: 'read',
  help: [{ lead: 'rotations', text: '– the open rotations, to continue one' }],
  menu: [{ title: 'rotations', text: 'Open rotations, to continue one', scopes: ['personal', 'team'] }],
  perform: (deps) => rotations(deps),
};

export async function rotations(deps: Pick<TurnDeps, 'ledger' | 'askerFacts'>): Promise<Outcome> {
  const clientIds = (await deps.askerFacts()).managed.map(({ clientId }) => clientId);
  return { kind: 'rotations', rotations: clientIds.length === 0 ? [] : await deps.ledger.rotations.open(clientIds) };
}
