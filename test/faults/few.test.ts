import { it } from 'vitest';
import { killEverywhere } from './tools/kill-everywhere.ts';
import { CREATION } from './tools/paths/index.ts';

/** The moments at which most can go wrong. `npm run test:faults` tries all steps. */
const MOMENTS = ['before graph POST addPassword', 'after graph POST addPassword', 'after teams POST activities'];

it('a process that is killed while it creates a secret leaves none that nobody received', async () => {
  const only = ({ phase, name }: { readonly phase: string; readonly name: string }) =>
    MOMENTS.includes(`${phase} ${name}`);
  await killEverywhere(CREATION, { engine: 'postgres', processes: 1, only });
}, 300_000);
