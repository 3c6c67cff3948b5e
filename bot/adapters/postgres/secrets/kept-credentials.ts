import type { KeptCredentials } from '../../../ports/secrets/watched-applications.ts';
import type { StoredCertificate, watchedApplications } from './schema-watched.ts';

export type WatchedRow = Pick<typeof watchedApplications.$inferSelect, 'clientId' | 'certificates' | 'federated'>;

export function keptOf({ clientId, certificates, federated }: WatchedRow): KeptCredentials {
  return { clientId, certificates: certificates.map(toCertificate), federated: federated ?? undefined };
}

function toCertificate({ keyId, name, start, end, told }: StoredCertificate) {
  const certificate = { keyId, name, start: new Date(start), end: new Date(end) };
  return told === undefined ? certificate : { ...certificate, told };
}
