import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { BotCredential } from '../../ports/shared/credential.ts';
import { Complaint } from '../fields.ts';
import { sealed } from '../sealed.ts';
import type { ReadFile } from '../setting.ts';

type Certificate = Extract<BotCredential, { kind: 'certificate' }>;

/** Reads the certificate's file. */
export function certificateIn(file: string, readFile: ReadFile): Certificate | Complaint {
  let pem: string;
  try {
    pem = readFile(file);
  } catch {
    return new Complaint(`cannot be read: ${file}`);
  }
  return certificateCredential(pem);
}

/** Reads a PEM that holds an unencrypted private key and the certificate that belongs to it. */
function certificateCredential(pem: string): Certificate | Complaint {
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
    // The error could quote the file, so it is not passed on.
    return new Complaint('must be a PEM file with an unencrypted private key and its certificate');
  }
}
