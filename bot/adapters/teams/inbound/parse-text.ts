import type { PersonWish } from '../../../domain/shared/command.ts';
import { plainText } from '../../../domain/shared/text.ts';
import { type Command, readText } from '../../../usecases/commands.ts';

const LIMIT = 300;

/** What typed text asks for; mentions of the bot are not part of it any more. Case and extra spaces do not matter. */
export function parseText(raw: string, mentioned: readonly PersonWish[] = []): Command {
  return readText(plainText(decoded(raw), LIMIT).replace(/^\/\s*/, ''), mentioned);
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
