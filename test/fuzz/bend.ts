import fc from 'fast-check';

/** What can be written as JSON: a case is kept in a file when it fails. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Texts that programs of this kind have stumbled over. */
const TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  '\u0000',
  '\uD800',
  '\u202Egnp\u2066\u200B',
  'a\r\nSet-Cookie: x=y',
  '<at>Everybody</at>',
  '[x](javascript:alert(1))',
  '${if(true, $root, 1)}',
  '<img src=x onerror=alert(1)>',
  '{11111111-1111-4111-8111-111111111111}',
  '22222222-2222-4222-8222-222222222222',
  '9999-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
  '2026-02-30',
  '-1',
  '1e309',
  'null',
  'x'.repeat(5_000),
];

export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const number = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1e308, 2 ** 53, 0.1));
export const json: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom<Json>(null, true, false, [], {}, [[]], [null], { a: { b: [1] } }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }).map((value) => value as Json) },
);

/** One change of a value: at one of its places, counted over all of them. */
export interface Bend {
  readonly place: number;
  readonly how: 'remove' | 'replace' | 'add' | 'repeat';
  readonly by: Json;
}

const bend: fc.Arbitrary<Bend> = fc.record({
  place: fc.nat(500),
  how: fc.constantFrom('remove', 'replace', 'replace', 'replace', 'add', 'repeat'),
  by: json,
});
export const bends = (maxLength = 4): fc.Arbitrary<readonly Bend[]> => fc.array(bend, { maxLength });

type Holder = Record<string, unknown>;

/** A copy of the value with these changes. */
export function bent(value: unknown, changes: readonly Bend[]): unknown {
  const whole: Holder = { value: JSON.parse(JSON.stringify(value ?? null)) };
  // One repetition at most: each makes the value thirty times as large.
  let repeats = 0;
  for (const { place, how, by: shared } of changes) {
    const by = structuredClone(shared);
    const places = placesIn(whole);
    const [holder, key] = places[place % places.length] ?? [whole, 'value'];
    if (how === 'remove' && holder !== whole) delete holder[key];
    else if (how === 'add' && isHolder(holder[key])) define(holder[key], String(by).slice(0, 40), by);
    else if (how === 'repeat' && repeats++ === 0)
      holder[key] = Array.from({ length: 30 }, () => structuredClone(holder[key]));
    else holder[key] = by;
  }
  return whole['value'];
}

/** As JSON.parse does it: `__proto__` is a field like others. A list gets one element more. */
function define(holder: Holder, key: string, value: unknown): void {
  if (Array.isArray(holder)) return void holder.push(value);
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function placesIn(holder: Holder): readonly (readonly [Holder, string])[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const own = [[holder, key] as const];
    return isHolder(value) ? [...own, ...placesIn(value)] : own;
  });
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}
