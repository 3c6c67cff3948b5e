import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultWorld } from './fault-world.ts';

/** As long as this file is there, the disk has no room: `in-bot/full-disk.ts` looks for it at each write. */
export const markOfFullDisk = (folder: string): string => join(folder, 'disk-is-full');

export function fillDisk({ folder }: FaultWorld): void {
  writeFileSync(markOfFullDisk(folder), '');
}

/** How many writes the disk has refused since it is full. */
export function refusedWrites({ folder }: FaultWorld): number {
  return statSync(markOfFullDisk(folder)).size;
}

export function makeRoom({ folder }: FaultWorld): void {
  rmSync(markOfFullDisk(folder));
}
