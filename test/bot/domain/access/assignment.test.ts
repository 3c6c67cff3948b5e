import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayAbandon, type Pair, pairKey, planAssignments } from '../../../../bot/domain/access/assignment.ts';

function pair(application: string, person: string): Pair {
  return { clientId: application, person: { tid: 't', oid: person, name: person.toUpperCase() } };
}
const keys = (pairs: readonly Pair[]) => pairs.map(({ clientId, person }) => `${clientId} ${person.oid}`);
const nothing = { add: [], remove: [] };

describe('a plan of assignments', () => {
  it('adds new pairs, removes existing ones, and leaves the others alone', () => {
    const standing = [pair('a', 'ada'), pair('a', 'bob')];
    const add = [pair('a', 'ada'), pair('a', 'cleo')];
    const plan = planAssignments({ add, remove: [pair('a', 'bob'), pair('a', 'dora')] }, standing);
    expect(keys(plan.added)).toEqual(['a cleo']);
    expect(keys(plan.removed)).toEqual(['a bob']);
    expect(keys(plan.unchanged)).toEqual(['a ada', 'a dora']);
    expect(plan.abandoned).toEqual([]);
  });

  it('names the applications that it leaves without a manager', () => {
    const standing = [pair('a', 'ada'), pair('b', 'ada'), pair('b', 'bob'), pair('c', 'ada')];
    const plan = planAssignments({ add: [], remove: standing.filter(({ person }) => person.oid === 'ada') }, standing);
    expect([...plan.abandoned].sort()).toEqual(['a', 'c']);
  });

  it('names no application if its last manager is replaced', () => {
    const plan = planAssignments({ add: [pair('a', 'bob')], remove: [pair('a', 'ada')] }, [pair('a', 'ada')]);
    expect(plan.abandoned).toEqual([]);
  });

  it('names no application that had no manager before', () => {
    expect(planAssignments({ add: [], remove: [pair('a', 'ada')] }, []).abandoned).toEqual([]);
    expect(planAssignments(nothing, [pair('a', 'ada')])).toEqual({
      added: [],
      removed: [],
      unchanged: [],
      abandoned: [],
    });
  });

  it('names an application if only a manager is left who is away', () => {
    const away = { how: 'left', since: new Date(0) } as const;
    const standing = [pair('a', 'ada'), { ...pair('a', 'bob'), away }];
    expect(planAssignments({ add: [], remove: [pair('a', 'ada')] }, standing).abandoned).toEqual(['a']);
  });

  it('counts a pair once if it comes again in another case', () => {
    const add = [pair('a', 'ada'), pair('A', 'ADA'), pair('a', 'ada')];
    expect(planAssignments({ ...nothing, add }, []).added).toHaveLength(1);
    expect(planAssignments({ ...nothing, add }, [pair('A', 'Ada')]).added).toEqual([]);
    expect(planAssignments({ ...nothing, remove: add }, [pair('a', 'ada')]).removed).toHaveLength(1);
  });

  it('leads exactly to the wished assignments, for every wish', () => {
    const any = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('ada', 'bob', 'cleo'));
    const pairs = fc.array(
      any.map(([application, person]) => pair(application, person)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pairs, pairs, pairs, (standing, add, remove) => {
        const { added, removed, unchanged, abandoned } = planAssignments({ add, remove }, standing);
        const before = new Set(standing.map(pairKey));
        const after = new Set(before);
        for (const one of added) after.add(pairKey(one));
        for (const one of removed) after.delete(pairKey(one));
        const [wanted, unwanted] = [new Set(add.map(pairKey)), new Set(remove.map(pairKey))];
        for (const key of before) expect(after.has(key)).toBe(!unwanted.has(key));
        for (const key of after) expect(before.has(key) || wanted.has(key)).toBe(true);
        expect(added.some((one) => before.has(pairKey(one)))).toBe(false);
        expect(removed.every((one) => before.has(pairKey(one)))).toBe(true);
        const judged = added.length + removed.length + unchanged.length;
        expect(judged).toBe(wanted.size + unwanted.size);
        const staffed = (keys: ReadonlySet<string>) => new Set([...keys].map((key) => key.split(' ')[0] ?? ''));
        const lost = [...staffed(before)].filter((application) => !staffed(after).has(application));
        expect([...abandoned].sort()).toEqual(lost.sort());
      }),
    );
  });
});

describe('an application', () => {
  const form = { warnedOf: ['a', 'b'] };

  it.each([
    [[], false, form, true],
    [['a'], false, form, false],
    [['a'], true, form, true],
    [['a', 'b'], true, form, true],
    [['a', 'c'], true, form, false],
    [['a'], false, undefined, false],
    [['a'], true, undefined, true],
  ])('is left without a manager only if that was asked and answered: %j, %j, %j', (abandoned, lastToo, by, may) => {
    expect(mayAbandon(abandoned, lastToo, by)).toBe(may);
  });
});
