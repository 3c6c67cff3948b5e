import { z } from 'zod';
import type { Command } from '../../../domain/shared/command.ts';

/** Cut, not refused: what is too long is for the form's rules to judge, beside the form. */
export const TYPED = z
  .string()
  .default('')
  .transform((text) => text.slice(0, 1_000));
export const QUERY = z.string().max(300).default('');
export const NONCE = z.string().min(1).max(200);
export const ID = z.string().min(1).max(100);
export const WHOLE = z.int().min(1);

/** What a verb may carry, and the command that it then is. */
export function shape<T extends z.ZodRawShape>(
  fields: T,
  toCommand: (data: z.output<z.ZodObject<T>>) => Command,
): z.ZodType<Command> {
  return z.object(fields).transform(toCommand);
}
