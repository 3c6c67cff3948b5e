import { describe, it } from 'vitest';
import { killEverywhere } from './tools/kill-everywhere.ts';
import { LATE } from './tools/paths/index.ts';

/** Longer than a kill and the look after it. The bot takes it for possible that Graph shows a change minutes late. */
const LAG_MS = 60_000;

describe('a process that is killed while Graph shows changes late', () => {
  it('nothing is lost or sent twice when it dies at a request of a creation or a deletion', async () => {
    const only = ({ name }: { readonly name: string }) => !name.startsWith('sql ');
    await killEverywhere(LATE, { engine: 'postgres', lagMs: LAG_MS, only });
  });
});
