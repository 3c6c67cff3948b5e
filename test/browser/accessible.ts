import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** axe finds nothing serious, once no card waits for an answer: until then it is dimmed. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.locator('.card.busy').first().waitFor({ state: 'detached' });
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run().then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => [v.id, v.nodes[0].html]))",
  );
  expect(found).toEqual([]);
}

/** Nothing is wider than the page. */
export async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow).toBeLessThanOrEqual(0);
}
