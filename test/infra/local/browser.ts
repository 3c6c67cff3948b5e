import type { LocalEntra } from '../../../infra/local/entra/index.ts';

/** The result of an authorize request or of a page. */
export interface Step {
  readonly status: number;
  readonly location: URL | undefined;
  readonly html: string;
  readonly headers: Headers;
}

/** A browser with a cookie jar for Entra's pages: opens them, presses their buttons, never follows a redirect. */
export class EntraBrowser {
  readonly #entra: LocalEntra;
  #cookie: string | undefined;

  constructor(entra: LocalEntra) {
    this.#entra = entra;
  }

  open(url: string): Promise<Step> {
    return this.#request(url, { method: 'GET' });
  }

  /** Presses a button in the form of the page. */
  press(page: Step, name: string, value: string): Promise<Step> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1] ?? 'no form';
    const ctx = /name="ctx" value="([^"]+)"/.exec(page.html)?.[1] ?? 'no context';
    const body = new URLSearchParams({ ctx, [name]: value });
    return this.#request(new URL(action, this.#entra.pageUrl).href, { method: 'POST', body });
  }

  /** Does what each page asks: the account, the password, the right number, the consent. Returns the redirect. */
  async signIn(url: string, oid: string): Promise<Step> {
    let page = await this.open(url);
    if (page.html.includes('name="account"')) page = await this.press(page, 'account', oid);
    if (page.html.includes('name="password"')) page = await this.press(page, 'password', '1');
    if (shownNumber(page) !== undefined) page = await this.press(page, 'number', shownNumber(page) ?? '');
    if (page.html.includes('name="accept"')) page = await this.press(page, 'accept', '1');
    return page;
  }

  async #request(url: string, init: RequestInit): Promise<Step> {
    const headers = this.#cookie === undefined ? {} : { cookie: this.#cookie };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.#cookie = set.split(';')[0];
    const location = response.headers.get('location');
    return {
      status: response.status,
      location: location === null ? undefined : new URL(location),
      html: await response.text(),
      headers: response.headers,
    };
  }
}

export function shownNumber(page: Step): string | undefined {
  return /data-number="(\d\d)"/.exec(page.html)?.[1];
}
