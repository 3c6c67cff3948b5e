import { z } from 'zod';

const MsalError = z.object({ name: z.string(), errorCode: z.string(), claims: z.string().optional() });
/** The codes of answers after which the person must act (msal-node documents them for InteractionRequiredAuthError). */
const INTERACTION_CODES = ['interaction_required', 'consent_required', 'login_required', 'bad_token'];

export interface EntraError {
  /** Short and safe to log: the message of an msal error may quote the request. */
  readonly code: string;
  /** Whether the person can help by signing in. */
  readonly interaction: boolean;
  /** Raw JSON of a claims challenge. */
  readonly challenge: string | undefined;
}

/** Reads by name and code what msal threw. Several versions of msal are installed, so instanceof proves nothing. */
export function readEntraError(error: unknown): EntraError {
  const read = MsalError.safeParse(error);
  if (!read.success) return { code: 'unreachable', interaction: false, challenge: undefined };
  const { name, errorCode, claims } = read.data;
  const interaction = name === 'InteractionRequiredAuthError' || INTERACTION_CODES.includes(errorCode);
  return { code: safeCode(errorCode), interaction, challenge: interaction && claims !== '' ? claims : undefined };
}

/** An error code fit for the log; anything that does not look like one is not quoted. */
export function safeCode(code: string): string {
  return /^[a-z0-9_]{1,60}$/.test(code) ? code : 'other';
}
