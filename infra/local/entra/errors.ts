import { randomUUID } from 'node:crypto';
import type { Reply } from '../http.ts';
import { addressOf, isGuest, type LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';

/** An error of the protocol. The stand-in throws it and answers with it in Entra's form. */
export class EntraError extends Error {
  readonly status: number;
  /** OAuth's error word. */
  readonly error: string;
  /** The AADSTS number. */
  readonly number: number;
  readonly extra: Readonly<Record<string, string>>;

  constructor(
    status: number,
    error: string,
    number: number,
    text: string,
    extra: Readonly<Record<string, string>> = {},
  ) {
    super(`AADSTS${number}: ${text}`);
    this.name = 'EntraError';
    this.status = status;
    this.error = error;
    this.number = number;
    this.extra = extra;
  }
}

/** Returns `{error, error_description, error_codes, …}`, the answer of the token endpoint. */
export function errorReply(error: EntraError, correlation: string | undefined): Reply {
  const traceId = randomUUID();
  const correlationId = correlation ?? randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status: error.status,
    body: {
      error: error.error,
      error_description: `${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [error.number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
      ...error.extra,
    },
  };
}

/**
 * Returns the error for a person whose account was deleted. Entra has another one for a guest, who still has an account
 * in the guest's own tenant.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function noAccount({ tenantId, appId }: LocalWorld, person: LocalPerson): EntraError {
  const address = addressOf(person);
  if (isGuest(person)) {
    const text = `User account '${address}' from an external identity provider does not exist in tenant '${tenantId}' and cannot access the application '${appId}' in that tenant. The account needs to be added as an external user in the tenant first.`;
    return new EntraError(400, 'invalid_grant', 50020, text);
  }
  const text = `The user account ${address} does not exist in the ${tenantId} directory. To sign into this application, the account must be added to the directory.`;
  return new EntraError(400, 'invalid_grant', 50034, text);
}
