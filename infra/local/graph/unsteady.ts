import type { Page } from './paging.ts';

/**
 * How the list of applications behaves while it is read. Graph promises no order between pages, and a list that changes
 * while it is read can repeat objects or lose some.
 */
export type Listing = 'steady' | 'repeats' | 'loses';

/** Keeps the last object of the page before, so that the next page can begin with it. */
export function createUnsteady(): (page: Page, listing: Listing, isFirst: boolean) => Page {
  let last: object | undefined;
  return (page, listing, isFirst) => {
    const before = isFirst || last === undefined ? [] : [last];
    last = page.value.at(-1);
    if (listing === 'repeats') return { ...page, value: [...before, ...page.value.toReversed()] };
    return listing === 'loses' && !isFirst ? { ...page, value: page.value.slice(1) } : page;
  };
}
