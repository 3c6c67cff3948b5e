/** How deep the causes of a fault are looked into. */
const DEPTH = 6;

/** What codes of Node mean before a service has answered anything, said of the service. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'it cut the connection',
  EPIPE: 'it cut the connection',
  ENOTFOUND: 'its host name is not known here',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'no way leads to its address',
  ENETUNREACH: 'no way leads to its address',
  ETIMEDOUT: 'it does not answer in time',
  ESOCKETTIMEDOUT: 'it does not answer in time',
  CONNECT_TIMEOUT: 'it takes no connection in time',
};
const TLS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has ended',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};
const TLS_CODE =
  /^(ERR_TLS_.+|ERR_SSL_.+|CERT_.+|.*SELF_SIGNED_CERT.*|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_.+|EPROTO)$/;

/** The codes of a fault and of its causes, each once. */
export function codesOf(fault: unknown): readonly string[] {
  return [...new Set(faultsIn(fault, DEPTH).flatMap(codeOf))];
}

/** Says in words why a service was not reached, after the code that says so; undefined if that was not what failed. */
export function networkWordsOf(fault: unknown): string | undefined {
  const faults = faultsIn(fault, DEPTH);
  const [found] = faults.flatMap(codeOf).flatMap((code) => {
    const words = wordsOf(code);
    return words === undefined ? [] : [`${code}: ${words}`];
  });
  return found ?? (faults.some(({ name }) => name === 'TimeoutError') ? NETWORK['ETIMEDOUT'] : undefined);
}

/** Whether a server answered, and this machine did not trust it. */
export function isUntrusted(fault: unknown): boolean {
  return codesOf(fault).some((code) => TLS_CODE.test(code));
}

function wordsOf(code: string): string | undefined {
  const known = NETWORK[code] ?? TLS[code];
  if (known !== undefined) return known;
  return TLS_CODE.test(code) ? 'this machine does not trust its certificate, or it speaks no TLS' : undefined;
}

function codeOf(fault: Error): readonly string[] {
  const code: unknown = Reflect.get(fault, 'code');
  return typeof code === 'string' ? [code] : [];
}

/** A fault and its causes, the outermost first. */
function faultsIn(fault: unknown, depth: number): readonly Error[] {
  if (depth === 0 || !(fault instanceof Error)) return [];
  const inner: readonly unknown[] = fault instanceof AggregateError ? fault.errors : [fault.cause];
  return [fault, ...inner.flatMap((one) => faultsIn(one, depth - 1))];
}
