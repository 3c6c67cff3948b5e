import type { Lane } from '../../domain/messages/outbox.ts';
import type { Task } from '../../ports/shared/jobs.ts';

/** The task that sends each lane. */
export const TASK_OF = { teams: 'send-outbox', mail: 'send-mail' } as const satisfies Record<Lane, Task>;
