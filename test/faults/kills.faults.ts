import { describe, it } from 'vitest';
import { killEverywhere } from './tools/kill-everywhere.ts';
import { PATHS } from './tools/paths.ts';

describe('a process that is killed at any step of a change', () => {
  it.each(PATHS)('$name: nothing is lost or sent twice, with three processes on PostgreSQL', async (path) => {
    await killEverywhere(path, { engine: 'postgres' });
  });
});
