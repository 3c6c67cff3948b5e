import { describe, expect, it } from 'vitest';
import { createOutboundRate } from '../../../../../bot/adapters/teams/outbound/outbound-rate.ts';
import { createLimits } from '../../../../../infra/local/teams/limits.ts';

/** A rate over a clock that stands still until somebody waits, and Teams' own limits, which count what is refused. */
function virtual() {
  let at = 0;
  const limits = createLimits();
  const rate = createOutboundRate(
    () => at,
    async (ms) => {
      at += ms;
    },
  );
  const refused = { answers: 0, own: 0 };
  const ask = (whose: keyof typeof refused, conversationId: string) => {
    rate.sent();
    if (limits.request(at) !== undefined || limits.send(conversationId, at) !== undefined) refused[whose] += 1;
  };
  return {
    rate,
    refused,
    now: () => at,
    pass: (ms: number) => {
      at += ms;
    },
    answer: (conversationId: string) => ask('answers', conversationId),
    post: async (conversationId: string) => {
      await rate.pace(conversationId);
      ask('own', conversationId);
    },
  };
}

describe('messages that the bot sends of its own accord', () => {
  it('go to 2,000 chats within ten per cent of the time that Teams’ limit dictates, and none is refused', async () => {
    const { now, post, refused } = virtual();
    for (let chat = 0; chat < 2_000; chat += 1) await post(`a:${chat}`);
    expect(now()).toBeLessThanOrEqual((2_000 / 50) * 1_000 * 1.1);
    expect(refused).toEqual({ answers: 0, own: 0 });
  });

  it('leave room for answers to people, who never wait for them', async () => {
    const { now, post, answer, refused } = virtual();
    for (let chat = 0; chat < 2_000; chat += 1) {
      await post(`a:${chat}`);
      // Three people a second ask something.
      if (chat % 15 === 0) answer(`b:${chat}`);
    }
    expect(refused).toEqual({ answers: 0, own: 0 });
    expect(now()).toBeLessThanOrEqual(((2_000 + 134) / 50) * 1_000 * 1.1);
  });

  it('make way for as long as people ask for more', async () => {
    const { now, post, answer, refused } = virtual();
    for (let chat = 0; chat < 500; chat += 1) {
      await post(`a:${chat}`);
      if (chat > 100) answer(`b:${chat}`);
    }
    expect(refused).toEqual({ answers: 0, own: 0 });
    expect(now()).toBeGreaterThan((900 / 50) * 1_000);
  });

  it('wait their turn in order, however many are asked for at the same time', async () => {
    const { now, post, refused } = virtual();
    const done: number[] = [];
    const all = Array.from({ length: 100 }, async (_, chat) => {
      await post(`a:${chat}`);
      done.push(chat);
    });
    await Promise.all(all);
    expect(done).toEqual(Array.from({ length: 100 }, (_, chat) => chat));
    expect(now()).toBeGreaterThan(2_000);
    expect(refused.own).toBe(0);
  });

  it('are at most 7 a second and 8 in two seconds to one conversation', async () => {
    const { now, post, refused } = virtual();
    for (let count = 0; count < 50; count += 1) await post('19:same');
    expect(now()).toBeGreaterThanOrEqual(49 * 250);
    expect(refused.own).toBe(0);
  });

  it('take half of it for half a minute after Teams has refused one, because others may send too', async () => {
    const { rate, now, post } = virtual();
    rate.throttled();
    for (let chat = 0; chat < 230; chat += 1) await post(`a:${chat}`);
    expect(now()).toBeGreaterThanOrEqual(9_900);
    for (let chat = 0; chat < 460; chat += 1) await post(`b:${chat}`);
    const before = now();
    expect(before).toBeGreaterThanOrEqual(29_000);
    for (let chat = 0; chat < 460; chat += 1) await post(`c:${chat}`);
    expect(now() - before).toBeLessThan(12_000);
  });

  it('do not wait after a rest', async () => {
    const { now, pass, post } = virtual();
    await post('19:a');
    pass(10_000);
    await post('19:a');
    expect(now()).toBe(10_000);
  });
});

describe('answers to people', () => {
  it('are never held back: they are only counted', async () => {
    const { now, answer, refused } = virtual();
    for (let count = 0; count < 50; count += 1) answer(`a:${count}`);
    expect(now()).toBe(0);
    expect(refused.answers).toBe(0);
  });
});
