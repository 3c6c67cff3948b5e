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
  const { firstDay, lastDay } = daysOf(deps, secret);
  if (dayNumberOf(day) === undefined || day < firstDay || day > lastDay)
    return claimOutcome(deps, application, secret, claim, 'day-off');
  const now = deps.clock();
  const { clientId: id } = application;
  const audit = auditOf(deps, asker, 'reminder.promised', { application, keyId, detail: day });
  const kept = await deps.ledger.reminders.promise({ clientId: id, keyId }, asker.person, day, now, audit);
  if (!kept) return noted('not-on-it');
  await deps.jobs.wake('send-outbox', now);
  return claimOutcome(deps, application, secret, { ...claim, until: day }, 'promised');
}

async function giveBack(deps: TurnDeps, { clientId, keyId }: GiveBackCommand, asker: Asker): Promise<Outcome> {
  const found = await findSecret(deps, clientId, keyId, asker);
  if ('kind' in found) return found;
  const { application } = found;
  const { clientId: id, displayName } = application;
  const now = deps.clock();
  const audit = auditOf(deps, asker, 'reminder.given-back', { application, keyId });
  if (!(await deps.ledger.reminders.giveBack({ clientId: id, keyId }, asker.person, now, audit)))
    return noted('not-on-it');
  await deps.jobs.wake('send-outbox', now);
  return { kind: 'given-back', application: { clientId: id, displayName } };
}

/** The card of somebody's own claim. `step`: what has just happened. */
export function claimOutcome(
  deps: Pick<Deps, 'settings' | 'clock'>,
  { clientId, displayName }: Pick<Application, 'clientId' | 'displayName'>,
  { keyId, name, end }: Pick<ClientSecret, 'keyId' | 'name' | 'end'>,
  claim: Claim,
  step: Extract<Outcome, { kind: 'claim' }>['step'],
): Outcome {
  const application = { clientId, displayName };
  return { kind: 'claim', application, secret: { keyId, name, end }, claim, step, ...daysOf(deps, { end }) };
}

/** The days that may be promised: from today to the day of the end. */
function daysOf({ settings, clock }: Pick<Deps, 'settings' | 'clock'>, { end }: Pick<ClientSecret, 'end'>) {
  const zone = settings.reminderZone;
  return { firstDay: calendarDay(clock(), zone), lastDay: calendarDay(end, zone) };
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
