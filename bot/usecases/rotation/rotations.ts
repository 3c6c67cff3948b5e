import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { Deps } from '../shared/deps.ts';
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
  help: [{ lead: 'rotations', text: '– the open rotations, to take one up again' }],
  menu: [{ title: 'rotations', text: 'Open rotations, to take one up again', scopes: ['personal', 'team'] }],
  perform: (deps, _command, asker) => rotations(deps, asker),
};

export async function rotations(deps: Pick<Deps, 'ledger'>, asker: Asker): Promise<Outcome> {
  const clientIds = await deps.ledger.assignments.of(asker.person);
  return { kind: 'rotations', rotations: clientIds.length === 0 ? [] : await deps.ledger.rotations.open(clientIds) };
}
