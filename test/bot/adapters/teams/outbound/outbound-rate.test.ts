import { describe, expect, test } from 'vitest';
import { createPace } from '../../../../../bot/adapters/teams/outbound/outbound-rate.ts';

describe('messages that the bot sends of its own accord', () => {
  test('are fewer than 50 a second to many conversations', async () => {
    const pace = createPace();
    const begun = performance.now();
    for (let at = 0; at < 16; at++) await pace(`19:${at}`);
    expect(performance.now() - begun).toBeGreaterThan(15 * (1000 / 50));
  });

  test('are fewer than 8 in two seconds to one conversation', async () => {
    const pace = createPace();
    const begun = performance.now();
    for (let at = 0; at < 4; at++) await pace('19:same');
    expect(performance.now() - begun).toBeGreaterThan(3 * (2000 / 7) - 20);
  });

  test('do not wait after a rest', async () => {
    let now = 0;
    const pace = createPace(() => now);
    await pace('19:a');
    now = 10_000;
    const nothing = new Promise((resolve) => setImmediate(resolve, 'waited'));
    expect(await Promise.race([pace('19:a').then(() => 'at once'), nothing])).toBe('at once');
  });
});
