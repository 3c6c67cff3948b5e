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

/** The pages below /sign-in/ on which a person signs in outside single sign-on. */
export interface SignInPages {
  /** Undefined if the path is not one of these pages. Never throws. */
  handle(request: PageRequest): Promise<PageAnswer | undefined>;
}
