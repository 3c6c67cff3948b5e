import { presentOf } from '../../../domain/access/away.ts';
import { type OutboxContent, readerOf } from '../../../domain/messages/outbox.ts';
import { type Outage, REMEMBERED_MS } from '../../../domain/reminders/outages/outage.ts';
import type { OutageView } from '../../../domain/reminders/outages/outage-view.ts';
import { SILENT_DAYS, useOf } from '../../../domain/secrets/last-use.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import { samePerson } from '../../../domain/shared/person.ts';
import type { DueMessage } from '../../../ports/messages/outbox.ts';
import { othersAreTold } from '../../messages/alarm-content.ts';
import { type ContentRules, type Drawn, noRows, undeliveredRow } from '../../messages/content-rules.ts';
import { namesOf } from '../../messages/people-names.ts';
import type { Deps } from '../../shared/deps.ts';

type OutageContent = Extract<OutboxContent, { kind: 'outage' }>;

/** The card of an outage. It says what is so when it is drawn. */
export function outageContent({ outage: id }: OutageContent): ContentRules {
  return {
    draw: (deps, due) => draw(deps, due, id),
    sentRows: noRows,
    // The administrators have a card of their own, which names the managers.
    unreached: async (deps, due) =>
      (await isForManagers(deps, due, id)) || (await othersAreTold(deps, due))
        ? { kind: 'drop', audit: [] }
        : { kind: 'administrators' },
    giveUp: async (deps, due, code) => ({ kind: 'dead', audit: undeliveredRow(deps, due, code), alarm: true }),
  };
}

async function draw(deps: Deps, due: DueMessage, id: string): Promise<Drawn> {
  const outage = await deps.ledger.outages.find(id);
  if (outage === undefined || (due.posted === undefined && isOver(outage, deps.clock())))
    return { kind: 'drop', audit: [] };
  const reader = await readerAt(deps, due, outage);
  if (reader === undefined) return { kind: 'drop', audit: [] };
  const view = await viewOf(deps, outage, reader);
  return { kind: 'post', content: { kind: 'notice', notice: { kind: 'outage', view } } };
}

/** A card that could not be sent in time is sent all the same while the outage may go on: only a card that is there is drawn again. */
function isOver({ ended }: Outage, now: Date): boolean {
  return ended !== undefined && now.getTime() - ended.at.getTime() >= REMEMBERED_MS;
}

async function isForManagers(deps: Deps, due: DueMessage, id: string): Promise<boolean> {
  const outage = await deps.ledger.outages.find(id);
  return outage !== undefined && (await readerAt(deps, due, outage)) === 'manager';
}

/** Undefined if the person has nothing to do with the application any more. */
async function readerAt(
  { ledger }: Deps,
  { to }: DueMessage,
  { application }: Outage,
): Promise<OutageView['reader'] | undefined> {
  const person = readerOf(to);
  if (person === undefined) return 'administrator';
  const managers = presentOf(await ledger.assignments.managersOf([application.clientId]));
  if (managers.some((one) => samePerson(one.person, person))) return 'manager';
  const isAdministrator = (await ledger.administrators.all()).some((one) => samePerson(one, person));
  return isAdministrator ? 'administrator' : undefined;
}

async function viewOf(deps: Deps, outage: Outage, reader: OutageView['reader']): Promise<OutageView> {
  const { clientId } = outage.application;
  const managers = presentOf(await deps.ledger.assignments.managersOf([clientId])).map(({ person }) => person);
  const nameOf = await namesOf(deps, managers);
  const deleted = outage.why === 'unknown' ? await deletedLately(deps, clientId, outage.lastAt) : undefined;
  return { outage, reader, managers: managers.map(nameOf), deleted };
}

/** What was deleted longer ago, or was not in use, is hardly what something tries now. */
async function deletedLately(
  { ledger }: Pick<Deps, 'ledger'>,
  clientId: ClientId,
  lastAt: Date,
): Promise<OutageView['deleted']> {
  const deleted = await ledger.outages.deletedBetween(clientId, weekBefore(lastAt), lastAt);
  if (deleted === undefined) return undefined;
  const { name, keyId, by, at } = deleted;
  const used = useOf(await ledger.lastUses.of([clientId]), keyId)?.last;
  return { name, keyId, by: by.name, at, wasUsed: used !== undefined && used >= weekBefore(at) };
}

function weekBefore(at: Date): Date {
  return new Date(at.getTime() - SILENT_DAYS * 86_400_000);
}
