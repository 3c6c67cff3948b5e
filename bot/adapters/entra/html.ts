import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ASSET_PATHS } from './assets.ts';

const STYLE = readFileSync(new URL('./browser/style.css', import.meta.url), 'utf8');
/** Source expression that lets a page's one inline style through its Content-Security-Policy. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const ICONS = {
  good: '<path d="M20 6 9.5 17 4 11.5"/>',
  bad: '<path d="M12 7v6M12 16.5v.5"/><circle cx="12" cy="12" r="9.5"/>',
  ask: '<rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="m3 7 9 6.5L21 7"/>',
};

/** A link to a page or a mail address that the operator has set. */
export interface PageLink {
  readonly words: string;
  readonly url: string;
}

/**
 * A page that only shows a message. The texts are our own or the operator's: nothing from a request or from Entra's
 * answer goes in. A link opens in a new window, because Teams closes its own one with the sign-in.
 */
export function messagePage(heading: string, text: string, links: readonly PageLink[], reference?: string): string {
  return newsPage({ tone: 'bad', heading, text, links }, reference);
}

interface News {
  readonly tone: keyof typeof ICONS;
  readonly heading: string;
  readonly text: string;
  readonly links: readonly PageLink[];
}

/** As messagePage(), for good news too. */
export function newsPage({ tone, heading, text, links }: News, reference?: string): string {
  const ways = links.map(
    ({ words, url }) => `<p><a href="${escaped(url)}" target="_blank" rel="noreferrer">${escaped(words)}</a></p>`,
  );
  const footer = reference === undefined ? '' : `<p class="quiet">Reference: ${escaped(reference)}</p>`;
  return layout(tone, heading, `<p>${escaped(text)}</p>${ways.join('')}${footer}`);
}

/** Another account was used than the one that asked. `expected` is masked: the person at the screen may be a stranger. */
export function otherAccountPage(expected: string): string {
  return layout(
    'bad',
    'You signed in with another account',
    `<p>This link was made in Teams for the account <strong class="whole">${escaped(expected)}</strong>. Nobody was signed in.</p>
<p>If that account is yours:</p>
<ol>
<li>Close this window.</li>
<li>In Teams, press the sign-in button again.</li>
<li>On Microsoft’s page, choose that account, or “Use another account”. If the page offers no other account, sign out of your Microsoft account in this browser first.</li>
</ol>
<p class="quiet">If it is not yours, close this window: somebody may have sent you their link.</p>`,
  );
}

/** What the holder of an address is asked. The names are untrusted text. */
export interface ContactQuestion {
  readonly address: string;
  readonly organisation: string;
  /** Who has entered it; may be empty. */
  readonly addedBy: string;
}

/** The page of a contact's link. Opening it changes nothing: the buttons send a form. */
export function contactPage({ address, organisation, addedBy }: ContactQuestion): string {
  const who = addedBy === '' ? 'Somebody' : `<strong>${escaped(addedBy)}</strong>`;
  return layout(
    'ask',
    'Shall reminders come to this address?',
    `<p>${who} has entered <strong class="whole">${escaped(address)}</strong> as a designated contact of <strong>${escaped(organisation)}</strong>.</p>
<p>If you confirm it, this address gets e-mails about the organisation’s API credentials:</p>
<ul>
<li>reminders when a client secret expires soon or has expired</li>
<li>news of who manages its applications</li>
</ul>
<p>No e-mail ever holds a secret.</p>
<form method="post">
<button name="answer" value="confirm">Yes, send them here</button>
<button name="answer" value="refuse" class="other">This is not ours: do not write to us</button>
</form>
<p class="quiet">Until you press a button, nothing is changed, and no reminders of this organisation come here. This link works once.</p>`,
  );
}

/** The last page: closes itself inside Teams, and shows the code everywhere else. */
export function successPage(code: string, clientOrigins: readonly string[]): string {
  const origins = escaped(JSON.stringify(clientOrigins));
  return layout(
    'good',
    'You are signed in',
    `<p>If this window does not close by itself, type this code in the chat:</p>
<output aria-label="Code for the chat" data-code="${escaped(code)}" data-origins="${origins}">${escaped(code)}</output>
<p class="quiet">The code works once, for a few minutes, and only for you in the chat where you asked. After that, close this window.</p>
<script src="${ASSET_PATHS.close}"></script>
<script src="${ASSET_PATHS.teams}"></script>`,
  );
}

function layout(tone: keyof typeof ICONS, heading: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(heading)} – API Credentials</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main class="${tone}">
<p class="product">API Credentials</p>
<h1><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${ICONS[tone]}</svg>${escaped(heading)}</h1>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
