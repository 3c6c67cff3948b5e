import type { TaskHandlers } from '../../bot/adapters/postgres/base/jobs/jobs.ts';

const idle = async () => {};

/** Handlers of tasks that do nothing. */
export const TASKS_AT_REST: TaskHandlers = {
  reconcile: idle,
  'remove-messages': idle,
  sweep: idle,
  'route-requests': idle,
  'send-outbox': idle,
  'send-mail': idle,
  'keep-audit': idle,
  'read-uses': undefined,
  'read-sign-ins': undefined,
};
