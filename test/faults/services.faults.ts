import { describe, expect, it } from 'vitest';
import { DATABASE_FAULTS, faultAtEach, SERVICE_FAULTS } from './tools/fault-at-each.ts';
import { stepsOf } from './tools/kills.ts';
import { PATHS } from './tools/paths.ts';
import { holdToPromises, openWorld } from './tools/promises.ts';

const MANAGERS = 100;

describe('a service or the database that fails at any step of a change', () => {
  it.each(PATHS)('$name: nothing is lost or sent twice', async (path) => {
    const opened = await openWorld({ engine: 'postgres', count: MANAGERS, daysLeft: path.daysLeft });
    const { faults } = opened;
    try {
      const steps = (await stepsOf(faults, path, faults.managers)).filter(({ phase }) => phase === 'before');
      const [inside, outside] = [steps.filter(isSql), steps.filter((step) => !isSql(step))];
      const services = await faultAtEach(faults, path, outside, SERVICE_FAULTS);
      const database = await faultAtEach(faults, path, inside, DATABASE_FAULTS);
      const tried = {
        injected: services.injected + database.injected,
        missed: [...services.missed, ...database.missed],
        answered: new Set([...services.answered, ...database.answered]),
      };
      await holdToPromises(opened, `${path.name}, a failure at each step`, tried, path.known);
      // What a process does of its own accord can take the place of a step.
      expect(tried.missed.length).toBeLessThan(tried.injected / 5);
    } finally {
      await faults.close();
    }
  });
});

function isSql({ name }: { readonly name: string }): boolean {
  return name.startsWith('sql ');
}
