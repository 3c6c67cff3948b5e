import { plainText } from '../bot/domain/shared/text.ts';

/** An e-mail in both forms: the subject is one line without control characters. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What both forms are made of. All texts are ready to be shown. */
export type MailPart =
  /** `small`: what nobody has to read to do what the mail asks for. */
  | { readonly kind: 'paragraph' | 'small' | 'heading' | 'command'; readonly text: string }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  | MailTable
  /** A mail has one at most. The address is our own. */
  | { readonly kind: 'button'; readonly text: string; readonly url: string };

/** A table of two columns, so that a phone has room for it. */
export interface MailTable {
  readonly kind: 'table';
  readonly columns: readonly [string, string];
  readonly groups: readonly {
    readonly title: string;
    /** What is said of the whole group, as sentences: the first before its rows, the others after them. */
    readonly before: readonly string[];
    readonly rows: readonly MailRow[];
    readonly after: readonly string[];
  }[];
}

interface MailRow {
  readonly name: string;
  /** Such as `expires in 5 days`, and the day itself. */
  readonly due: string;
  readonly day: string;
  /** Whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Outlook on Windows lays mails out as Word does: it knows tables and inline styles, no `max-width` and no flex, and it
 * passes no font on to a cell. Nothing but the button has a colour of its own, so that a dark client can choose them; the
 * grey of the lines can be seen on white and on black.
 * https://learn.microsoft.com/previous-versions/office/developer/office-2007/aa338201(v=office.12)
 */
const FONT = "font-family: 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5";
const SMALL = FONT.replace('15px', '13px');
const WRAP = 'overflow-wrap: anywhere; word-break: break-word';
const CELL = `${FONT}; ${WRAP}; padding: 8px 12px 8px 0; border-bottom: 1px solid #8a8886; text-align: left; vertical-align: top`;
const BUTTON = '#4f52b2';
const TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';
const WIDTH = 640;
const FOR_OUTLOOK = [
  `<!--[if mso]><table ${TABLE} width="${WIDTH}"><tr><td><![endif]-->`,
  '<!--[if mso]></td></tr></table><![endif]-->',
] as const;
/** Characters of a reader's name. */
const READER_SHOWN = 60;

/** `subject` is free of control characters. The mail greets its `reader` by name, if the name is known. */
export function mailOf(subject: string, parts: readonly MailPart[], reader = ''): Mail {
  const name = plainText(reader, READER_SHOWN);
  const all = [
    paragraph(name === '' ? 'Hello,' : `Hello ${name},`),
    ...parts,
    small('API Credentials, in Microsoft Teams'),
  ];
  return { subject, text: `${all.map(textOf).join('\n\n')}\n`, html: page(subject, all) };
}

export function paragraph(text: string): MailPart {
  return { kind: 'paragraph', text };
}

export function small(text: string): MailPart {
  return { kind: 'small', text };
}

function textOf(part: MailPart): string {
  switch (part.kind) {
    case 'list':
      return part.entries.map((entry) => `- ${entry}`).join('\n');
    case 'table':
      return part.groups.map(groupText).join('\n\n');
    case 'button':
      return `${part.text}:\n${part.url}`;
    case 'heading':
      return underlined(part.text);
    case 'command':
      return `    ${part.text}`;
    default:
      return part.text;
  }
}

function groupText({ title, before, rows, after }: MailTable['groups'][number]): string {
  const lines = rows.map(({ name, due, day, notes }) => [`- ${name}: ${due}, on ${day}.`, ...notes].join(' '));
  return [underlined(title), ...before, lines.join('\n'), ...after].join('\n\n');
}

function underlined(title: string): string {
  return `${title}\n${'-'.repeat([...title].length)}`;
}

function htmlOf(part: MailPart): string {
  switch (part.kind) {
    case 'list':
      return `<ul style="margin: 0 0 16px; padding: 0 0 0 24px">${part.entries.map(entryHtml).join('')}</ul>`;
    case 'table':
      return tableHtml(part);
    case 'button':
      return buttonHtml(part.text, part.url);
    case 'heading':
      return `<h2 style="${FONT}; font-size: 17px; font-weight: 600; margin: 24px 0 8px">${escaped(part.text)}</h2>`;
    case 'command':
      return `<pre style="${FONT}; font-family: Consolas, 'Courier New', monospace; white-space: pre-wrap; ${WRAP}; margin: 0 0 16px">${escaped(part.text)}</pre>`;
    case 'small':
      return `<p style="${SMALL}; margin: 0 0 12px">${escaped(part.text)}</p>`;
    case 'paragraph':
      return `<p style="${FONT}; margin: 0 0 16px">${escaped(part.text)}</p>`;
  }
}

function entryHtml(entry: string): string {
  return `<li style="${FONT}; margin: 0 0 4px">${escaped(entry)}</li>`;
}

function tableHtml({ columns, groups }: MailTable): string {
  const head = columns
    .map((title) => `<th scope="col" style="${CELL}; font-weight: 600">${escaped(title)}</th>`)
    .join('');
  const body = groups.map(groupHtml).join('\n');
  const table = `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse: collapse">`;
  return `${table}\n<thead><tr>${head}</tr></thead>\n${body}\n</table>\n${GAP}`;
}

/** Outlook on Windows knows no margin of a table. */
const GAP = `<p style="margin: 0; font-size: 20px; line-height: 20px">&nbsp;</p>`;

function groupHtml({ title, before, rows, after }: MailTable['groups'][number]): string {
  const said = before.map((text) => `<br>${escaped(text)}`).join('');
  const head = `<tr><th scope="rowgroup" colspan="2" style="${CELL}; font-weight: 400; padding-top: 16px"><b>${escaped(title)}</b>${said}</th></tr>`;
  const lines = rows.map(({ name, due, day, notes }) => {
    const said = notes.map((note) => `<br>${escaped(note)}`).join('');
    const below = said === '' ? '' : `<span style="font-size: 13px">${said}</span>`;
    return `<tr><td style="${CELL}">${escaped(name)}${below}</td><td width="42%" style="${CELL}"><b>${escaped(due)}</b><br>${escaped(day)}</td></tr>`;
  });
  const rest = after.map(escaped).join('<br>');
  const foot = rest === '' ? [] : [`<tr><td colspan="2" style="${CELL}">${rest}</td></tr>`];
  return ['<tbody>', head, ...lines, ...foot, '</tbody>'].join('\n');
}

/** A press anywhere on it counts. Outlook on Windows is an exception: there only the text counts, because only a cell has padding. */
function buttonHtml(text: string, url: string): string {
  const link = `<a href="${escaped(url)}" style="${FONT}; font-weight: 600; color: #ffffff; text-decoration: none; display: inline-block; padding: 10px 20px">${escaped(text)}</a>`;
  const cell = `<td bgcolor="${BUTTON}" style="background-color: ${BUTTON}; border-radius: 4px; mso-padding-alt: 10px 20px">${link}</td>`;
  return `<table ${TABLE}><tr>${cell}</tr></table>\n${GAP}`;
}

function page(subject: string, parts: readonly MailPart[]): string {
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(subject)}</title>`,
  ].join('');
  const [begin, end] = FOR_OUTLOOK;
  const body = parts.map(htmlOf).join('\n');
  const inner = `${begin}\n<div style="max-width: ${WIDTH}px">\n${body}\n</div>\n${end}`;
  const whole = `<table ${TABLE} width="100%"><tr><td style="padding: 16px; ${FONT}">\n${inner}\n</td></tr></table>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body style="margin: 0; padding: 0">\n${whole}\n</body></html>\n`;
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
