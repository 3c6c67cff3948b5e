import { randomUUID } from 'node:crypto';
import { DAY_MS, type LocalApplication, type LocalSecret, type LocalWorld } from './world.ts';

const SPREAD_DAYS = 400;

/**
 * Adds `count` applications to the world, each with `secretsEach` secrets whose ends are spread from a month ago to a
 * year from now. Returns the new applications, which nobody manages.
 */
export function addApplications(
  world: LocalWorld,
  count: number,
  secretsEach: number,
  now: Date,
): readonly LocalApplication[] {
  const added = Array.from({ length: count }, (_, i): LocalApplication => {
    const secrets = Array.from({ length: secretsEach }, (_each, n) => secretOf(i * secretsEach + n, now));
    return {
      id: randomUUID(),
      appId: randomUUID(),
      displayName: `Partner-XX-Organisation-${i + 1}-${i % 2 === 0 ? 'DM' : 'SMC'}`,
      ownedByBot: true,
      passwordCredentials: secrets,
    };
  });
  // One by one: a call with a hundred thousand arguments does not fit on the stack.
  for (const one of added) world.applications.push(one);
  return added;
}

function secretOf(n: number, now: Date): LocalSecret {
  // A step that shares no factor with the spread visits every day of it before it comes back to the first.
  const endDays = ((n * 37) % SPREAD_DAYS) - 30;
  return {
    keyId: randomUUID(),
    displayName: `Secret ${n + 1}`,
    hint: 'abc',
    startDateTime: new Date(now.getTime() + (endDays - 365) * DAY_MS).toISOString(),
    endDateTime: new Date(now.getTime() + endDays * DAY_MS).toISOString(),
  };
}
