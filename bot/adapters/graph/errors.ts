import { GraphClientError, GraphError } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { DirectoryFault, type DirectoryProblem } from '../../ports/secrets/directory.ts';
import { ManagedIdentityFault } from '../../ports/shared/credential.ts';
import { codeIn } from './answers.ts';

/** Whether a change may have been made although its answer is missing or unclear. A read never changes anything. */
export type Access = 'read' | 'write';

/** Failures before the request left this machine (name look-up, connection, TLS): nothing can have been changed. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|ERR_TLS_.+|ERR_SSL_.+|CERT_.+|.*SELF_SIGNED_CERT.*|UNABLE_TO_.+)$/;

const BY_CODE: Readonly<Record<string, DirectoryProblem>> = {
  Request_ResourceNotFound: 'absent',
  CredentialInvalidLifetimeAsPerAppPolicy: 'lifetime',
  CredentialTypeNotAllowedAsPerAppPolicy: 'credential-type',
  TooManyAppPasswords: 'two-at-most',
  Directory_ResourceSizeExceeded: 'full',
};

const BY_STATUS: Readonly<Record<number, DirectoryProblem>> = {
  401: 'forbidden',
  403: 'forbidden',
  // Another change of the same application was under way: nothing was done.
  409: 'throttled',
  429: 'throttled',
};

/** Translates what a call threw into the words of the port. */
export function toFault(error: unknown, access: Access): DirectoryFault {
  if (error instanceof DirectoryFault) return error;
  if (error instanceof GraphClientError && error.customError instanceof DirectoryFault) return error.customError;
  if (error instanceof GraphError) return answerFault(error, access);
  return new DirectoryFault('unexpected', { ambiguous: access === 'write', cause: error });
}

const PART = z.object({ error: z.looseObject({ innerError: z.looseObject({ 'request-id': z.string() }).optional() }) });

/** A request of a batch was refused. Nothing but reads is sent in a batch. */
export function partFault(status: number, body: unknown): DirectoryFault {
  const said = PART.safeParse(body).data?.error;
  const error = new GraphError(status, 'a request of a batch was refused');
  error.body = JSON.stringify(said);
  error.requestId = said?.innerError?.['request-id'] ?? null;
  return answerFault(error, 'read');
}

/** There was no answer. */
export function transportFault(error: unknown, access: Access): DirectoryFault {
  const neverSent = NEVER_SENT.test(codeOf(error) ?? '');
  return new DirectoryFault('unreachable', { ambiguous: access === 'write' && !neverSent, cause: error });
}

/** Entra gave no token, so Graph was not asked. */
export function tokenFault(error: unknown): DirectoryFault {
  const name = error instanceof Error ? error.name : '';
  // Entra answered and refused the credential, or the platform has no such identity.
  const refused =
    name === 'ServerError' ||
    name === 'InteractionRequiredAuthError' ||
    (error instanceof ManagedIdentityFault && error.problem === 'refused');
  return new DirectoryFault(refused ? 'forbidden' : 'unreachable', { ambiguous: false, cause: error });
}

/** graph-client passes only its own error class through unchanged, so this error carries ours. */
export function carried(fault: DirectoryFault): GraphClientError {
  return Object.assign(new GraphClientError(fault.message), { customError: fault });
}

/** Entra's answer for a key that the application does not have; the code is the generic one of bad requests. */
export function isUnknownKey(error: unknown): boolean {
  return (
    error instanceof GraphError &&
    error.statusCode === 400 &&
    codeIn(error) !== undefined &&
    /^No password credential found with keyId/i.test(error.message)
  );
}

/** Only this code says that there is no such object: a proxy or a wrong address of Graph answers 404 too. */
export function isAbsent(error: unknown): boolean {
  return error instanceof GraphError && error.statusCode === 404 && codeIn(error) === 'Request_ResourceNotFound';
}

/** A refusal with a code of Graph's own has changed nothing, nor has one that asks to come later. All else is unclear. */
function answerFault(error: GraphError, access: Access): DirectoryFault {
  const { statusCode } = error;
  const code = codeIn(error);
  const byStatus = BY_STATUS[statusCode] ?? (statusCode >= 500 ? 'unreachable' : 'unexpected');
  const problem = (code === undefined ? undefined : BY_CODE[code]) ?? byStatus;
  const coded = code !== undefined && statusCode >= 400 && statusCode < 500 && statusCode !== 404;
  const refused = statusCode === 429 || coded || isAbsent(error);
  return new DirectoryFault(problem, {
    ambiguous: access === 'write' && !refused,
    requestId: error.requestId ?? headerOf(error.headers, 'request-id'),
    cause: error,
  });
}

function headerOf(headers: Headers | undefined, name: string): string | undefined {
  return headers?.get(name) ?? undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
