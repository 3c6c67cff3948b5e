import { randomUUID } from 'node:crypto';
import { describeDirectory } from '../contracts/directory.ts';
import { createFakeDirectory } from './directory.ts';

const known: [string, string, string] = [randomUUID(), randomUUID(), randomUUID()];

const RESOURCES = [randomUUID()];

describeDirectory('the fake directory', async () => ({
  directory: createFakeDirectory(
    known.map((clientId, index) => ({
      clientId,
      displayName: `Partner-NL-A${index}-DM`,
      secrets: [],
      resources: index === 0 ? RESOURCES : [],
    })),
  ),
  known,
  resources: RESOURCES,
  close: async () => {},
}));
