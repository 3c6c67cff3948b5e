import type { PersonWish } from '../../../domain/shared/command.ts';
import { plainText } from '../../../domain/shared/text.ts';
import { type Command, readText } from '../../../usecases/commands.ts';

const LIMIT = 300;

/** What typed text asks for; Teams' mark-up is not part of it any more. Case and extra spaces do not matter. */
export function parseText(typed: string, mentioned: readonly PersonWish[] = []): Command {
  return readText(plainText(typed, LIMIT).replace(/^\/\s*/, ''), mentioned);
}
