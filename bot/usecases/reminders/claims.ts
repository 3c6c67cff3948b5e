import type { Claim } from '../../domain/reminders/claim.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { calendarDay, dayNumberOf } from '../../domain/shared/calendar.ts';
import type { Note, Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import { auditOf } from '../audit/audit-events.ts';
import { findMineById, isApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, ID, TYPED } from '../shared/fields.ts';

interface PromiseCommand {
  readonly kind: 'promise';
  readonly clientId: string;
  readonly keyId: string;
  /** As Input.Date submits it, `YYYY-MM-DD`; untrusted. */
  readonly day: string;
}

/** The person who is on it names the day on which they do it. Until then nobody is asked again: escalation.ts. */
export const promiseCommand: CommandModule<PromiseCommand> = {
  kind: 'promise',
  button: carries('promise', { clientId: ID, keyId: ID, day: TYPED }),
  need: 'read',
  perform: (deps, command, asker) => promise(deps, command, asker),
};

interface GiveBackCommand {
  readonly kind: 'give-back';
  readonly clientId: string;
  readonly keyId: string;
}

/** The person who is on it is not any more. */
export const giveBackCommand: CommandModule<GiveBackCommand> = {
  kind: 'give-back',
  button: carries('give-back', { clientId: ID, keyId: ID }),
  need: 'read',
  perform: (deps, command, asker) => giveBack(deps, command, asker),
};

async function promise(deps: TurnDeps, { clientId, keyId, day }: PromiseCommand, asker: Asker): Promise<Outcome> {
  const found = await findSecret(deps, clientId, keyId, asker);
  if ('kind' in found) return found;
  const { application, secret } = found;
  const claim = await claimOf(deps, application, secret);
  if (claim === undefined || !samePerson(claim.by, asker.person)) return noted('not-on-it');
  const now = deps.clock();
  const [today, last] = [now, secret.end].map((at) => calendarDay(at, deps.settings.reminderZone));
  if (dayNumberOf(day) === undefined || day < (today ?? day) || day > (last ?? day))
    return claimOutcome(deps, application, secret, claim, 'day-off');
  const audit = auditOf(deps, asker, 'reminder.promised', { application, keyId: secret.keyId, detail: day });
  const kept = await deps.ledger.reminders.promise(
    { clientId: application.clientId, keyId: secret.keyId },
    asker.person,
    day,
    now,
    audit,
  );
  if (!kept) return noted('not-on-it');
  await deps.jobs.wake('send-outbox', now);
  return claimOutcome(deps, application, secret, { ...claim, until: day }, 'promised');
}

async function giveBack(deps: TurnDeps, { clientId, keyId }: GiveBackCommand, asker: Asker): Promise<Outcome> {
  const found = await findSecret(deps, clientId, keyId, asker);
  if ('kind' in found) return found;
  const { application, secret } = found;
  const now = deps.clock();
  const audit = auditOf(deps, asker, 'reminder.given-back', { application, keyId: secret.keyId });
  const key = { clientId: application.clientId, keyId: secret.keyId };
  if (!(await deps.ledger.reminders.giveBack(key, asker.person, now, audit))) return noted('not-on-it');
  await deps.jobs.wake('send-outbox', now);
  const { clientId: id, displayName } = application;
  return { kind: 'given-back', application: { clientId: id, displayName } };
}

/** The card of somebody's own claim. `step`: what has just happened. */
export function claimOutcome(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  { clientId, displayName }: Pick<Application, 'clientId' | 'displayName'>,
  { keyId, name, end }: Pick<ClientSecret, 'keyId' | 'name' | 'end'>,
  claim: Claim,
  step: Extract<Outcome, { kind: 'claim' }>['step'],
): Outcome {
  const zone = settings.reminderZone;
  const [firstDay, lastDay] = [clock(), end].map((at) => calendarDay(at, zone));
  const application = { clientId, displayName };
  return {
    kind: 'claim',
    application,
    secret: { keyId, name, end },
    claim,
    step,
    firstDay: firstDay ?? '',
    lastDay: lastDay ?? '',
  };
}

async function claimOf(
  { ledger }: Pick<Deps, 'ledger'>,
  { clientId }: Application,
  { keyId }: ClientSecret,
): Promise<Claim | undefined> {
  return (await ledger.reminders.claims([clientId])).find((one) => one.keyId === keyId)?.claim;
}

async function findSecret(
  deps: TurnDeps,
  clientId: string,
  keyId: string,
  asker: Asker,
): Promise<Outcome | { readonly application: Application; readonly secret: ClientSecret }> {
  const application = await findMineById(deps, asker, 'show', clientId);
  if (!isApplication(application)) return application;
  const secret = application.secrets.find((one) => one.keyId === keyId);
  return secret === undefined ? noted('settled') : { application, secret };
}

function noted(kind: Extract<Note['kind'], 'not-on-it' | 'settled'>): Outcome {
  return { kind: 'note', note: { kind } };
}
