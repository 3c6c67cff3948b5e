/** An e-mail in both forms: the subject is one line without control characters. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A paragraph, a heading, a list or a command to type: what both forms are made of. */
export type MailPart =
  | { readonly kind: 'paragraph' | 'heading' | 'command'; readonly text: string }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  /** The address is our own. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** No colours and no pictures, so that it reads the same in a dark client. */
const BODY_STYLE = 'font-family: sans-serif; line-height: 1.5; max-width: 40em';

/** `subject` is free of control characters. */
export function mailOf(subject: string, parts: readonly MailPart[]): Mail {
  return { subject, text: `${parts.map(textOf).join('\n\n')}\n`, html: page(subject, parts) };
}

export function paragraph(text: string): MailPart {
  return { kind: 'paragraph', text };
}

function textOf(part: MailPart): string {
  if (part.kind === 'list') return part.entries.map((entry) => `- ${entry}`).join('\n');
  if (part.kind === 'link') return `${part.text}:\n${part.url}`;
  if (part.kind === 'heading') return `${part.text}\n${'-'.repeat([...part.text].length)}`;
  return part.kind === 'command' ? `    ${part.text}` : part.text;
}

function htmlOf(part: MailPart): string {
  if (part.kind === 'list') return `<ul>${part.entries.map((entry) => `<li>${escaped(entry)}</li>`).join('')}</ul>`;
  const text = escaped(part.text);
  if (part.kind === 'link') return `<p><a href="${escaped(part.url)}">${text}</a></p>`;
  if (part.kind === 'heading') return `<h2 style="font-size: 1.1em">${text}</h2>`;
  return part.kind === 'command' ? `<pre style="white-space: pre-wrap">${text}</pre>` : `<p>${text}</p>`;
}

function page(subject: string, parts: readonly MailPart[]): string {
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
