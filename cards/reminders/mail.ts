import type { DigestGroup, DigestView } from '../../bot/domain/reminders/digest.ts';
import { digestGroups } from '../../bot/domain/reminders/digest.ts';
import type { TeamsLinks } from '../../bot/domain/shared/teams-links.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { shownDay } from '../shared/dates.ts';
import { daysOf, dueName, dueSecret, firstDue, isLeftover, liveItems, notesOf, toldLine } from './digest-item.ts';
import { agoText, aheadText, asOfText, DIGEST, dueText, MAIL, mailSubject, rotateCommand } from './sentences.ts';

/** An e-mail in both forms: the subject is one line without control characters. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A paragraph, a heading, a list or a command to type: what both forms are made of. */
type Part =
  | { readonly kind: 'paragraph' | 'heading' | 'command'; readonly text: string }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  /** The address is our own. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** No colours and no pictures, so that it reads the same in a dark client. */
const BODY_STYLE = 'font-family: sans-serif; line-height: 1.5; max-width: 40em';

/**
 * Characters of a name that a person copies into a command. It is not cut: this is the longest name that Entra allows.
 */
const COMMAND_NAME = 256;

/** A digest as an e-mail: names and dates, no hint, id or picture. Its only link, if any, opens the chat with the bot. */
export function renderMail(view: DigestView, links?: Pick<TeamsLinks, 'chat'>): Mail {
  const first = firstDue(view);
  const { left, expired } = first === undefined ? { left: 0, expired: false } : daysOf(first, view);
  const live = liveItems(view).length;
  const subject = plainText(mailSubject(live, expired, expired ? agoText(-left) : aheadText(left)));
  const parts = partsOf(view, links?.chat);
  return { subject, text: `${parts.map(textOf).join('\n\n')}\n`, html: page(subject, parts) };
}

function partsOf(view: DigestView, chat: string | undefined): readonly Part[] {
  const groups = digestGroups(liveItems(view));
  const [first] = groups;
  const day: Part = { kind: 'paragraph', text: `${DIGEST.title}. ${asOfText(shownDay(view.asOf, view.zone))}.` };
  const stop: Part = { kind: 'paragraph', text: MAIL.stop };
  const open: readonly Part[] = chat === undefined ? [] : [{ kind: 'link', text: MAIL.open, url: chat }];
  if (first === undefined) return [{ kind: 'paragraph', text: MAIL.done }, stop, ...open];
  return [
    day,
    ...groups.flatMap((group) => groupParts(group, view)),
    { kind: 'paragraph', text: MAIL.consequence },
    { kind: 'heading', text: MAIL.howTitle },
    { kind: 'paragraph', text: MAIL.how },
    ...open,
    { kind: 'paragraph', text: MAIL.type },
    { kind: 'command', text: rotateCommand(plainText(first.application.displayName, COMMAND_NAME)) },
    { kind: 'paragraph', text: MAIL.steps },
    { kind: 'paragraph', text: MAIL.secretsNever },
    stop,
  ];
}

function groupParts({ application, items }: DigestGroup, view: DigestView): readonly Part[] {
  const entries = items.map((item) => {
    const { left, expired } = daysOf(item, view);
    const advice = isLeftover(item) ? `: ${DIGEST.leftover}` : '';
    const due = `${dueSecret(item, view)}: ${dueText(left, expired)}, on ${shownDay(item.end, view.zone)}${advice}.`;
    return [due, ...notesOf(item, view).map((note) => (note.endsWith('.') ? note : `${note}.`))].join(' ');
  });
  const cutOff = items.some((item) => item.cutOff);
  const { told } = toldLine(items, view);
  return [
    { kind: 'heading', text: dueName(application.displayName) },
    ...(cutOff ? [{ kind: 'paragraph', text: DIGEST.cutOff } as const] : []),
    { kind: 'list', entries },
    ...(told === '' ? [] : [{ kind: 'paragraph', text: `${told}.` } as const]),
  ];
}

function textOf(part: Part): string {
  if (part.kind === 'list') return part.entries.map((entry) => `- ${entry}`).join('\n');
  if (part.kind === 'link') return `${part.text}:\n${part.url}`;
  if (part.kind === 'heading') return `${part.text}\n${'-'.repeat([...part.text].length)}`;
  return part.kind === 'command' ? `    ${part.text}` : part.text;
}

function htmlOf(part: Part): string {
  if (part.kind === 'list') return `<ul>${part.entries.map((entry) => `<li>${escaped(entry)}</li>`).join('')}</ul>`;
  const text = escaped(part.text);
  if (part.kind === 'link') return `<p><a href="${escaped(part.url)}">${text}</a></p>`;
  if (part.kind === 'heading') return `<h2 style="font-size: 1.1em">${text}</h2>`;
  return part.kind === 'command' ? `<pre style="white-space: pre-wrap">${text}</pre>` : `<p>${text}</p>`;
}

function page(subject: string, parts: readonly Part[]): string {
  const head = `<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title>`;
  const body = parts.map(htmlOf).join('\n');
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body style="${BODY_STYLE}">\n${body}\n</body></html>\n`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
