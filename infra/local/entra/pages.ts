import { createHash } from 'node:crypto';
import type { Reply } from '../http.ts';
import { addressOf, isGuest, type LocalPerson } from '../people.ts';
import { STYLE } from './style.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export interface PageFrame {
  /** The address to which the forms of the page post. */
  readonly base: string;
  /** Names the browser's way through the pages. */
  readonly context: string;
  /** Origins a form's answer may redirect to. */
  readonly origins: readonly string[];
}

/** The account picker has one button for each person. */
export function pickerPage(frame: PageFrame, people: readonly LocalPerson[]): Reply {
  const rows = people
    .map((one) => {
      const lines = [one.name, addressOf(one), one.about].map(escaped);
      return `<li><button class="account" name="account" value="${escaped(one.oid)}"><span class="face" aria-hidden="true">${escaped(initials(one.name))}</span><span><strong>${lines[0]}</strong><span class="quiet">${lines[1]}</span><span class="quiet">${lines[2]}</span></span></button></li>`;
    })
    .join('');
  const body = `<h1>Pick an account</h1><p class="quiet">to continue to API Credentials</p>
${form(frame, 'login', `<ul>${rows}</ul><p><button class="link" name="cancel" value="1">Cancel</button></p>`)}`;
  return page(200, 'Sign in to your account', body, frame.origins);
}

/** Asks for the first factor. The stand-in knows no passwords, so the button is enough. */
export function passwordPage(frame: PageFrame, person: LocalPerson): Reply {
  const address = escaped(addressOf(person));
  const home = isGuest(person)
    ? `<p>${escaped(addressOf(person).split('@')[1] ?? '')} checks the password of its own people.</p>`
    : '';
  const buttons = `${home}<p class="row"><button class="main" name="password" value="1">Sign in</button><button class="second" name="cancel" value="1">Cancel</button></p><p><button class="link" name="other" value="1">Use another account</button></p>`;
  const body = `<p class="quiet">${address}</p><h1>Enter password</h1>
<p>The stand-in fills the password in.</p>
${form(frame, 'password', buttons)}`;
  return page(200, 'Enter password', body, frame.origins);
}

/** Asks whether the application may know who the person is. It is shown if no administrator has consented. */
export function consentPage(frame: PageFrame, person: LocalPerson): Reply {
  const buttons =
    '<p class="row"><button class="main" name="accept" value="1">Accept</button><button class="second" name="cancel" value="1">Cancel</button></p>';
  const body = `<p class="quiet">${escaped(addressOf(person))}</p><h1>Permissions requested</h1>
<p>API Credentials would like to: sign you in to API Credentials.</p>
${form(frame, 'consent', buttons)}`;
  return page(200, 'Permissions requested', body, frame.origins);
}

/** Number matching: the page shows a number, and the phone next to it asks which number it is. */
export function numberPage(
  frame: PageFrame,
  person: LocalPerson,
  shown: string,
  choices: readonly string[],
  missed: boolean,
): Reply {
  const alert = missed ? '<p role="alert" class="alert">That was another number. Pick the new one.</p>' : '';
  const buttons = choices.map((one) => `<button class="number" name="number" value="${one}">${one}</button>`).join('');
  const phone = `<fieldset class="phone"><legend>Your phone</legend><p>Are you trying to sign in as <strong>${escaped(addressOf(person))}</strong>? Pick the number that the sign-in page shows.</p><div class="numbers">${buttons}</div><p><button class="link" name="deny" value="1">No, it is not me</button></p></fieldset>`;
  const body = `<p class="quiet">${escaped(addressOf(person))}</p><h1>Approve the sign-in</h1>${alert}
<p>Open your Authenticator app, and pick the number shown to sign in.</p>
<p class="shown" id="mfa-number" data-number="${shown}"><span class="hidden">The number is </span>${shown}</p>
${form(frame, 'mfa', `${phone}<p><button class="link" name="other" value="1">Use another account</button></p>`)}`;
  return page(200, 'Approve the sign-in', body, frame.origins);
}

/** This page is shown after "it is not me", or after three wrong numbers. */
export function deniedPage(frame: PageFrame, why: string): Reply {
  const buttons =
    '<p class="row"><button class="main" name="again" value="1">Try again</button><button class="second" name="cancel" value="1">Cancel</button></p>';
  const body = `<h1>The sign-in was not approved</h1><p role="alert" class="alert">${escaped(why)}</p>${form(frame, 'mfa', buttons)}`;
  return page(200, 'The sign-in was not approved', body, frame.origins);
}

/** This page ends a sign-in: nothing is sent to the application. */
export function messagePage(status: number, title: string, text: string): Reply {
  return page(status, title, `<h1>${escaped(title)}</h1><p>${escaped(text)}</p>`, []);
}

function form(frame: PageFrame, action: string, inner: string): string {
  return `<form method="post" action="${escaped(`${frame.base}/${action}`)}"><input type="hidden" name="ctx" value="${escaped(frame.context)}">${inner}</form>`;
}

/** Lists the origin of the redirect URI, because browsers apply form-action to the redirect after the post too. */
function page(status: number, title: string, body: string, origins: readonly string[]): Reply {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main><p class="brand">Local Entra <span class="quiet">stand-in</span></p>${body}</main></body></html>`;
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; form-action 'self' ${origins.join(' ')}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: html,
  };
}

function initials(name: string): string {
  const words = name.split(' ');
  return `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
