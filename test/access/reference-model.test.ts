import fc from 'fast-check';
import { it } from 'vitest';
import { APPLICATIONS, Model, PERSONS } from './model.ts';
import { ABOUT_ALL, ABOUT_ONE } from './model-commands.ts';
import { approve, ask, change, createRun, expectNoStranger, expectSameRoles, type Run } from './model-run.ts';

const person = fc.nat(PERSONS - 1);
const app = fc.nat(APPLICATIONS.length - 1);
const one = fc.record({ by: person, app, what: fc.constantFrom(...Object.keys(ABOUT_ONE)) });
const all = fc.record({ by: person, command: fc.constantFrom(...ABOUT_ALL) });
const role = fc.record({ by: person, app, whom: person, act: fc.constantFrom('assign', 'unassign', 'approve') });
const step = fc.oneof({ weight: 6, arbitrary: one }, { weight: 3, arbitrary: all }, { weight: 2, arbitrary: role });

async function take(run: Run, taken: typeof step extends fc.Arbitrary<infer S> ? S : never, turn: number) {
  if ('what' in taken) return ask(run, taken.by, taken.app, taken.what, turn);
  if ('act' in taken) {
    const { act, by, app: on, whom } = taken;
    return act === 'approve' ? approve(run, by, on, whom, turn) : change(run, act, by, on, whom);
  }
  const asker = run.people[taken.by];
  if (asker !== undefined) expectNoStranger(run, taken.by, await run.setting.run(taken.command, asker), taken.command);
}

it('threat 5, confused deputy across organisations: answers and changes equal the reference model for any commands and any changes of roles', async () => {
  const pairs = fc.array(fc.record({ person, app }), { maxLength: 8 });
  const administrators = fc.uniqueArray(person, { maxLength: 2 });
  const steps = fc.array(step, { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(pairs, administrators, steps, async (assigned, admins, taken) => {
      const run = await createRun(new Model(assigned, admins));
      for (const [turn, each] of taken.entries()) {
        await take(run, each, turn);
        await expectSameRoles(run);
      }
    }),
    { numRuns: 300 },
  );
}, 180_000);

it('a command about one application is open to each person who may use it, and to nobody else', async () => {
  for (const what of Object.keys(ABOUT_ONE)) {
    const run = await createRun(
      new Model(
        [
          { person: 0, app: 0 },
          { person: 1, app: 1 },
          { person: 2, app: 2 },
        ],
        [3],
      ),
    );
    for (const by of run.people.keys()) await ask(run, by, 0, what, by);
  }
});
