import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Tls } from '../../../infra/local/tls.ts';

/** What this process trusted before any test. The certificates of all local worlds have one name, so it trusts one. */
const TRUSTED = getCACertificates('default');

/**
 * Makes this process trust the certificate of this local world, as NODE_EXTRA_CA_CERTS does at the start of a process,
 * and no longer that of a world before it.
 */
export function trust(tls: Tls): void {
  setDefaultCACertificates([...TRUSTED, tls.cert]);
}
