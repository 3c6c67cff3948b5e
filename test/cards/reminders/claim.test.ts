import { expect, test } from 'vitest';
import { nodesOf } from '../inspect.ts';
import { dataOf, drawn } from '../outcomes/drawn.ts';

test('the card of a claim asks for a day only if one can be promised, and always leads back', () => {
  const inputs = (name: 'claim' | 'claim-expired') =>
    nodesOf(drawn(name).card).filter(({ type }) => type === 'Input.Date').length;
  expect([inputs('claim'), inputs('claim-expired')]).toEqual([1, 0]);
  expect(dataOf(drawn('claim-expired'), 'promise')).toEqual([]);
  expect(dataOf(drawn('claim-expired'), 'give-back')).toHaveLength(1);
});
