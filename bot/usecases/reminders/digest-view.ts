import { type Assignment, peopleOf } from '../../domain/access/assignment.ts';
import { presentOf } from '../../domain/access/away.ts';
import {
  type Digest,
  type DigestItem,
  type DigestView,
  digestGroups,
  type ItemFacts,
  type Managers,
  MENTIONS,
  type Mention,
} from '../../domain/reminders/digest.ts';
import { currentStep, type Rotation } from '../../domain/rotation/rotation.ts';
import { type KnownUses, lastUseOf, reportShown } from '../../domain/secrets/last-use.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import { knownUses } from '../secrets/uses/known-uses.ts';
import type { Deps } from '../shared/deps.ts';

/** A digest with the names of those who manage what it speaks of, as of now. */
export async function digestView(
  deps: Pick<Deps, 'settings' | 'clock' | 'ledger' | 'signInReports' | 'signInLog'>,
  digest: Digest,
  mayBeRepeated: boolean,
): Promise<DigestView> {
  const clientIds = [...new Set(digest.items.map(({ application }) => application.clientId))];
  const [assigned, rotations, uses] = await Promise.all([
    deps.ledger.assignments.managersOf(clientIds),
    deps.ledger.rotations.open(clientIds),
    knownUses(deps, clientIds),
  ]);
  const managers = presentOf(assigned);
  const met = await deps.ledger.conversations.met(peopleOf(managers));
  const inChannel = digest.destination.kind === 'channel';
  return {
    ...digest,
    facts: new Map(digest.items.map((item) => [item.number, itemFacts(item, rotations, uses, deps.clock())])),
    ...(uses === undefined ? {} : { report: reportShown(uses) }),
    zone: deps.settings.reminderZone,
    managers: new Map(clientIds.map((clientId) => [clientId, namesOf(clientId, managers, met)])),
    mentions: inChannel ? mentionsIn(digest, managers, met) : [],
    mayBeRepeated,
  };
}

/** What is on the ladder is valid, so its start does not matter. Nor does the end of the newer secret, which is live. */
const LONG_AGO = new Date(0);
const NEVER = new Date(8.64e15);

function itemFacts(
  { application, keyId, end, newerSecret }: DigestItem,
  rotations: readonly Rotation[],
  uses: KnownUses | undefined,
  now: Date,
): ItemFacts {
  const open = rotations.find(
    ({ application: { clientId }, old }) => clientId === application.clientId && old.keyId === keyId,
  );
  const step = open && currentStep(open);
  const lastUse = uses && lastUseOf(uses, { keyId, start: LONG_AGO, end }, now);
  const newer = newerSecret && { keyId: newerSecret.keyId, start: LONG_AGO, end: NEVER };
  return {
    rotation: open === undefined || step === undefined ? undefined : { step, by: open.started.by },
    lastUse,
    isNewerInUse: uses !== undefined && newer !== undefined && lastUseOf(uses, newer, now).inUse,
  };
}

function namesOf(clientId: ClientId, managers: readonly Assignment[], met: readonly Asker[]): Managers {
  const own = managers.filter((manager) => manager.clientId === clientId);
  const names = own.flatMap(({ person }) => met.find((asker) => samePerson(asker.person, person))?.name || []);
  return { names: names.sort((a, b) => a.localeCompare(b, 'en')), unknown: own.length - names.length };
}

/** The managers of the most urgent application that still needs somebody. */
function mentionsIn(digest: Digest, managers: readonly Assignment[], met: readonly Asker[]): readonly Mention[] {
  const [first] = digestGroups(digest.items.filter(({ ending }) => ending === undefined));
  const own = managers.filter(({ clientId }) => clientId === first?.application.clientId);
  return own
    .flatMap(({ person }) => met.find((asker) => samePerson(asker.person, person)) ?? [])
    .filter(({ name }) => name !== '')
    .slice(0, MENTIONS)
    .map(({ accountId, name }) => ({ accountId, name }));
}
