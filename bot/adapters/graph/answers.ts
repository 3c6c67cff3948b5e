import type { GraphError } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { DirectoryFault } from '../../ports/secrets/directory.ts';

/**
 * What Graph answers, checked before it is believed. A proxy, a wrong address or a half answer gives other shapes, and
 * must never read as "no secrets", "no such person" or "removed".
 */

export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The answer in the given shape. The fault holds no part of the answer, which may be anything. */
export function parsed<T>(shape: z.ZodType<T>, answer: unknown, otherwise: string): T {
  const result = shape.safeParse(answer);
  if (!result.success) throw unbelieved(otherwise);
  return result.data;
}

/** The fault for an answer that is not the one that was asked for. */
export function unbelieved(what: string, ambiguous = false): DirectoryFault {
  return new DirectoryFault('unexpected', { ambiguous, cause: new Error(`the answer is ${what}`) });
}

const REFUSAL = z.object({ code: z.string().min(1), message: z.string() });

/** The code of Graph's own refusal (https://learn.microsoft.com/graph/errors). A proxy's answer has none. */
export function codeIn({ body }: GraphError): string | undefined {
  try {
    return REFUSAL.safeParse(JSON.parse(String(body))).data?.code;
  } catch {
    return undefined;
  }
}
