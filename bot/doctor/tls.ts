import { connect, type PeerCertificate } from 'node:tls';

const TIMEOUT_MS = 8_000;

export interface Handshake {
  /** Like `TLSv1.3`. */
  readonly protocol: string;
  readonly certificate: Pick<PeerCertificate, 'valid_to'>;
}

/**
 * Connects to an https address, and says how. `atMost` offers nothing newer, and then does not look at the certificate.
 * Rejects where there is no connection.
 */
export function shakeHands(url: string, atMost?: 'TLSv1.1'): Promise<Handshake> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // OpenSSL itself refuses what is older than TLS 1.2, unless told otherwise.
  const old = {
    minVersion: 'TLSv1' as const,
    maxVersion: atMost,
    ciphers: 'DEFAULT@SECLEVEL=0',
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...{ host, port: Number(port || 443), timeout: TIMEOUT_MS },
      // An address is no name that a server could be asked for.
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ...(atMost === undefined ? { minVersion: 'TLSv1.2' as const } : old),
    });
    socket.once('secureConnect', () => {
      resolve({ protocol: socket.getProtocol() ?? 'an unknown protocol', certificate: socket.getPeerCertificate() });
      socket.destroy();
    });
    socket.once('timeout', () =>
      socket.destroy(Object.assign(new Error('no handshake in time'), { code: 'ETIMEDOUT' })),
    );
    socket.once('error', reject);
  });
}
