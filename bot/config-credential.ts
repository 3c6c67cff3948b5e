import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Complaint } from './config-fields.ts';
import type { Credential } from './ports/credential.ts';

const MASK = '[secret]';

/**
 * Makes properties of an object readable by name only: JSON, console.log and inspect show `[secret]`, and a spread
 * copy does not have them.
 */
export function sealed<T extends object>(target: T, ...keys: readonly (keyof T)[]): T {
  const present = keys.filter((key) => target[key] !== undefined);
  for (const key of present) Object.defineProperty(target, key, { enumerable: false });
  const shown = () => ({ ...target, ...Object.fromEntries(present.map((key) => [key, MASK])) });
  Object.defineProperty(target, 'toJSON', { value: shown });
  Object.defineProperty(target, Symbol.for('nodejs.util.inspect.custom'), { value: shown });
  return target;
}

export function secretCredential(secret: string): Credential {
  return sealed({ kind: 'secret' as const, secret }, 'secret');
}

/** Reads a PEM that holds an unencrypted private key and the certificate that belongs to it. */
export function certificateCredential(pem: string): Credential | Complaint {
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key))
      return new Complaint('holds a key and a certificate that do not belong together');
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '');
    return sealed(
      { kind: 'certificate' as const, privateKey, certificate: certificate.toString(), thumbprintSha256 },
      'privateKey',
    );
  } catch {
    // The cause could quote the file.
    return new Complaint('must be a PEM file with an unencrypted private key and its certificate');
  }
}
