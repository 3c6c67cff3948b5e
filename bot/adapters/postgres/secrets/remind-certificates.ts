import { eq } from 'drizzle-orm';
import type { CertificateReminder } from '../../../ports/secrets/watched-applications.ts';
import type { Orm } from '../base/database.ts';
import { putIn } from '../messages/put-message.ts';
import { type StoredCertificate, watchedApplications as watched } from './schema-watched.ts';
import { lockedIn } from './sightings.ts';

/** Keeps at which stages somebody is reminded, with the messages. What another process has told since then is left out. */
export async function remindedIn(tx: Orm, all: readonly CertificateReminder[]): Promise<void> {
  const rows = await lockedIn(
    tx,
    all.map(({ clientId }) => clientId),
  );
  for (const { clientId, certificates, messages } of all) {
    const kept = rows.get(clientId)?.certificates ?? [];
    const marked = kept.map((one) => markedBy(one, certificates));
    if (marked.every((one, index) => one === kept[index])) continue;
    await tx.update(watched).set({ certificates: marked }).where(eq(watched.clientId, clientId));
    await putIn(tx, messages);
  }
}

/** The certificate itself if this stage was told before. */
function markedBy(kept: StoredCertificate, due: CertificateReminder['certificates']): StoredCertificate {
  const stage = due.find(({ keyId }) => keyId === kept.keyId)?.stage;
  if (stage === undefined || (kept.told !== undefined && kept.told <= stage)) return kept;
  return { ...kept, told: stage };
}
