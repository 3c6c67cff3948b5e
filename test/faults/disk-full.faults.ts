import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../cards/shared/sentences.ts';
import { holdToPromises } from './tools/checks/promises.ts';
import type { FaultWorld } from './tools/fault-world.ts';
import { fillDisk, makeRoom, refusedWrites } from './tools/full-disk.ts';
import { openWorldOf } from './tools/open-world.ts';
import { assignPath, createPath, deletePath, requestPath } from './tools/paths/index.ts';
import type { Prepared } from './tools/paths/write-path.ts';
import { createNotes } from './tools/tried.ts';

const PATHS = [createPath, deletePath, assignPath, requestPath];
/** Presses of each path while the disk is full. A table grows only if its last page has no room for one more row. */
const EACH = 15;
const SORRY = REFUSALS.fault.slice(0, 'Something went wrong'.length);

describe('a full disk under the embedded database', () => {
  it('is told in plain words, loses nothing, and all goes on when there is room', async () => {
    const opened = await openWorldOf(PATHS, EACH + 2, { engine: 'embedded' });
    const { faults, managersOf } = opened;
    const notes = createNotes();
    faults.teams.setBot(faults.slots[0]?.url ?? '');
    const prepare = async (from: number, count: number): Promise<readonly Prepared[]> => {
      const all: Prepared[] = [];
      for (let nth = from; nth < from + count; nth += 1)
        for (const path of PATHS) {
          const manager = managersOf(path)[nth];
          if (manager === undefined) throw new Error(`no manager ${nth}`);
          all.push(await path.prepare(faults, manager, `${path.name}, full disk ${nth}`));
        }
      return all;
    };
    try {
      const forms = await prepare(0, EACH);
      const heard = faults.inbound.length;
      fillDisk(faults);
      for (const form of forms) {
        const before = refusedWrites(faults);
        await notes.press(form);
        if (refusedWrites(faults) > before) notes.injected();
      }
      expect(notes.all().injected).toBeGreaterThan(EACH);
      expect(saidSorry(faults, heard), 'people are told in plain words').toBeGreaterThan(EACH / 2);
      makeRoom(faults);
      for (const form of await prepare(EACH, 1)) expect(await form.press(), 'there is room again').toBe('done');
      const [form] = await prepare(EACH + 1, 1);
      if (form === undefined) throw new Error('no form');
      await endAtFullDisk(faults, () => notes.press(form));
      notes.injected();
      await holdToPromises(opened, 'a full disk, and room again', notes.all(), [createPath.known]);
    } finally {
      await faults.close();
    }
  });
});

/** How many answers say that something went wrong and name a reference. */
function saidSorry({ inbound }: FaultWorld, from: number): number {
  return inbound.slice(from).filter(({ answer }) => answer.includes(SORRY)).length;
}

/**
 * The database needs a new file for its log of changes, and ends itself. The bot ends, and starts when there is room. From
 * then on the database has a file in reserve.
 */
async function endAtFullDisk(faults: FaultWorld, press: () => Promise<void>): Promise<void> {
  const [slot] = faults.slots;
  if (slot === undefined) throw new Error('no process');
  fillDisk(faults);
  await faults.query('SELECT pg_switch_wal()');
  await press();
  await slot.gone();
  await expect(slot.start()).rejects.toThrow('no space left on that file system');
  makeRoom(faults);
  await slot.start();
}
