import { describe, it } from 'vitest';
import { killEverywhere } from './tools/kill-everywhere.ts';
import { CREATION } from './tools/paths/index.ts';

/** It starts from the sources, which takes longer than from the bundle: requests and ends of transactions are enough. */
const BOUNDARIES = /^(graph|teams|sql commit)/;

describe('the only process of the embedded database, killed at a request or a commit of a creation', () => {
  it('nothing is lost or sent twice', async () => {
    await killEverywhere(CREATION, { engine: 'embedded', only: ({ name }) => BOUNDARIES.test(name) });
  });
});
