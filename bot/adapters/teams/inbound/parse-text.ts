import {
  AUDIT_DAYS,
  type Command,
  type HelpTopic,
  type MailChoice,
  type PersonWish,
  type Purpose,
} from '../../../domain/shared/command.ts';
import { folded, plainText } from '../../../domain/shared/text.ts';
import { parseAssignment } from './parse-people.ts';

const LIMIT = 300;
const PURPOSES: ReadonlyMap<string, Purpose> = new Map([
  ['show', 'show'],
  ['create', 'create'],
  ['delete', 'delete'],
  ['rotate', 'rotate'],
]);
/** Secrets live a year at most; a little more shows them all. */
export const MOST_DAYS = 400;
const USUAL_DAYS = 60;
export const MOST_AUDIT_DAYS = 3_660;
const MAIL_WORDS: ReadonlyMap<string, MailChoice | undefined> = new Map<string, MailChoice | undefined>([
  ['', undefined],
  ['mail', undefined],
  ['mail on', 'html'],
  ['mail html', 'html'],
  ['mail text', 'text'],
  ['mail off', 'off'],
]);
/** Whole sentences that mean one thing. */
const PHRASES: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['sign in', { kind: 'sign-in' }],
  ['signin', { kind: 'sign-in' }],
  ['sign-in', { kind: 'sign-in' }],
  ['log in', { kind: 'sign-in' }],
  ['login', { kind: 'sign-in' }],
  ['sign out', { kind: 'sign-out' }],
  ['signout', { kind: 'sign-out' }],
  ['sign-out', { kind: 'sign-out' }],
  ['log out', { kind: 'sign-out' }],
  ['logout', { kind: 'sign-out' }],
  ['who am i', { kind: 'who-am-i' }],
  ['whoami', { kind: 'who-am-i' }],
  ['links', { kind: 'links' }],
  ['rotations', { kind: 'rotations' }],
  ['sweep', { kind: 'sweep', accept: false }],
  ['sweep accept', { kind: 'sweep', accept: true }],
  ['undelivered', { kind: 'undelivered' }],
  ['requests', { kind: 'requests' }],
]);
const TOPICS: ReadonlyMap<string, HelpTopic> = new Map<string, HelpTopic>([
  ['credentials', 'credentials'],
  ['credential', 'credentials'],
  ['client', 'credentials'],
  ['secret', 'credentials'],
  ['secrets', 'credentials'],
  ['token', 'token'],
  ['tokens', 'token'],
  ['bearer', 'token'],
  ['rotation', 'rotation'],
  ['rotate', 'rotation'],
  ['donts', 'donts'],
  ["don'ts", 'donts'],
  ['don’ts', 'donts'],
  ['do-nots', 'donts'],
  ['naming', 'naming'],
  ['names', 'naming'],
  ['name', 'naming'],
  ['access', 'access'],
  ['role', 'access'],
  ['roles', 'access'],
]);

/** What typed text asks for, mentions of the bot removed before. Case and extra spaces do not matter. */
export function parseText(raw: string, mentioned: readonly PersonWish[] = []): Command {
  const text = plainText(decoded(raw), LIMIT).replace(/^\/\s*/, '');
  if (text === '') return help('');
  const code = /^(\d{3}) ?(\d{3})$/.exec(text);
  if (code !== null) return { kind: 'code', code: `${code[1]}${code[2]}` };
  const phrase = PHRASES.get(
    folded(text)
      .replace(/[?!.]+$/, '')
      .trim(),
  );
  return phrase ?? parseVerb(text, mentioned);
}

function parseVerb(text: string, mentioned: readonly PersonWish[]): Command {
  const [first = '', ...others] = text.split(' ');
  const verb = folded(first);
  const rest = others.join(' ');
  if (verb === 'help' || (verb === '?' && rest === '')) return help(rest);
  if (verb === 'list') return { kind: 'list', filter: rest, page: 1 };
  if (verb === 'link' || verb === 'unlink') return { kind: verb, query: rest, scope: '' };
  if (verb === 'assign' || verb === 'unassign') return parseAssignment(verb, rest, mentioned);
  if (verb === 'managers') return { kind: 'managers', query: rest, page: 1 };
  if (verb === 'request') return { kind: 'request', query: rest.replace(/^access( to| for)?( |$)/i, '') };
  if (verb === 'audit') return audit(rest);
  const reminder = verb === 'expiring' ? expiring(rest) : verb === 'notify' ? notify(rest) : undefined;
  if (reminder !== undefined) return reminder;
  const purpose = PURPOSES.get(verb);
  // A hint at the end of a delete is split off where the applications are known: a name may end in anything.
  return purpose === undefined ? { kind: 'unsupported', text } : { kind: 'open', purpose, query: rest, hint: '' };
}

/** `expiring`, `expiring 30`, `expiring 30 days`. */
function expiring(rest: string): Command | undefined {
  const [, days] = /^(\d{1,5})(?: days?)?$/.exec(folded(rest)) ?? [];
  if (rest !== '' && days === undefined) return undefined;
  const wanted = days === undefined ? USUAL_DAYS : Number(days);
  return { kind: 'expiring', days: Math.min(Math.max(wanted, 1), MOST_DAYS) };
}

/** `audit`, `audit 90`, `audit <application>`, `audit <application> 90 days`. */
function audit(rest: string): Command {
  const [, query = '', days] = /^(?:(.*?) )??(\d{1,4})(?: days?)?$/i.exec(rest) ?? [undefined, rest];
  const wanted = days === undefined ? AUDIT_DAYS : Number(days);
  return { kind: 'audit', query, days: Math.min(Math.max(wanted, 1), MOST_AUDIT_DAYS), page: 1 };
}

function notify(rest: string): Command | undefined {
  const words = folded(rest);
  return MAIL_WORDS.has(words) ? { kind: 'notify', mail: MAIL_WORDS.get(words) } : undefined;
}

function help(rest: string): Command {
  const [first = '', ...others] = rest.split(' ');
  const topic = TOPICS.get(folded(first)) ?? 'overview';
  return { kind: 'help', topic, query: topic === 'token' ? others.join(' ') : '' };
}

/** Teams sends some characters of plain text as HTML entities. */
function decoded(text: string): string {
  return text
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
