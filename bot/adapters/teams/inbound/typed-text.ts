import { z } from 'zod';
import type { Activity } from './activity.ts';
import { type Part, readHtml, readMarkUp } from './mark-up.ts';
import { type Addressed, readAddressed } from './mentions.ts';

/** A message of Teams has at most 28 KB. What is longer does not come from a person. */
const LONGEST = 30_000;
const HTML = z.object({ contentType: z.string().regex(/^text\/html\b/i), content: z.string() });
const HAS_QUOTED = /<quoted\b|&lt;quoted\b/i;
const HAS_BLOCK = /<blockquote\b/i;

/**
 * The one place in which a message is read: what the person typed, without Teams' mark-up and without what is quoted or
 * forwarded. It is neither logged nor kept: a quotation may repeat the value of a secret.
 */
export function readTyped(activity: Activity): Addressed {
  return readAddressed(partsOf(activity), activity, isQuoting(activity));
}

function isQuoting({ text = '' }: Activity): boolean {
  return HAS_QUOTED.test(text);
}

/**
 * A quoted reply has an element in the text. Older clients, and forwarded messages, have the words of the quotation in the
 * text, and only the HTML tells them apart.
 */
function partsOf({ text, attachments = [] }: Activity): readonly Part[] {
  const html = attachments.flatMap((each) => HTML.safeParse(each).data ?? [])[0]?.content.slice(0, LONGEST);
  const isFlat = text === undefined || (html !== undefined && HAS_BLOCK.test(html));
  return isFlat && html !== undefined ? readHtml(html) : readMarkUp((text ?? '').slice(0, LONGEST));
}
