import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Tls } from '../../../infra/local/tls.ts';

/** Makes this process trust the local world's certificate, as NODE_EXTRA_CA_CERTS does for one about to start. */
export function trust(tls: Tls): void {
  setDefaultCACertificates([...getCACertificates('default'), tls.cert]);
}
