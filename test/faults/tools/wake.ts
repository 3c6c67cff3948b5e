import type { Task } from '../../../bot/ports/shared/jobs.ts';
import type { FaultWorld } from './fault-world.ts';

/** Has any of the processes look for something to do, as each minute does. It takes up to half a second. */
export async function wake({ query }: FaultWorld, task: Task): Promise<void> {
  await query(`INSERT INTO pgboss.job (name, policy) SELECT name, policy FROM pgboss.queue WHERE name = '${task}'
    ON CONFLICT DO NOTHING`);
}
