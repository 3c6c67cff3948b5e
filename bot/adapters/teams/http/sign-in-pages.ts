/** What the sign-in pages are asked. */
export interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookies: Readonly<Record<string, string>>;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/** The pages under /sign-in; undefined where there is no such page. */
export interface SignInPages {
  handle(request: PageRequest): Promise<PageAnswer | undefined> | PageAnswer | undefined;
}

export function readCookies(header: string | undefined): Readonly<Record<string, string>> {
  const pairs = (header ?? '').split(';').flatMap((pair) => {
    const cut = pair.indexOf('=');
    return cut < 1 ? [] : [[pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
