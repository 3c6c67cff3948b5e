import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Tls } from '../../../infra/local/tls.ts';

/**
 * Makes this process trust the certificate of the local world, as NODE_EXTRA_CA_CERTS does at the start of a process.
 */
export function trust(tls: Tls): void {
  setDefaultCACertificates([...getCACertificates('default'), tls.cert]);
}
