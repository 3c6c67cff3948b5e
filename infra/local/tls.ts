import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Tls {
  readonly key: string;
  readonly cert: string;
  /** The path of the certificate as PEM, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
}

/**
 * Makes a self-signed certificate for localhost and 127.0.0.1 and writes it into the folder. The private key stays in
 * memory, so a program that trusts the file trusts this run only.
 */
export async function createTls(folder: string): Promise<Tls> {
  const notBeforeDate = new Date(Date.now() - 24 * 60 * 60_000);
  const notAfterDate = new Date(Date.now() + 90 * 24 * 60 * 60_000);
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true });
  const caFile = join(folder, 'local-ca.pem');
  await writeFile(caFile, pems.cert);
  return { key: pems.private, cert: pems.cert, caFile };
}
