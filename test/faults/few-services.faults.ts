import { describe, it } from 'vitest';
import { failEverywhere } from './tools/fail-everywhere.ts';
import { FAULTS_IN_TURN, FEW_FAULTS } from './tools/fault-at-each.ts';
import { OF_PEOPLE, OF_SECRETS } from './tools/paths/index.ts';

describe('a service or the database that fails at any step of a change', () => {
  it.each([
    { group: OF_SECRETS, lists: FAULTS_IN_TURN },
    { group: OF_PEOPLE, lists: FEW_FAULTS },
  ])('$group.name: nothing is lost or sent twice', async ({ group, lists }) => {
    await failEverywhere(group, lists);
  });
});
