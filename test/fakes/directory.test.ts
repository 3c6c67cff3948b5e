import { randomUUID } from 'node:crypto';
import { describeDirectory } from '../contracts/directory.ts';
import { createFakeDirectory } from './directory.ts';

const known: [string, string, string] = [randomUUID(), randomUUID(), randomUUID()];

describeDirectory('the fake directory', async () => ({
  directory: createFakeDirectory(known.map((clientId) => ({ clientId, displayName: 'Partner-NL-A-DM', secrets: [] }))),
  known,
  close: async () => {},
}));
