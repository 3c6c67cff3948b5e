import { expect, test } from 'vitest';
import { drawn, textOf } from '../outcomes/drawn.ts';

test.each([
  ['delete-form-in-use', 'it counts as safe to delete from 30 November 2026'],
  ['rotation-delete', 'the old secret counts as safe to delete from 30 November 2026'],
])('%s says on which day a secret counts as safe, and that rare systems may need it all the same', (name, day) => {
  const text = textOf(drawn(name));
  expect(text).toContain(`If nothing uses it until then, ${day}: it has been silent for 7 days by then.`);
  expect(text).toContain('A system that signs in more rarely, for instance once a month, may still need it.');
  expect(text).not.toMatch(/is safe to delete/);
});
