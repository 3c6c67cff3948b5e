import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLive } from '../../../bot/domain/shared/expiry.ts';
import type { Asker } from '../../../bot/domain/shared/person.ts';
import type { Command } from '../../../bot/usecases/commands.ts';
import { createUseCases } from '../../../bot/usecases/index.ts';
import type { Deps } from '../../../bot/usecases/shared/deps.ts';
import { application, createSetting, expectKind, someone } from '../../bot/usecases/shared/setting.ts';

/** The directory, whose every answer comes when the scheduler says. */
function scheduled(deps: Deps, scheduler: fc.Scheduler): Deps {
  const { directory } = deps;
  return {
    ...deps,
    directory: {
      ...directory,
      application: (clientId) => scheduler.schedule(Promise.resolve()).then(() => directory.application(clientId)),
      addSecret: (...given) => scheduler.schedule(Promise.resolve()).then(() => directory.addSecret(...given)),
      removeSecret: (...given) => scheduler.schedule(Promise.resolve()).then(() => directory.removeSecret(...given)),
    },
  };
}

it('threat 15, two managers at once: 100 interleavings of additions and deletions lose and double nothing', async () => {
  const setting = await createSetting();
  let deleted = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.subarray(['add', 'A', 'B'], { minLength: 2 }), async (scheduler, acts) => {
      const [ada, bea] = [someone('Ada'), someone('Bea')];
      const app = application('Partner-NL-Matchwell-DM', '2027-06-01', '2027-07-01');
      setting.directory.put(app);
      for (const asker of [ada, bea]) {
        await setting.assign(asker, app);
        await setting.signIn(asker);
      }
      const usecases = createUseCases(scheduled(setting.deps, scheduler));
      const presses: (() => Promise<unknown>)[] = [];
      for (const [index, act] of acts.entries()) {
        const asker = index % 2 === 0 ? ada : bea;
        const command = await commandOf(act, asker);
        presses.push(() => usecases.run(command, asker));
      }
      await scheduler.waitFor(Promise.all(presses.map((press) => press())));
      const now = setting.clock.clock();
      const left = setting.directory.truth(app.clientId)?.secrets ?? [];
      const live = left.filter((secret) => isLive(secret, now));
      expect(live.length).toBeGreaterThan(0);
      const added = left.filter((secret) => !app.secrets.some(({ keyId }) => keyId === secret.keyId)).length;
      expect(added).toBe(acts.includes('add') ? 1 : 0);
      deleted += app.secrets.length + added - left.length;

      async function commandOf(act: string, asker: Asker): Promise<Command> {
        if (act === 'add') {
          const open = { kind: 'open', purpose: 'create', query: app.clientId, hint: '' } as const;
          const { nonce, name, expiry } = expectKind(await setting.run(open, asker), 'create-form').form;
          return { kind: 'submit-create', nonce, name, expiry };
        }
        const keyId = app.secrets[act === 'A' ? 0 : 1]?.keyId ?? '';
        const open = { kind: 'delete-secret', clientId: app.clientId, keyId } as const;
        const { form } = expectKind(await setting.run(open, asker), 'delete-form');
        return { kind: 'confirm-delete', nonce: form.nonce, typedName: '' };
      }
    }),
    { numRuns: 100 },
  );
  expect(deleted).toBeGreaterThan(50);
}, 240_000);
