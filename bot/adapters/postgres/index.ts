export { type Database, DatabaseHeldError, openDatabase } from './database.ts';
export { type Inspection, inspectDatabase } from './inspection.ts';
export { startJobs } from './jobs.ts';
export { createLedger } from './ledger.ts';
