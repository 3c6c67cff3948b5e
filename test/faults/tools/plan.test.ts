import { describe, expect, it } from 'vitest';
import { createPlan, numbered, stepsInBoth } from './plan.ts';
import { requestStep, sqlStep } from './step-names.ts';
import { createFrames, failingQuery, textsIn } from './wire.ts';

describe('the name of a step', () => {
  it.each([
    ['begin', 'sql begin'],
    ['insert into "operations" ("nonce") values ($1)', 'sql insert operations'],
    ['UPDATE "outgoing" SET state = $1', 'sql update outgoing'],
    ['with "cleared" as (delete from "x") insert into "operations" values ($1)', 'sql delete x'],
    ['select "a" from "assignments" where "a" = $1 for update', 'sql select assignments'],
    ['INSERT INTO pgboss.job (id) VALUES ($1)', 'sql insert pgboss.job'],
    ['SELECT * FROM pgboss.job', undefined],
  ])('of %s is %s', (statement, name) => {
    expect(sqlStep(statement)).toBe(name);
  });

  it('of a request has no ids, and says if a message is for one person alone', () => {
    const path = '/emea/0a000000-0000-4000-8000-000000000001/v3/conversations/19:x/activities?isTargetedActivity=true';
    expect(requestStep('teams', 'POST', path)).toBe('teams POST activities targeted');
    expect(requestStep('graph', 'POST', "/v1.0/applications(appId='x')/addPassword")).toBe('graph POST addPassword');
    const channel = '/emea/v3/conversations/19%3Ax%40thread.tacv2/activities';
    expect(requestStep('teams', 'POST', channel)).toBe('teams POST activities in a channel');
  });
});

describe('a plan', () => {
  it('meets the nth step of a process with its fault, once, and says that it was injected', () => {
    const killed: string[] = [];
    const plan = createPlan((by) => killed.push(by));
    const planned = plan.next({ by: 'one', name: 'sql commit', nth: 2, phase: 'before' }, { how: 'kill' });
    const meet = (by: string, phase: 'before' | 'after' = 'before') => plan.meet({ by, name: 'sql commit', phase }).how;
    expect([meet('one'), meet('two'), meet('one', 'after')]).toEqual(['go', 'go', 'go']);
    expect(planned.isDone()).toBe(false);
    expect([meet('one'), meet('one')]).toEqual(['kill', 'go']);
    expect(planned.isDone()).toBe(true);
    expect(killed).toEqual(['one']);
  });

  it('counts a fault that did not come as not injected', () => {
    const plan = createPlan(() => {});
    const planned = plan.next({ name: 'sql commit', nth: 1, phase: 'before' }, { how: 'cut' });
    planned.forget();
    expect(plan.meet({ by: 'one', name: 'sql commit', phase: 'before' }).how).toBe('go');
    expect(planned.isDone()).toBe(false);
  });

  it('numbers steps among their equals', () => {
    expect(numbered(['a', 'b', 'a']).map(({ name, nth }) => `${name}${nth}`)).toEqual(['a1', 'b1', 'a2']);
  });
});

describe('the messages of PostgreSQL', () => {
  it('are cut from a stream, wherever that breaks', () => {
    const frames = createFrames(false);
    const bytes = Buffer.concat([failingQuery('53100'), failingQuery('40001')]);
    const found = [...frames(bytes.subarray(0, 7)), ...frames(bytes.subarray(7, 90)), ...frames(bytes.subarray(90))];
    expect(found.map((message) => textsIn(message, 1)[0])).toEqual([
      expect.stringContaining('53100'),
      expect.stringContaining('40001'),
    ]);
  });
});

describe('the steps of two walks', () => {
  it('are those of the first one, in their order, as often as the second one has them too', () => {
    expect(stepsInBoth(['a', 'b', 'a', 'c', 'a'], ['c', 'a', 'd', 'a', 'b'])).toEqual(['a', 'b', 'a', 'c']);
    expect(stepsInBoth(['a', 'b'], [])).toEqual([]);
  });
});
