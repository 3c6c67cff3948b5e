import { createPrivateKey, X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, type Configuration, type NodeAuthOptions } from '@azure/msal-node';
import type { Tenant } from './keys.ts';
import { createNetwork } from './network.ts';

/** What the registration proves itself with. */
export type ClientCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  /** A PEM text with private key and certificate. */
  | { readonly kind: 'certificate'; readonly pem: string }
  /** A managed identity's token, exchanged through a federated credential. */
  | { readonly kind: 'assertion'; readonly getAssertion: () => Promise<string> };

export interface EntraClientSettings extends Tenant {
  readonly clientId: string;
  readonly credential: ClientCredential;
}

/** The part of msal that we use. */
export type EntraClient = Pick<
  ConfidentialClientApplication,
  'getAuthCodeUrl' | 'acquireTokenByCode' | 'acquireTokenOnBehalfOf'
>;

/** Spread into every token request: sessions hold verified claims, and no token stays behind in the process. */
export const KEEP_NOTHING = { storeInCache: { accessToken: false, idToken: false, refreshToken: false } };

/** The registration as a client of the tenant. Nothing is fetched before its first use. */
export function createEntraClient(settings: EntraClientSettings): EntraClient {
  const configuration: Configuration = {
    auth: {
      clientId: settings.clientId,
      authority: `${settings.loginUrl}/${settings.tenantId}`,
      ...knownAuthorities(settings.loginUrl),
      ...credentialOptions(settings.credential),
      clientCapabilities: ['cp1'],
    },
    system: {
      networkClient: createNetwork(),
      loggerOptions: { piiLoggingEnabled: false, loggerCallback: () => undefined },
    },
  };
  return new ConfidentialClientApplication(configuration);
}

/** msal asks Microsoft about hosts that it does not know, unless told that they are meant. */
function knownAuthorities(loginUrl: string): Pick<NodeAuthOptions, 'knownAuthorities'> {
  const { host } = new URL(loginUrl);
  return host === 'login.microsoftonline.com' ? {} : { knownAuthorities: [host] };
}

function credentialOptions(credential: ClientCredential): Partial<NodeAuthOptions> {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate':
      return { clientCertificate: readCertificate(credential.pem) };
    case 'assertion':
      return { clientAssertion: credential.getAssertion };
  }
}

/** Takes a PEM text apart; throws if key or certificate is missing or they do not belong together. */
export function readCertificate(pem: string): { readonly privateKey: string; readonly thumbprintSha256: string } {
  const certificate = new X509Certificate(pem);
  const key = createPrivateKey(pem);
  if (!certificate.checkPrivateKey(key)) throw new Error('the certificate does not belong to the private key');
  return {
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}
