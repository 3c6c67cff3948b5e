/** An HTTP request for a sign-in page, as plain data. */
export interface PageRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookies: Readonly<Record<string, string>>;
}

/** The answer to it, as plain data. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What asks for a page, as far as the address says. `text`: the ticket or state, made by the bot. */
export type VisitSort =
  | { readonly kind: 'script' }
  | { readonly kind: 'genuine'; readonly text: string }
  | { readonly kind: 'made-up' };

/** The pages below /sign-in/ on which a person signs in outside single sign-on. */
export interface SignInPages {
  /** Undefined if the path is not one of these pages. Never throws. */
  handle(request: PageRequest): Promise<PageAnswer | undefined>;
  /** Sorts the visits of these pages for limits, without waiting for anything. */
  sortOf(request: Pick<PageRequest, 'path' | 'query'>): VisitSort;
  /** What somebody reads if more is asked than the limits allow. */
  busy(): PageAnswer;
}
