import type { PgBoss } from 'pg-boss';
import type { Jobs } from '../../../../ports/shared/jobs.ts';

/** Wake-ups collapse per second; `short` keeps one waiting job for each key. */
const SLOT_MS = 1_000;
/** A job that this process has sent is not taken up so long before its time, even if the database's clock is ahead. */
const SURELY_WAITING_MS = 10_000;
/** To forget a job that was sent costs one statement more. */
const REMEMBERED = 1_000;

/** The time is rounded up: it is never too early, and all wake-ups for the same second share one job. */
export function wakeOn(boss: Pick<PgBoss, 'send'>): Jobs['wake'] {
  const sent = new Map<string, Promise<unknown>>();
  return async (task, at) => {
    const now = Date.now();
    const slot = Math.ceil(Math.max(at.getTime(), now) / SLOT_MS) * SLOT_MS;
    const key = `${task} ${slot}`;
    const before = sent.get(key);
    if (before !== undefined && slot - now > SURELY_WAITING_MS) return void (await before);
    if (sent.size >= REMEMBERED) sent.clear();
    const sending = boss.send(task, null, { startAfter: new Date(slot), singletonKey: String(slot) });
    sent.set(key, sending);
    try {
      await sending;
    } catch (cause) {
      sent.delete(key);
      throw cause;
    }
  };
}
