/** An HTTP request for a page of the bot, as plain data. */
export interface PageRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookies: Readonly<Record<string, string>>;
  /** What a form has sent. Left out if nothing was sent. */
  readonly form?: URLSearchParams;
}

/** The answer to it, as plain data. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What asks for a page, as far as the address says. `text`: what only the bot can have made. */
export type VisitSort =
  | { readonly kind: 'script' }
  | { readonly kind: 'genuine'; readonly text: string }
  | { readonly kind: 'made-up' };

/**
 * Pages that people open in a browser: below /sign-in/ those on which a person signs in outside single sign-on, and below
 * /contact/ those on which the holder of an address confirms it.
 */
export interface BrowserPages {
  /** Undefined if the path is not one of these pages. Never throws. */
  handle(request: PageRequest): Promise<PageAnswer | undefined>;
  /** Sorts the visits of these pages for limits, without waiting for anything. */
  sortOf(request: Pick<PageRequest, 'path' | 'query'>): VisitSort;
  /** What somebody reads if more is asked than the limits allow. */
  busy(path: string): PageAnswer;
}
