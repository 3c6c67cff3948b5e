export { type Database, DatabaseHeldError, openDatabase } from './database.ts';
export { startJobs } from './jobs.ts';
export { createLedger } from './ledger.ts';
