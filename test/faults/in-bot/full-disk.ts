// Node loads this before the bot (`node --import`). The bot knows nothing of it: as long as a certain file exists, the disk has
// no room for files that grow. The file holds a sign for each write that was refused.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

const mark = process.env['FULL_DISK_MARK'] ?? '';
const { closeSync, existsSync, fstatSync, ftruncateSync, openSync, writeFileSync, writeSync } = fs;

function refuseIfFull(call: string): void {
  if (!existsSync(mark)) return;
  const fd = openSync(mark, 'a');
  writeSync(fd, '.');
  closeSync(fd);
  throw Object.assign(new Error(`ENOSPC: no space left on device, ${call}`), { code: 'ENOSPC', syscall: call });
}

/** What stays within a file's size needs no room. */
function isGrowth(fd: number, end: (size: number) => number): boolean {
  const stats = fstatSync(fd);
  return stats.isFile() && end(stats.size) > stats.size;
}

fs.writeSync = ((fd: number, data: NodeJS.ArrayBufferView | string, ...more: readonly unknown[]) => {
  const [, length = 0, position] = more;
  const ends = (size: number) => (typeof position === 'number' ? position : size) + Number(length);
  if (typeof data !== 'string' && isGrowth(fd, ends)) refuseIfFull('write');
  return (writeSync as (...all: readonly unknown[]) => number)(fd, data, ...more);
}) as typeof writeSync;

fs.ftruncateSync = (fd, length) => {
  if (isGrowth(fd, () => length ?? 0)) refuseIfFull('ftruncate');
  ftruncateSync(fd, length);
};

fs.writeFileSync = (file, data, options) => {
  const isEmpty = typeof data === 'string' ? data === '' : data.byteLength === 0;
  if (String(file).startsWith(dirname(mark)) && !isEmpty) refuseIfFull('open');
  writeFileSync(file, data, options);
};

syncBuiltinESMExports();
