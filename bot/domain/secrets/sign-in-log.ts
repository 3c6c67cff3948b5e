import type { ClientId } from '../shared/application.ts';

/** Why Entra refuses a system: its secret has expired or is unknown, or its application is disabled. */
export const REFUSALS = ['expired', 'unknown', 'disabled'] as const;
export type Refusal = (typeof REFUSALS)[number];

/**
 * Entra's numbers for them: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. The list calls 7000112
 * UnauthorizedClientApplicationDisabled, and Microsoft's article “Error AADSTS7000112 - Application is disabled” says why: the
 * service principal is disabled.
 */
export const CODE_OF: Readonly<Record<Refusal, number>> = { expired: 7000222, unknown: 7000215, disabled: 7000112 };

/** One entry of Entra's log of the sign-ins of applications. It keeps no address of the caller. */
export interface LoggedSignIn {
  readonly id: string;
  readonly at: Date;
  /** Undefined if Entra could not tell which application it was. */
  readonly clientId: ClientId | undefined;
  /** The credential that was used. Undefined if the log does not name it, as of a secret that is unknown. */
  readonly keyId: string | undefined;
}

/** The question about one kind of refusals, as its readings are kept. */
export function refusedQuestion(why: Refusal): string {
  return `refused ${why}`;
}

/** Up to when every kind of refusals was read. Undefined if one was never. */
export function refusalsReadAt(
  readings: readonly { readonly question: string; readonly until: Date }[],
): Date | undefined {
  const times = REFUSALS.flatMap(
    (why) => readings.find(({ question }) => question === refusedQuestion(why))?.until ?? [],
  );
  const oldest = Math.min(...times.map((at) => at.getTime()));
  return times.length < REFUSALS.length ? undefined : new Date(oldest);
}
