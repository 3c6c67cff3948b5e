import { describe, it } from 'vitest';
import { failEverywhere } from './tools/fail-everywhere.ts';
import { ALL_FAULTS } from './tools/fault-at-each.ts';
import { CREATION } from './tools/paths/index.ts';

describe('a service or the database that fails in any way at any step of a creation', () => {
  it('nothing is lost or sent twice', async () => {
    await failEverywhere(CREATION, ALL_FAULTS);
  });
});
