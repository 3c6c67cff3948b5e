import type { AuditEvent } from '../../bot/domain/audit/audit-events.ts';
import type { Rotation, SecretRef, Tick } from '../../bot/domain/rotation/rotation.ts';
import type { Operation } from '../../bot/domain/secrets/operation.ts';
import { named } from '../../bot/domain/shared/person.ts';
import type { Rotations } from '../../bot/ports/rotation/rotations.ts';
import { type Append, lowerNamed } from './ledger.ts';
import type { ReminderState } from './ledger-reminder-state.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Kept = Writable<Rotation>;

/** What beginning and settling a change of secrets means for rotations. */
export interface FakeRotationSteps {
  isToDo(operation: Operation): boolean;
  created(operation: Operation, hint: string, at: Date): void;
  deleted(operation: Operation, at: Date): void;
}

const BACK_AT_STEP_1 = { fresh: undefined, updated: undefined, confirmed: undefined, firstUsed: undefined };

export function createFakeRotations(
  state: ReminderState,
  append: Append,
): { readonly rotations: Rotations; readonly steps: FakeRotationSteps } {
  const held = new Map<string, Kept>();
  const open = () => [...held.values()].filter((rotation) => rotation.state === 'open');
  const openOne = (id: string) => open().find((rotation) => rotation.id === id);
  const change = (id: string, ifSo: (rotation: Rotation) => boolean, set: Partial<Rotation>, audit?: AuditEvent) => {
    const rotation = openOne(id);
    if (rotation === undefined || !ifSo(rotation)) return undefined;
    if (audit !== undefined) append(audit);
    return Object.assign(rotation, structuredClone(set));
  };
  return {
    rotations: {
      ...createSteps(change),
      ...createLooks(held),
      start: async (rotation, audit) => structuredClone(start(held, state, rotation, () => append(audit))),
      end: async (id, how, by, audit) => {
        const ended = change(id, () => true, { state: how, ended: lowerTick(by) }, audit);
        if (ended !== undefined && how === 'replaced') state.end(oldOf(ended), { how, ...lowerTick(by) });
        return ended !== undefined;
      },
      newGone: async (id, audit) => void change(id, ({ fresh }) => fresh !== undefined, BACK_AT_STEP_1, audit),
      oldGone: async (id, at, audit) => {
        const ended = change(id, () => true, { state: 'deleted', ended: { by: undefined, at } }, audit);
        if (ended !== undefined) state.end(oldOf(ended), { how: 'deleted', by: undefined, at });
      },
      used: async (id, firstUsed) => {
        const earlier = ({ fresh, firstUsed: known }: Rotation) =>
          fresh !== undefined && (known === undefined || known > firstUsed);
        change(id, earlier, { firstUsed });
      },
    },
    steps: {
      isToDo: ({ rotationId, kind }) => {
        const rotation = rotationId === undefined ? undefined : openOne(rotationId);
        if (rotation === undefined) return rotationId === undefined;
        return kind === 'delete' || rotation.fresh === undefined;
      },
      created: (operation, hint, at) => {
        const { rotationId, keyId, secretName: name = '', secretEnd: end, asker } = operation;
        if (rotationId === undefined || keyId === undefined || end === undefined) return;
        const fresh = { secret: { keyId, name, hint, end }, by: named(asker), at, adopted: false };
        change(rotationId, (rotation) => rotation.fresh === undefined, { fresh });
      },
      deleted: ({ application: { clientId }, keyId, asker }, at) => {
        if (keyId === undefined) return;
        const by = named(asker);
        const own = open().filter(({ application }) => application.clientId === clientId);
        for (const rotation of own) {
          if (rotation.old.keyId === keyId) Object.assign(rotation, { state: 'deleted', ended: { by, at } });
          else if (rotation.fresh?.secret.keyId === keyId) Object.assign(rotation, BACK_AT_STEP_1);
        }
        state.end({ clientId, keyId }, { how: 'deleted', by, at });
      },
    },
  };
}

type Change = (
  id: string,
  ifSo: (rotation: Rotation) => boolean,
  set: Partial<Rotation>,
  audit: AuditEvent,
) => Kept | undefined;

function createSteps(change: Change): Pick<Rotations, 'adopt' | 'tick'> {
  return {
    adopt: async (id, secret, by, audit) => {
      const fresh = { secret: refOf(secret), ...lowerTick(by), adopted: true };
      return change(id, (rotation) => rotation.fresh === undefined, { fresh }, audit) !== undefined;
    },
    tick: async (id, step, by, audit) => {
      const before = step === 'updated' ? 'fresh' : 'updated';
      const isNext = (rotation: Rotation) => rotation[before] !== undefined && rotation[step] === undefined;
      return change(id, isNext, { [step]: lowerTick(by) }, audit) !== undefined;
    },
  };
}

function createLooks(held: ReadonlyMap<string, Rotation>): Pick<Rotations, 'find' | 'open' | 'replaced'> {
  const inState = (state: Rotation['state'], clientIds: readonly string[]) => {
    const wanted = new Set(clientIds.map((id) => id.toLowerCase()));
    return [...held.values()].filter((each) => each.state === state && wanted.has(each.application.clientId));
  };
  return {
    find: async (id) => structuredClone(held.get(id)),
    open: async (clientIds) =>
      structuredClone(inState('open', clientIds)).sort((a, b) => b.started.at.getTime() - a.started.at.getTime()),
    replaced: async (clientIds) => inState('replaced', clientIds).map(oldOf),
  };
}

function start(
  held: Map<string, Kept>,
  state: ReminderState,
  { id, application, old, by }: Parameters<Rotations['start']>[0],
  record: () => void,
): Rotation {
  const clientId = application.clientId.toLowerCase();
  const ofSecret = [...held.values()].filter(
    (each) => each.application.clientId === clientId && each.old.keyId === old.keyId,
  );
  const standing = ofSecret.find((each) => each.state === 'open');
  if (standing !== undefined) return standing;
  record();
  for (const each of ofSecret) if (each.state === 'replaced') each.state = 'reopened';
  const rotation: Rotation = {
    ...BACK_AT_STEP_1,
    id,
    application: { clientId, displayName: application.displayName },
    old: refOf(old),
    state: 'open',
    started: lowerTick(by),
    ended: undefined,
  };
  held.set(id, structuredClone(rotation));
  state.revive({ clientId, keyId: old.keyId }, by.at);
  return rotation;
}

function refOf({ keyId, name, hint, end }: SecretRef): SecretRef {
  return { keyId, name, hint, end };
}

function lowerTick({ by, at }: Tick): Tick {
  return { by: lowerNamed(by), at };
}

function oldOf({ application: { clientId }, old: { keyId } }: Rotation) {
  return { clientId, keyId };
}
