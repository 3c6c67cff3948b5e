export { createBacklog } from './backlog.ts';
export { type Database, DatabaseHeldError, openDatabase } from './database.ts';
export { type Inspection, inspectDatabase } from './inspection.ts';
export { type RunningJobs, startJobs, type TaskHandlers } from './jobs.ts';
export { createLedger } from './ledger.ts';
