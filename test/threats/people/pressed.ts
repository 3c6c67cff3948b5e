import type { Command } from '../../../bot/usecases/commands.ts';
import { inChat, type Kind } from '../../access/people.ts';
import { cellsOf, isAnswer, type Row } from '../../access/rows.ts';
import { TABLE } from '../../access/table.ts';
import type { AccessWorld } from '../../access/world.ts';
import { event } from '../../bot/usecases/shared/setting.ts';

export interface NamedRow {
  readonly name: string;
  readonly row: Row;
}

/** The rows of the access table in which these people get the answer, and these others do not. */
export function rowsFor(allowed: Kind, refused: Kind): readonly NamedRow[] {
  const rows = Object.entries(TABLE).flatMap(([command, each]) =>
    Object.entries(each).map(([what, row]) => ({ name: `${command}, ${what}`, row })),
  );
  return rows.filter(({ row }) => isAnswer(wordFor(row, allowed)) && !isAnswer(wordFor(row, refused)));
}

function wordFor(row: Row, kind: Kind): string {
  return cellsOf(row).find((cell) => cell.kind === kind)?.word ?? '';
}

/** Returns a person of this kind, in the place that the row names, and what is on their screen. */
export async function onScreen(world: AccessWorld, { row }: NamedRow, kind: Kind) {
  const asker = row.where === 'in a chat' ? inChat(world.people[kind]) : world.people[kind];
  await row.given?.(world);
  const command: Command = await row.ask(world, asker);
  return { asker, command };
}

/** The manager loses the role for the application, and stays signed in. */
export async function endRole({ setting, ours, people: { manager } }: AccessWorld): Promise<void> {
  await setting.ledger.assignments.remove(manager.person, ours.clientId, event);
  await setting.signIn(manager);
}

/** The role of the administrator ends in Entra, which the next sign-in shows. */
export async function endAdministration({ setting, people: { administrator } }: AccessWorld): Promise<void> {
  await setting.signIn(administrator, { roles: [] });
}

/** All that a press can change, in Entra, in the ledger and in Teams. */
export async function effects({ setting, ours, theirs }: AccessWorld) {
  const { ledger, directory, sent, removed, notices, posts, announced, letters } = setting;
  const { addSecret, removeSecret } = directory.calls;
  return structuredClone({
    secrets: [directory.truth(ours.clientId)?.secrets, directory.truth(theirs.clientId)?.secrets],
    calls: { addSecret, removeSecret },
    assignments: await ledger.assignments.all(),
    requests: await ledger.requests.open(),
    rotations: await ledger.rotations.open([ours.clientId, theirs.clientId]),
    links: await ledger.links.all(),
    dead: await ledger.outbox.dead(),
    told: [sent, removed, notices, posts, announced, letters].map(({ length }) => length),
  });
}
