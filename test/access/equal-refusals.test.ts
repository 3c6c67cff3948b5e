import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { REQUEST_ACTS } from '../../bot/domain/shared/command.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Asker } from '../../bot/domain/shared/person.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { renderOutcome } from '../../cards/index.ts';
import { PEOPLE } from './people.ts';
import { applicant, requestFor, requestOf } from './prepare-scene.ts';
import { recordingUseCases, textOf, typedIn } from './record.ts';
import { cellsOf, isAnswer, type Rows } from './rows.ts';
import { TABLE } from './table.ts';
import { type AccessWorld, createWorld } from './world.ts';

/** Makes of a command one about something that does not exist. The table has a row for what exists. */
type Missing = (existing: Command) => Command;

const unknown = () => randomUUID();
const query: Missing = (command) => ('query' in command ? { ...command, query: unknown() } : command);
const named: Missing = (command) => ('query' in command ? { ...command, query: 'Partner-SE-Nowhere-DM' } : command);
const scope: Missing = (command) => ('scope' in command ? { ...command, scope: 'organisation:se/nowhere' } : command);
const nonce: Missing = (command) => ('nonce' in command ? { ...command, nonce: unknown() } : command);
const id: Missing = (command) => ('id' in command ? { ...command, id: unknown() } : command);
const digest: Missing = (command) => ('digest' in command ? { ...command, digest: unknown() } : command);
const code: Missing = (command) => ('code' in command ? { ...command, code: '000000' } : command);
const secret: Missing = (command) =>
  'clientId' in command ? { ...command, clientId: unknown(), keyId: unknown() } : command;
const application: Missing = (command) => ('clientId' in command ? { ...command, clientId: unknown() } : command);
const nonces: Missing = (command) => ('nonces' in command ? { ...command, nonces: [unknown()] } : command);
const credential: Missing = (command) => ('credential' in command ? { ...command, credential: unknown() } : command);
const chosen: Missing = (command) => ('clientIds' in command ? { ...command, clientIds: [unknown()] } : command);

/** By command: how it is about nothing, and the rows that are about something. */
const CASES: Readonly<Record<string, readonly (readonly [Missing, Rows])[]>> = {
  open: [[query, TABLE.open]],
  'delete-secret': [[secret, TABLE['delete-secret']]],
  'rotate-secret': [[secret, TABLE['rotate-secret']]],
  'submit-create': [[nonce, only('submit-create', 'the manager’s form')]],
  'delete-expired': [[application, TABLE['delete-expired']]],
  'confirm-expired': [[nonces, only('confirm-expired', 'the manager’s form')]],
  'confirm-delete': [[nonce, only('confirm-delete', 'the manager’s form')]],
  stored: [[nonce, TABLE.stored]],
  'unexpected-act': [[credential, TABLE['unexpected-act']]],
  rotation: [[id, TABLE.rotation]],
  link: [
    [named, only('link', 'the application’s organisation')],
    [scope, only('link', 'by a button')],
  ],
  unlink: [
    [named, only('unlink', 'the application’s organisation')],
    [scope, only('unlink', 'by a button')],
  ],
  'unlink-one': [[id, TABLE['unlink-one']]],
  digest: [[digest, only('digest', 'of another channel')]],
  'digest-item': [[digest, only('digest-item', 'of another channel')]],
  'undelivered-act': [[digest, TABLE['undelivered-act']]],
  managers: [[query, only('managers', 'of the application')]],
  audit: [[query, only('audit', 'of the application')]],
  assign: [[chosen, TABLE.assign]],
  unassign: [[chosen, TABLE.unassign]],
  'submit-assignment': [[nonce, TABLE['submit-assignment']]],
  request: [[named, only('request', 'by the name of the application')]],
  help: [[named, only('help', 'the token of the application')]],
  code: [[code, only('code', 'of the manager’s sign-in')]],
};

function only(kind: Command['kind'], what: string): Rows {
  const row = TABLE[kind][what];
  if (row === undefined) throw new Error(`no row: ${kind}, ${what}`);
  return { [what]: row };
}

/** What somebody is told, without the words they typed, references, and ids of sign-ins and requests. */
function told(outcome: Outcome, command: Command): readonly string[] {
  const own = outcome.kind === 'refused' ? [outcome.reference ?? '-'] : [];
  const signIn = outcome.kind === 'sign-in' ? [outcome.signInId, outcome.url] : [];
  const request = outcome.kind === 'requested' && outcome.request !== undefined ? [outcome.request] : [];
  const varying = [...typedIn(command), ...own, ...signIn, ...request];
  const same = (text: string) => varying.reduce((left, words) => left.replaceAll(words, '…'), text);
  const { card, fallbackText } = renderOutcome(outcome);
  return [same(textOf(outcome)), same(JSON.stringify(card)), same(fallbackText)];
}

/** Asks both, one after the other, and says what each is told, and which ports are called for it. */
async function askedBoth(world: AccessWorld, by: Asker, existing: Command, missing: Command) {
  const { usecases, calls } = recordingUseCases(world.setting.deps);
  const ask = async (command: Command) => {
    calls.length = 0;
    const outcome = await usecases.run(command, by);
    return { told: told(outcome, command), calls: [...calls] };
  };
  return { exists: await ask(existing), unknown: await ask(missing) };
}

function expectAlike({ exists, unknown }: Awaited<ReturnType<typeof askedBoth>>): void {
  expect(exists.told).toEqual(unknown.told);
  expect(exists.calls).not.toEqual([]);
  expect(exists.calls).toEqual(unknown.calls);
}

const ROWS = Object.entries(CASES).flatMap(([command, cases]) =>
  cases.flatMap(([missing, rows]) => Object.entries(rows).map(([what, row]) => ({ command, what, row, missing }))),
);

describe('the answer to a person who may not know of something', () => {
  describe.each(ROWS)('$command: $what', ({ row, missing }) => {
    it.each(cellsOf(row).filter(({ word }) => !isAnswer(word)))(
      'to $kind is the same, in the same steps, whether it exists or not',
      async ({ kind }) => {
        const world = await createWorld();
        const by = world.people[kind];
        await row.given?.(world);
        const command = await row.ask(world, by);
        expectAlike(await askedBoth(world, by, command, missing(command)));
      },
    );
  });

  const OUTSIDERS = ['manager of another', 'colleague', 'guest', 'same id, other tenant'] as const;
  const REQUESTS = {
    'waiting for its organisation': (world: AccessWorld) => requestFor(world, applicant(), 'waiting'),
    'confirmed by it': (world: AccessWorld) => requestFor(world, applicant(), 'confirmed'),
    'that was found to mean nothing': (world: AccessWorld) => requestOf(world, applicant(), undefined),
  };
  describe.each(Object.entries(REQUESTS))('review a request %s', (_state, make) => {
    const presses = REQUEST_ACTS.flatMap((act) => OUTSIDERS.map((kind) => ({ act, kind })));
    it.each(presses)('$act by $kind is answered the same, whether the request exists or not', async ({ act, kind }) => {
      const world = await createWorld();
      const by = world.people[kind];
      if (act === 'approve') await world.setting.signIn(by);
      for (const shared of [false, true]) {
        const press = { kind: 'review', act, clientIds: [world.ours.clientId], confirmedBy: 'Jan', shared } as const;
        const [existing, missing] = [await make(world), randomUUID()];
        expectAlike(await askedBoth(world, by, { ...press, request: existing }, { ...press, request: missing }));
      }
    });
  });

  it.each(PEOPLE)('submit-request by %s is answered the same, whether the application exists or not', async (kind) => {
    const world = await createWorld();
    const words = { kind: 'submit-request', why: 'w', who: 'Jan' } as const;
    const existing = { ...words, query: world.ours.displayName };
    expectAlike(await askedBoth(world, world.people[kind], existing, { ...words, query: 'Partner-SE-Nowhere-DM' }));
  });
});
