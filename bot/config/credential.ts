import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { BotCredential } from '../ports/shared/credential.ts';
import { Complaint, isNearby } from './fields.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

const MASK = '[secret]';

/** A credential that is in the settings. */
type Held = Exclude<BotCredential, { kind: 'managed-identity' }>;

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
export function readCredential(
  env: Environment,
  prefix: 'BOT' | 'AAD_APP',
  readFile: ReadFile,
  gaps: string[],
): Held | undefined {
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

function readCertificate(file: string, readFile: ReadFile): Held | Complaint {
  let pem: string;
  try {
    pem = readFile(file);
  } catch {
    return new Complaint(`cannot be read: ${file}`);
  }
  return certificateCredential(pem);
}

/** Reads a PEM that holds an unencrypted private key and the certificate that belongs to it. */
function certificateCredential(pem: string): Held | Complaint {
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

/** What is wrong with the bot's and the registration's credentials together. */
export function credentialGaps(env: Environment): readonly string[] {
  const hasOwn = env['BOT_CLIENT_SECRET'] !== undefined || env['BOT_CERTIFICATE_FILE'] !== undefined;
  if (env['BOT_TYPE'] === 'UserAssignedMsi') {
    const own = hasOwn ? ['BOT_CLIENT_SECRET or BOT_CERTIFICATE_FILE does not go with BOT_TYPE UserAssignedMsi'] : [];
    return [...own, ...registrationGaps(env), ...endpointGaps(env)];
  }
  const gaps = hasOwn ? [] : ['BOT_CLIENT_SECRET or BOT_CERTIFICATE_FILE is missing'];
  if (env['AAD_APP_FEDERATED'] === 'true')
    gaps.push(
      'AAD_APP_FEDERATED needs BOT_TYPE UserAssignedMsi: it is a managed identity that the registration trusts',
    );
  return gaps;
}

/** What trusts the identity is a registration of its own, and holds nothing else. */
function registrationGaps(env: Environment): readonly string[] {
  if (env['AAD_APP_FEDERATED'] !== 'true') return [];
  const gaps: string[] = [];
  const clientId = env['AAD_APP_CLIENT_ID']?.toLowerCase();
  if (clientId === undefined || clientId === env['BOT_ID']?.toLowerCase())
    gaps.push('AAD_APP_CLIENT_ID must be an app registration: AAD_APP_FEDERATED says that it trusts the identity');
  if (env['AAD_APP_CLIENT_SECRET'] !== undefined || env['AAD_APP_CERTIFICATE_FILE'] !== undefined)
    gaps.push('AAD_APP_FEDERATED does not go with AAD_APP_CLIENT_SECRET or AAD_APP_CERTIFICATE_FILE: choose one');
  return gaps;
}

/** The platform sets it; whoever else does would get to know the header, and could hand out tokens. */
function endpointGaps(env: Environment): readonly string[] {
  const endpoint = env['IDENTITY_ENDPOINT'];
  if (endpoint === undefined || isNearby(endpoint)) return [];
  return ['IDENTITY_ENDPOINT must be as the platform sets it: an address of this machine'];
}
