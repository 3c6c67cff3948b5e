import type { OutboxMessage, Recipient } from '../../../domain/messages/outbox.ts';
import { AFTER_END, type Stage, stagesAt } from '../../../domain/reminders/ladder.ts';
import type { Application, ApplicationRef } from '../../../domain/shared/application.ts';
import { samePerson } from '../../../domain/shared/person.ts';
import type { Deps } from '../../shared/deps.ts';
import { managersPlaces } from '../../shared/managers-places.ts';

/** From this stage on, the administrators are told, too. */
const ESCALATED: Stage = 1;

/** The certificates of one application that a reminder is due for. */
interface Due {
  readonly application: ApplicationRef;
  readonly certificates: readonly { readonly keyId: string; readonly stage: Stage }[];
}

/**
 * Reminds of certificates at the stages of the ladder, up to the week after the end. The bot can neither renew nor delete one,
 * so a certificate has a card of its own, without buttons for that, and nobody says "I'm on it". What was told is kept with the
 * application, in the transaction of the messages. Only applications that are watched are told of.
 */
export async function remindOfCertificates(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger'>,
  page: readonly Application[],
  now: Date,
): Promise<void> {
  const near = nearOf(page, now, deps.settings.reminderZone);
  if (near.length === 0) return;
  const due = await untoldOf(deps, near);
  if (due.length === 0) return;
  const placesOf = await reachablePlaces(
    deps,
    due.map(({ application }) => application),
  );
  const all = due.map((one) => ({
    clientId: one.application.clientId,
    certificates: one.certificates,
    messages: messagesOf(deps, one, placesOf(one.application)),
  }));
  await deps.ledger.watchedApplications.reminded(all);
}

function nearOf(page: readonly Application[], now: Date, zone: string): readonly Due[] {
  const stageOf = stagesAt(now, zone);
  return page.flatMap(({ clientId, displayName, certificates = [] }) => {
    const near = certificates.flatMap(({ keyId, end }) => {
      const stage = stageOf(end, { cutOff: false });
      return stage === undefined || stage < AFTER_END ? [] : [{ keyId, stage }];
    });
    return near.length === 0 ? [] : [{ application: { clientId, displayName }, certificates: near }];
  });
}

async function untoldOf({ ledger }: Pick<Deps, 'ledger'>, near: readonly Due[]): Promise<readonly Due[]> {
  const kept = await ledger.watchedApplications.of(near.map(({ application }) => application.clientId));
  const byApplication = new Map(kept.map(({ clientId, certificates }) => [clientId, certificates]));
  return near.flatMap(({ application, certificates }) => {
    const known = byApplication.get(application.clientId) ?? [];
    const untold = certificates.filter(({ keyId, stage }) => {
      const one = known.find((certificate) => certificate.keyId === keyId);
      return one !== undefined && (one.told === undefined || stage < one.told);
    });
    return untold.length === 0 ? [] : [{ application, certificates: untold }];
  });
}

/** Leaves the channels, and the managers whom the bot has met. */
async function reachablePlaces(
  deps: Pick<Deps, 'settings' | 'ledger'>,
  applications: readonly ApplicationRef[],
): Promise<(application: ApplicationRef) => readonly Recipient[]> {
  const placesOf = await managersPlaces(deps, applications);
  const people = applications.flatMap(placesOf).flatMap((place) => (place.kind === 'person' ? [place.person] : []));
  const met = people.length === 0 ? [] : await deps.ledger.conversations.met(people);
  return (application) =>
    placesOf(application).filter(
      (place) => place.kind !== 'person' || met.some(({ person }) => samePerson(person, place.person)),
    );
}

/** The administrators are told near the end, and if nobody else can be. */
function messagesOf(
  deps: Pick<Deps, 'clock' | 'random'>,
  { application, certificates }: Due,
  places: readonly Recipient[],
): readonly OutboxMessage[] {
  const isUrgent = certificates.some(({ stage }) => stage <= ESCALATED);
  const all: readonly Recipient[] = isUrgent || places.length === 0 ? [...places, { kind: 'administrators' }] : places;
  const content = {
    kind: 'certificates-due',
    application,
    certificates: certificates.map(({ keyId }) => keyId),
  } as const;
  return all.map((to) => ({ id: deps.random.token(), to, content, at: deps.clock() }));
}
