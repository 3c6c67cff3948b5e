import { randomUUID } from 'node:crypto';

/** One sign-in of an application, or an attempt at it, as Entra's log has it. */
export interface LoggedSignIn {
  readonly id: string;
  at: Date;
  /** Null if Entra could not tell which application it was. */
  readonly appId: string | null;
  /** The credential that was used. Null if the sign-in failed. */
  readonly keyId: string | null;
  /** The AADSTS number; 0 if it succeeded. */
  readonly errorCode: number;
  readonly failureReason: string;
  readonly resource: string;
}

/** The log of the sign-ins of applications. */
export interface SignInLog {
  /** Oldest first. */
  readonly signInLog: LoggedSignIn[];
  /** Writes down a sign-in that happens now. */
  logSignIn(signIn: Omit<LoggedSignIn, 'id' | 'at'>): void;
}

/** Entra keeps them for 30 days. https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention */
const KEEP_MS = 30 * 24 * 60 * 60_000;

export function createSignInLog(): SignInLog {
  const signInLog: LoggedSignIn[] = [];
  return {
    signInLog,
    logSignIn: (signIn) => {
      const at = new Date();
      while ((signInLog[0]?.at ?? at).getTime() < at.getTime() - KEEP_MS) signInLog.shift();
      signInLog.push({ ...signIn, id: randomUUID(), at });
    },
  };
}
