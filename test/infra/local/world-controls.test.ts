import { expect, test } from 'vitest';
import { openTeams } from './teams-bench.ts';

test.each([
  ['pass-day', 1],
  ['pass-week', 7],
])('%s answers when the days have passed, and says which day it is', async (control, days) => {
  const log: number[] = [];
  const passDays = async (count: number) => {
    await Promise.resolve();
    log.push(count);
  };
  const bench = await openTeams({ controls: { passDays } });
  const today = new Date().toLocaleDateString('en-GB', { dateStyle: 'full' });
  expect(await bench.control(control)).toMatchObject({ failed: null, today });
  expect(log).toEqual([days]);
  await bench.close();
});

test('without a program that has a bot, the secrets grow older', async () => {
  const bench = await openTeams();
  const end = () => Date.parse(bench.world.applications[0]?.passwordCredentials[0]?.endDateTime ?? '');
  const before = end();
  await bench.control('pass-week');
  expect(Math.round((before - end()) / 86_400_000)).toBe(7);
  await bench.close();
});

test('the panel shows a sweep that fails, and the next one can be tried', async () => {
  let fails = true;
  const passDays = async () => {
    if (fails) throw new Error('The bot did not do its daily sweep.');
  };
  const bench = await openTeams({ controls: { passDays } });
  expect(await bench.control('pass-day')).toMatchObject({ failed: 'The bot did not do its daily sweep.' });
  fails = false;
  expect(await bench.control('pass-day')).toMatchObject({ failed: null });
  await bench.close();
});

test('the systems switch to the newest secret of each application when the panel says so', async () => {
  const bench = await openTeams();
  const [first] = bench.world.applications;
  const [old, newest] = first?.passwordCredentials ?? [];
  expect([old, newest].map((one) => bench.world.signIns.has(one?.keyId ?? ''))).toEqual([true, false]);
  await bench.control('systems-switch');
  const last = bench.world.signIns.get(newest?.keyId ?? '')?.getTime() ?? 0;
  expect(Date.now() - last).toBeLessThan(5000);
  await bench.close();
});

test('a system signs in with the chosen secret, and with none that is not valid now', async () => {
  const bench = await openTeams();
  const [first] = bench.world.applications;
  const [, unused] = first?.passwordCredentials ?? [];
  const keyId = unused?.keyId ?? '';
  expect(await bench.control('sign-in-with', { value: keyId })).toMatchObject({ failed: null });
  expect(Date.now() - (bench.world.signIns.get(keyId)?.getTime() ?? 0)).toBeLessThan(5000);
  if (unused !== undefined) unused.endDateTime = new Date(Date.now() - 1_000).toISOString();
  bench.world.signIns.delete(keyId);
  for (const wrong of [keyId, 'unknown'])
    expect(await bench.control('sign-in-with', { value: wrong })).toMatchObject({
      failed: expect.stringMatching(/^AADSTS/),
    });
  expect(bench.world.signIns.has(keyId)).toBe(false);
  await bench.close();
});
