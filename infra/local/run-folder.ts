import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^run-(\d+)$/;

/**
 * Makes the folder in which this process keeps its certificate, its log and its data, so that two runs at once do not
 * share them. The folders of runs that have ended are removed: their tenant does not exist any more.
 */
export async function createRunFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  const ended = (await readdir(parent)).filter((name) => {
    const pid = Number(NAME.exec(name)?.[1]);
    return pid === process.pid || (Number.isInteger(pid) && !isAlive(pid));
  });
  await Promise.all(ended.map((name) => rm(join(parent, name), { recursive: true, force: true })));
  const folder = join(parent, `run-${process.pid}`);
  await mkdir(folder);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // The process of another user is alive, although it takes no signal from this one.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
