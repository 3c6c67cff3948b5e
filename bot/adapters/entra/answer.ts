import { contactUrl, type Guidance } from '../../domain/shared/guidance.ts';
import type { PageAnswer } from '../../ports/shared/browser-pages.ts';
import { findAsset } from './assets.ts';
import { messagePage, newsPage, otherAccountPage, type PageLink, STYLE_HASH } from './html.ts';

const COOKIE = '__Host-sign-in';
/**
 * `__Host-` and Secure also on http://localhost, which browsers trust like https. Lax: Entra's redirect back is a
 * navigation from another site.
 */
const COOKIE_ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** The cookie that proves that the browser which comes back is the one that began the sign-in. */
export const signInCookie = {
  read: (cookies: Readonly<Record<string, string>>): string | undefined => cookies[COOKIE],
  set: (value: string): Record<string, string> => ({
    'Set-Cookie': `${COOKIE}=${value}; ${COOKIE_ATTRIBUTES}; Max-Age=600`,
  }),
  clear: (): Record<string, string> => ({ 'Set-Cookie': `${COOKIE}=; ${COOKIE_ATTRIBUTES}; Max-Age=0` }),
};

export function htmlAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): PageAnswer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers }, body };
}

/** What can go wrong on these pages, as the person reads it. */
const TROUBLES = {
  'link-dead': [410, 'This link is no longer valid', 'Links work for ten minutes and once. Ask again in Teams.'],
  'start-again': [400, 'The sign-in was interrupted', 'Close this window and press the sign-in button in Teams again.'],
  cancelled: [400, 'The sign-in was not completed', 'Nobody was signed in. Press the sign-in button in Teams again.'],
  'more-needed': [
    403,
    'A stronger sign-in is needed',
    'This needs a fresh sign-in with multi-factor authentication. Press the sign-in button in Teams again; if that does not help, ask your administrator whether multi-factor authentication is set up for you.',
  ],
  fault: [503, 'Something went wrong on our side', 'Nobody was signed in. Please try again in a few minutes.'],
  busy: [
    429,
    'Too many requests at the moment',
    'Wait a few seconds, and load this page again. If it does not help, press the sign-in button in Teams again.',
  ],
  method: [405, 'This address cannot be used that way', 'Press the sign-in button in Teams again.'],
} as const;
export type Trouble = keyof typeof TROUBLES;

export function troubleAnswer(
  trouble: Trouble,
  guidance: Guidance,
  options: { readonly reference?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): PageAnswer {
  const [status, heading, text] = TROUBLES[trouble];
  return htmlAnswer(status, messagePage(heading, text, leadsTo(trouble, guidance), options.reference), options.headers);
}

function leadsTo(trouble: Trouble, { support, mfaGuide }: Guidance): readonly PageLink[] {
  const guide = { words: 'How to set up multi-factor authentication', url: mfaGuide };
  const guides = trouble === 'more-needed' && guide.url !== undefined ? [{ words: guide.words, url: guide.url }] : [];
  return [...guides, ...supportLinks({ support })];
}

function supportLinks({ support: { name, contact } }: Pick<Guidance, 'support'>): readonly PageLink[] {
  return contact === undefined ? [] : [{ words: `Ask ${name}`, url: contactUrl(contact) }];
}

/** Somebody signed in with another account than the one that asked in Teams. `expected` is masked. */
export function otherAccountAnswer(expected: string, headers: Readonly<Record<string, string>>): PageAnswer {
  return htmlAnswer(403, otherAccountPage(expected), headers);
}

/** A script; undefined if the path is not one. */
export function assetAnswer(path: string): PageAnswer | undefined {
  const asset = findAsset(path);
  if (asset === undefined) return undefined;
  const headers = {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'public, max-age=31536000, immutable',
    ETag: `"${asset.etag}"`,
  };
  return { status: 200, headers, body: asset.body };
}

/** What a page of a contact's link can come to, other than its question. */
const CONTACT_NEWS = {
  'contact-confirmed': [200, 'good', 'This address is confirmed'],
  'contact-refused': [200, 'good', 'This address is refused'],
  'contact-dead': [410, 'bad', 'This link cannot be used any more'],
  'contact-busy': [429, 'bad', 'Too many requests at the moment'],
  'contact-fault': [503, 'bad', 'Something went wrong on our side'],
} as const;
type ContactNews = keyof typeof CONTACT_NEWS;

/** The answer to a press on a contact's page, or to a link that cannot be used. It names nobody. */
export function contactAnswer(
  news: ContactNews,
  guidance: Guidance,
  options: { readonly reference?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): PageAnswer {
  const [status, tone, heading] = CONTACT_NEWS[news];
  const page = { tone, heading, text: contactText(news, guidance.team), links: supportLinks(guidance) };
  return htmlAnswer(status, newsPage(page, options.reference), options.headers);
}

function contactText(news: ContactNews, team: string): string {
  switch (news) {
    case 'contact-confirmed':
      return `Reminders now come here. To stop them, ask a credential manager of your organisation or ${team}. You can close this page.`;
    case 'contact-refused':
      return `Nobody can enter it as a contact again, and the administrators are told. E-mails to it that somebody has confirmed or asked for go on; to stop those, ask ${team}. You can close this page.`;
    case 'contact-dead':
      return 'A link works once, for seven days, and only until a later e-mail replaces it. If you still want to confirm the address, ask the person who entered it to send the first e-mail again.';
    case 'contact-busy':
      return 'Wait a few seconds, and load this page again.';
    case 'contact-fault':
      return 'Nothing was changed. Please try again in a few minutes.';
  }
}

/**
 * The headers of every answer, errors and scripts included. There is no connect-src: teams-js would fetch its list of
 * hosts from a CDN, and uses the list that it brings along instead. `hosts`: the origins that may show the pages.
 */
export function securityHeaders(publicUrl: string, hosts: readonly string[]): Record<string, string> {
  return protectedBy(publicUrl, ["script-src 'self'", "form-action 'none'", `frame-ancestors ${hosts.join(' ')}`]);
}

/** Pages of a contact's link have a form, no script, and are shown in no frame. */
export function contactHeaders(publicUrl: string): Record<string, string> {
  return protectedBy(publicUrl, ["script-src 'none'", "form-action 'self'", "frame-ancestors 'none'"]);
}

function protectedBy(publicUrl: string, own: readonly string[]): Record<string, string> {
  const policy = ["default-src 'none'", `style-src ${STYLE_HASH}`, 'img-src data:', "base-uri 'none'", ...own];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    ...(publicUrl.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
