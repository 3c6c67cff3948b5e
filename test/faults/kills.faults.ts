import { describe, it } from 'vitest';
import { killEverywhere } from './tools/kill-everywhere.ts';
import { CREATION, OF_PEOPLE, OF_SECRETS } from './tools/paths/index.ts';

describe('threat 12, crash between add and delivery: a process that is killed at any step, one of three on PostgreSQL', () => {
  it.each([CREATION, OF_SECRETS, OF_PEOPLE])('$name: nothing is lost or sent twice', async (group) => {
    await killEverywhere(group, { engine: 'postgres' });
  });
});
