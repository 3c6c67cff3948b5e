import { connect, type PeerCertificate } from 'node:tls';

const TIMEOUT_MS = 8_000;

export interface TlsConnection {
  /** Like `TLSv1.3`. */
  readonly protocol: string;
  readonly certificate: Pick<PeerCertificate, 'valid_to'>;
}

/**
 * Connects to an https address and says which protocol and certificate the server used. With `atMost` the server is
 * offered nothing newer, and its certificate is not checked. Rejects if there is no connection.
 */
export function connectTls(url: string, atMost?: 'TLSv1.1'): Promise<TlsConnection> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // OpenSSL refuses what is older than TLS 1.2, unless the security level is lowered.
  const old = {
    minVersion: 'TLSv1' as const,
    maxVersion: atMost,
    ciphers: 'DEFAULT@SECLEVEL=0',
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      timeout: TIMEOUT_MS,
      // A server name must be a name; TLS does not allow an IP address there.
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
