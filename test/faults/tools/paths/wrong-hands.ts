import { randomUUID } from 'node:crypto';
import { createLedger } from '../../../../bot/adapters/postgres/base/ledger.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { EXPOSED } from '../../../../cards/rotation/sentences.ts';
import { NEWS } from '../../../../cards/secrets/sentences.ts';
import type { LocalSecret } from '../../../../infra/local/objects.ts';
import { event } from '../../../contracts/samples/ledger.ts';
import { until } from '../../../load/load-world.ts';
import type { Manager } from '../../../load/managers.ts';
import { askerOf } from '../../../load/seed-ledger.ts';
import { type FaultWorld, signerOf } from '../fault-world.ts';
import { wake } from '../wake.ts';
import { answerTo, cardWith, formFrom, messagesTo, personOf, type WritePath } from './write-path.ts';

/** "It is in wrong hands": the other managers hear that the secret is going to be removed. */
export const announcePath: WritePath = {
  name: 'announce the removal of a secret',
  daysLeft: [400],
  known: 'secret.exposed',
  timesEach: 1,
  prepare: async (faults, manager) => {
    const person = personOf(faults, manager);
    const { appId, displayName } = manager.application;
    const list = await cardWith(person, `delete ${displayName}`, 'expose');
    const form = await formFrom(person, list, 'expose', 'submit-expose');
    return {
      about: [],
      press: () => answerTo(person.press(form, 'submit-expose', { hours: '1' }), 'submit-create'),
      change: ({ rotations, audit }) => ({
        name: `a secret of ${displayName} is in wrong hands`,
        isMade: rotations.some((row) => row['client_id'] === appId && row['exposed_at'] !== null),
        recorded: audit.filter((row) => row['action'] === 'secret.exposed' && row['client_id'] === appId).length,
        told: messagesTo(faults, faults.colleague, displayName, EXPOSED.newsTitle),
      }),
    };
  },
};

const HOUR_MS = 3_600_000;
const ENDS = ['secret.deleted', 'secret.delete.undone', 'secret.kept'];
const REMOVED_MS = 120_000;

/** Its time is up, and the bot removes it by itself. */
export const removalPath: WritePath = {
  name: 'remove a secret in wrong hands',
  // Both are live by now: each began a year before its end.
  daysLeft: [300, 200],
  known: 'secret.delete.intended',
  byItself: true,
  isToldInOnePlace: true,
  timesEach: 1,
  mostKills: 20,
  prepare: async (faults, manager) => {
    const [fresh, old] = manager.application.passwordCredentials.map(refOf);
    if (fresh === undefined || old === undefined) throw new Error('no two secrets');
    const ended = async () =>
      faults.query(`SELECT action FROM audit WHERE key_id = '${old.keyId}' AND action IN ('${ENDS.join("', '")}')`);
    return {
      about: [],
      press: async () => {
        const isPlanned = faults.plan.isWaiting();
        await removalIsDue(faults, manager, { fresh, old });
        const isInjected = () => isPlanned && !faults.plan.isWaiting();
        await until(async () => isInjected() || (await ended()).length > 0, REMOVED_MS, 100);
        return isInjected() ? 'none' : 'done';
      },
      change: ({ audit }) => ({
        name: `the removal of ${old.name}`,
        isMade: true,
        recorded: audit.filter(({ action, key_id: keyId }) => ENDS.includes(String(action)) && keyId === old.keyId)
          .length,
        told:
          messagesTo(faults, faults.colleague, old.name, NEWS.deleted) +
          messagesTo(faults, faults.colleague, old.name, EXPOSED.staysTitle),
      }),
    };
  },
};

type Ref = ReturnType<typeof refOf>;

function refOf({ keyId, displayName, hint, endDateTime }: LocalSecret) {
  return { keyId, name: displayName ?? '', hint: hint ?? '', end: new Date(endDateTime) };
}

/** The manager has said so two hours ago, and wanted to wait for one. A process is woken, as it is each minute. */
async function removalIsDue(
  faults: FaultWorld,
  { person, application }: Manager,
  { fresh, old }: { readonly fresh: Ref; readonly old: Ref },
): Promise<void> {
  const at = new Date(Date.now() - 2 * HOUR_MS);
  const asker = askerOf(faults, person);
  const by = { by: named(asker), at };
  const id = randomUUID();
  const about = { clientId: application.appId, displayName: application.displayName };
  const row = event({ at: new Date(), action: 'secret.exposed', detail: '' });
  await faults.withDatabase(async (database) => {
    const { rotations } = createLedger(database, signerOf(faults.settings));
    await rotations.start({ id, application: about, old, by }, row);
    await rotations.adopt(id, fresh, by, row);
    await rotations.expose(id, { by: asker, at, hours: 1 }, row, []);
  });
  await wake(faults, 'reconcile');
}
