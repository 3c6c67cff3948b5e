import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Complaint } from './config-fields.ts';
import type { Credential } from './ports/credential.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

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

/**
 * The credential of the bot or of the single sign-on registration, as set; undefined where there is none, or where
 * something is wrong with it, which is then among the gaps.
 */
export function readCredential(env: Environment, prefix: 'BOT' | 'AAD_APP', readFile: ReadFile, gaps: string[]) {
  const secret = env[`${prefix}_CLIENT_SECRET`];
  const file = env[`${prefix}_CERTIFICATE_FILE`];
  if (secret !== undefined && file !== undefined) {
    gaps.push(`${prefix}_CLIENT_SECRET and ${prefix}_CERTIFICATE_FILE are both set: choose one`);
    return undefined;
  }
  if (secret !== undefined) return sealed({ kind: 'secret' as const, secret }, 'secret');
  if (file === undefined) return undefined;
  const credential = readCertificate(file, readFile);
  if (!(credential instanceof Complaint)) return credential;
  gaps.push(`${prefix}_CERTIFICATE_FILE ${credential.text}`);
  return undefined;
}

function readCertificate(file: string, readFile: ReadFile): Credential | Complaint {
  let pem: string;
  try {
    pem = readFile(file);
  } catch {
    return new Complaint(`cannot be read: ${file}`);
  }
  return certificateCredential(pem);
}

/** Reads a PEM that holds an unencrypted private key and the certificate that belongs to it. */
function certificateCredential(pem: string): Credential | Complaint {
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
