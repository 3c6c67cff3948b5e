const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const LINK_LOCAL = /^169\.254(\.\d{1,3}){2}$/;
/** Characters. */
const PAGE_LENGTH = 500;
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** Turns the trimmed text of one environment variable into a value, or into a complaint in plain words. */
export type Parse<T> = (text: string) => T | Complaint;

export class Complaint {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  /** This complaint as a sentence that begins with the name of the variable. */
  about(name: string): Complaint {
    return new Complaint(`${name} ${this.text}`);
  }
}

export const asText: Parse<string> = (text) => text;

/** One of these words, exactly. */
export function oneOf<const T extends string>(first: T, ...others: readonly T[]): Parse<T> {
  const words = [first, ...others];
  const complaint = new Complaint(`must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
  return (text) => words.find((word) => word === text) ?? complaint;
}

export const asGuid: Parse<string> = (text) => {
  const guid = text.toLowerCase();
  return GUID.test(guid) && guid !== EMPTY_GUID ? guid : new Complaint('must be a GUID (an id from Entra)');
};

export const asPort: Parse<number> = (text) => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : new Complaint('must be a whole number from 0 to 65535');
};

/** Fractions are allowed. A day is the longest time, because Teams lets nobody remove an older targeted message. */
export const asMinutes: Parse<number> = (text) => {
  const minutes = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  return minutes > 0 && minutes <= 1440 ? minutes : new Complaint('must be a number of minutes above 0, at most 1440');
};

/** `HH:MM`, from 00:00 to 23:59. */
export const asTimeOfDay: Parse<string> = (text) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : new Complaint('must be a time of day from 00:00 to 23:59');

/** An IANA name, such as Europe/Amsterdam. */
export const asTimeZone: Parse<string> = (text) => {
  try {
    // The formatter accepts an offset such as +01:00, but an offset has no daylight saving time.
    if (/^[+-]/.test(text)) throw new RangeError();
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return new Complaint('must be an IANA time zone, such as Europe/Amsterdam');
  }
};

/** A mailbox by its object id or its address. */
export const asMailbox: Parse<string> = (text) =>
  GUID.test(text.toLowerCase()) || /^[^\s@<>"',;/?#]+@[^\s@<>"',;/?#]+\.[^\s@<>"',;/?#]+$/.test(text)
    ? text
    : new Complaint('must be the address or the object id of a mailbox');

/** Words of a sentence: they can hold neither mark-up nor a link. */
export const asName: Parse<string> = (text) =>
  /^[\p{L}\p{N}][\p{L}\p{N} .,'’&/-]{0,79}$/u.test(text)
    ? text
    : new Complaint("must be at most 80 letters, digits, spaces and . , ' & / -");

/** A page that people open. The address can be put into a link of Markdown. */
export const asWebPage: Parse<string> = (text) => {
  const url = /[*\s<>]/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  const isFit = url?.protocol === 'https:' && url.username === '' && url.password === '' && text.length <= PAGE_LENGTH;
  return isFit
    ? url.href.replaceAll('(', '%28').replaceAll(')', '%29')
    : new Complaint(`must be an https address of at most ${PAGE_LENGTH} characters, without wildcard or user name`);
};

/** The address of a mailbox, or of a page. Both can be put into a link of Markdown. */
export const asContact: Parse<string> = (text) => {
  if (/^[a-z0-9.+_-]{1,64}@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(text)) return text;
  const page = asWebPage(text);
  return page instanceof Complaint ? new Complaint('must be a mail address or an https address') : page;
};

export const asSwitch: Parse<boolean> = (text) =>
  ['on', 'off'].includes(text) ? text === 'on' : new Complaint('must be on or off');

export const asTrueOrFalse: Parse<boolean> = (text) =>
  ['true', 'false'].includes(text) ? text === 'true' : new Complaint('must be true or false');

/** An authentication context of Entra, or the word that says that no context is asked for. */
export function asContextOr(word: string): Parse<string> {
  const complaint = new Complaint(`must be ${word} or an authentication context from c1 to c99`);
  return (text) => (text === word || /^c([1-9]|[1-9]\d)$/.test(text) ? text : complaint);
}

export const asUrl: Parse<string> = (text) => parseUrl(text)?.href ?? new Complaint(URL_WORDS);

/** Scheme, host and port only, with https. The value has no trailing slash. */
export const asHttpsOrigin: Parse<string> = (text) => {
  const origin = asOrigin(text);
  if (origin instanceof Complaint || origin.startsWith('https:')) return origin;
  return new Complaint('must be an https address');
};

/** An https origin, or an http origin on this machine. */
export const asHttpsOrLoopbackOrigin: Parse<string> = (text) => {
  const origin = asOrigin(text);
  if (origin instanceof Complaint || origin.startsWith('https:') || isLoopback(origin)) return origin;
  return new Complaint('must be an https address (http is for localhost only)');
};

export const asOrigins: Parse<readonly string[]> = (text) => each(text, asHttpsOrLoopbackOrigin);

/** Origins of a Content-Security-Policy: https, and a host that may begin with `*.`. */
export const asFrameHosts: Parse<readonly string[]> = (text) =>
  each(text, (part) =>
    /^https:\/\/(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}(:\d{1,5})?$/i.test(part)
      ? part.toLowerCase()
      : new Complaint('must be https origins, whose host may begin with *.'),
  );

/** URL prefixes, each ending in a slash, so that `https://host` cannot also mean `https://host.elsewhere`. */
export const asUrlPrefixes: Parse<readonly string[]> = (text) =>
  each(text, (part) => {
    const url = parseUrl(part);
    if (url === undefined || url.search !== '') return new Complaint(URL_WORDS);
    return url.href.endsWith('/') ? url.href : `${url.href}/`;
  });

const URL_WORDS = 'must be an http or https address, without wildcard, user name or fragment';

const asOrigin: Parse<string> = (text) => {
  const url = parseUrl(text);
  if (url === undefined) return new Complaint(URL_WORDS);
  return url.pathname === '/' && url.search === ''
    ? url.origin
    : new Complaint('must be scheme, host and port only, without a path');
};

function each(text: string, parse: Parse<string>): readonly string[] | Complaint {
  const results: string[] = [];
  for (const part of text.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const result = parse(part);
    if (result instanceof Complaint) return result;
    results.push(result);
  }
  return results;
}

function parseUrl(text: string): URL | undefined {
  if (/[*\s]/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.hash === '';
  return plain && /^https?:$/.test(url.protocol) ? url : undefined;
}

export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}

/** Whether an address is on this machine, or link-local, which no router passes on. */
export function isNearby(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && (isLoopback(url.href) || LINK_LOCAL.test(url.hostname));
}
