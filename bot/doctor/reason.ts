import { ManagedIdentityFault } from '../ports/shared/credential.ts';
import { networkWordsOf } from '../ports/shared/outside-faults.ts';

/** The shape of the codes of Node, PostgreSQL, MSAL and Graph. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{2,59}$/;
const DEPTH = 6;

/**
 * Says why something was thrown: in words if a service was not reached, and by its codes and class names otherwise. Messages are never printed: those of the database, MSAL
 * and `fetch` quote addresses, parameters and requests.
 */
export function reasonOf(cause: unknown): string {
  // This message is our own and quotes nothing.
  if (cause instanceof ManagedIdentityFault) return cause.message;
  const words = networkWordsOf(cause);
  if (words !== undefined) return words;
  const codes = [...new Set(codesIn(cause, DEPTH))];
  if (codes.length > 0) return codes.join(', ');
  return cause instanceof Error && CODE.test(cause.name) ? cause.name : 'unknown fault';
}

export function hasCode(cause: unknown, codes: readonly string[]): boolean {
  return codesIn(cause, DEPTH).some((code) => codes.includes(code));
}

function codesIn(cause: unknown, depth: number): readonly string[] {
  if (depth === 0 || !(cause instanceof Error)) return [];
  const own = [wordOf(cause, 'errorCode'), wordOf(cause, 'code')].flatMap((code) => code ?? []);
  // Entra's number says more than MSAL's code, and it quotes nothing.
  const [number] = /\bAADSTS\d{4,8}\b/.exec(cause.message) ?? [];
  const inner: readonly unknown[] = cause instanceof AggregateError ? cause.errors.slice(0, 2) : [cause.cause];
  return [...own, ...(number === undefined ? [] : [number]), ...inner.flatMap((one) => codesIn(one, depth - 1))];
}

function wordOf(cause: Error, name: 'code' | 'errorCode'): string | undefined {
  const value: unknown = Reflect.get(cause, name);
  return typeof value === 'string' && CODE.test(value) ? value : undefined;
}
