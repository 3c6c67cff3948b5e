import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second: USER_HZ in proc(5). */
const TICKS_A_SECOND = 100;
/** The position of utime in /proc/<pid>/stat. It is counted from the end of the name, because a name may hold spaces. */
const USER_TIME = 11;

/**
 * The seconds of CPU that all threads of a process have used so far. It is read from outside, so that the process does
 * nothing for it: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html. Throws on another system than Linux.
 */
export function cpuSeconds(pid: number): number {
  const stat = read(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME]) + Number(fields[USER_TIME + 1])) / TICKS_A_SECOND;
}

/** The resident set of a process in MB: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html. */
export function residentMegabytes(pid: number, which: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const [, kib] = new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(read(pid, 'status')) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (cause) {
    throw new Error('processes are measured through /proc, so benchmarks need Linux', { cause });
  }
}
