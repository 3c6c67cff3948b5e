export { createTurnCounts } from './access/turn-counts.ts';
export { modeOf as modeOfDataFolder } from './base/data-folder-mode.ts';
export { type Database, DatabaseHeldError, DataFolderError, openDatabase } from './base/database.ts';
export { databaseWordsOf } from './base/faults/database-words.ts';
export { type Inspection, inspectDatabase } from './base/inspection.ts';
export { type RunningJobs, startJobs, type TaskHandlers } from './base/jobs/jobs.ts';
export { createLedger } from './base/ledger.ts';
export { createBacklog } from './messages/backlog.ts';
