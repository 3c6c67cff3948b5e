export { type Database, DatabaseHeldError, openDatabase } from './database.ts';
export { createLedger } from './ledger.ts';
