import { describe, expect, it } from 'vitest';
import { createLanes } from '../../../../../../bot/adapters/teams/inbound/limits/lanes.ts';

/** Lets everything that can go on do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function world() {
  const lanes = createLanes(2);
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const start = (key: string, name: string) => {
    const end = Promise.withResolvers<string>();
    ends.set(name, end);
    return lanes(key, () => {
      begun.push(name);
      return end.promise;
    });
  };
  return { begun, start, end: (name: string) => ends.get(name) };
}

describe('turns of one person', () => {
  it('are worked on two at a time, in their order, and those of others meanwhile', async () => {
    const { begun, start, end } = world();
    const all = ['a1', 'a2', 'a3', 'a4'].map((name) => start('anna', name));
    all.push(start('boris', 'b1'));
    await settle();
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    end('a2')?.resolve('done');
    await settle();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    for (const name of ['a1', 'a3', 'b1']) end(name)?.resolve('done');
    await settle();
    end('a4')?.resolve('done');
    expect(await Promise.all(all)).toEqual(Array(5).fill('done'));
  });

  it('let the next one in when one of them fails', async () => {
    const { begun, start, end } = world();
    const all = ['1', '2', '3'].map((name) => start('anna', name));
    const failed = expect(all[0]).rejects.toThrow('broken');
    end('1')?.reject(new Error('broken'));
    await failed;
    await settle();
    expect(begun).toEqual(['1', '2', '3']);
    for (const name of ['2', '3']) end(name)?.resolve('done');
    expect(await Promise.all(all.slice(1))).toEqual(['done', 'done']);
    const later = ['4', '5', '6'].map((name) => start('anna', name));
    await settle();
    expect(begun).toEqual(['1', '2', '3', '4', '5']);
    for (const name of ['4', '5', '6']) end(name)?.resolve('done');
    expect(await Promise.all(later)).toEqual(['done', 'done', 'done']);
  });
});
