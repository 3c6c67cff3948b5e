import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TABLE } from '../../../access/table.ts';
import { START } from '../../usecases/shared/setting.ts';
import { REQUESTS } from './requests-table.ts';
import { openRequestCounter, type RequestCounter } from './requests-world.ts';

let counter: RequestCounter;
beforeAll(async () => {
  // The access table was written for this day, and the stand-in refuses an end that has passed.
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  counter = await openRequestCounter();
});
afterAll(async () => {
  await counter.close();
  vi.useRealTimers();
});

const ROWS = Object.entries(TABLE).flatMap(([command, rows]) =>
  Object.entries(rows).map(([what, row]) => ({ name: `${command}: ${what}`, row })),
);
/** What is asked of the whole tenant: words that may be a part of any name, and what is said of all applications. */
const OF_THE_TENANT = [
  'link: the application’s organisation',
  'link: elsewhere than in a channel',
  'sweep: now',
  'sweep: accept',
  'sweep: accept leavers',
  'review: choose',
];

describe('the requests to Graph', () => {
  it('are stated for every row of the access table, and for no other', () => {
    expect(Object.keys(REQUESTS)).toEqual(ROWS.map(({ name }) => name));
  });

  it.each(ROWS)('are as many as stated for $name', async ({ name, row }) => {
    expect({
      manager: await counter.of(row, 'manager'),
      administrator: await counter.of(row, 'administrator'),
    }).toEqual(REQUESTS[name]);
  });

  it('read the list of the tenant for administrators alone, and for few things', () => {
    const listing = Object.entries(REQUESTS).filter(([, { administrator }]) =>
      administrator.includes('GET applications'),
    );
    expect(listing.map(([name]) => name)).toEqual(OF_THE_TENANT);
    expect(Object.values(REQUESTS).filter(({ manager }) => manager.includes('GET applications'))).toEqual([]);
  });

  it('need one token for all commands together, and at most four connections for one', () => {
    expect(counter.tokens()).toBe(1);
    // The status of four people is asked for at the same time.
    expect(counter.connections()).toBeLessThanOrEqual(4);
  });
});
