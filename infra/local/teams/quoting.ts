import { encoded } from './spoken.ts';
import { attachmentsOf } from './store.ts';
import type { Activity, MessageView } from './types.ts';

/** What a person quotes. */
export interface Quote {
  readonly messageId: string;
  /** How the client says it: with an element in the text or, in older clients, with the words of the quotation. */
  readonly style: 'element' | 'words';
}

interface Quoted {
  readonly name: string;
  readonly preview: string;
}

const PREVIEW = 200;

/** Returns what a client shows of a quoted message: its text, or else the texts of its card, values included. */
export function quotedOf({ author, text, attachments }: MessageView): Quoted {
  const preview = text === '' ? textsOf(attachments).join(' ') : text.replace(/<\/?at>/g, '');
  return { name: author.name, preview: preview.slice(0, PREVIEW) };
}

/**
 * Returns the message as a quoted reply. Teams puts an element into the text, an entity beside it, and the quotation into
 * the HTML. Older clients write the quotation into the text as plain words, and only the HTML tells it apart.
 * https://learn.microsoft.com/microsoftteams/platform/teams-sdk/essentials/sending-messages (quoted replies)
 */
export function quotedReply(said: Activity, { messageId, style }: Quote, { name, preview }: Quoted): Activity {
  const text = String(said['text']);
  const [html] = attachmentsOf(said);
  const content = `<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="${messageId}">\r\n<strong itemprop="mri">${encoded(name)}</strong><span itemprop="time" itemid="${messageId}"></span>\r\n<p itemprop="preview">${encoded(preview)}</p>\r\n</blockquote>\r\n${html?.content}`;
  const attachments = [{ contentType: 'text/html', content }];
  if (style === 'words')
    return { ...said, text: `${encoded(name)}\r\n${encoded(preview)}\r\n\r\n${text}`, attachments };
  const quotedReply = { messageId, senderName: name, preview, time: messageId, validatedMessageReference: true };
  return {
    ...said,
    text: `<quoted messageId="${messageId}"/> ${text}`,
    attachments,
    entities: [...(said['entities'] as unknown[]), { type: 'quotedReply', quotedReply }],
  };
}

/** Returns the texts of a card, in their order. */
function textsOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(textsOf);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    ['text', 'codeSnippet'].includes(key) && typeof value === 'string' ? [value] : textsOf(value),
  );
}
