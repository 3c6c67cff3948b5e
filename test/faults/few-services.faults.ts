import { describe, it } from 'vitest';
import { failEverywhere } from './tools/fail-everywhere.ts';
import { FEW_FAULTS } from './tools/fault-at-each.ts';
import { OF_PEOPLE } from './tools/paths/index.ts';

describe('a service or the database that fails at any step of a change', () => {
  it.each([OF_PEOPLE])('$name: nothing is lost or sent twice', async (group) => {
    await failEverywhere(group, FEW_FAULTS);
  });
});
