import type { AdministratorNotice } from '../../domain/messages/notice.ts';
import type { OutboxContent } from '../../domain/messages/outbox.ts';
import { samePerson } from '../../domain/shared/person.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { adminChannels } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';
import { type ContentRules, noRows, undeliveredRow } from './content-rules.ts';
import { stillLeft } from './left-managers.ts';
import { waitingSince } from './waiting.ts';

/** What the administrators have to look after. */
export function alarmContent({ notice }: Extract<OutboxContent, { kind: 'alarm' }>): ContentRules {
  return {
    async draw(deps) {
      const now = await currently(deps, notice);
      return now === undefined
        ? { kind: 'drop', audit: [] }
        : { kind: 'post', content: { kind: 'notice', notice: now } };
    },
    sentRows: noRows,
    async unreached(deps, due) {
      return (await othersAreTold(deps, due)) ? { kind: 'drop', audit: [] } : { kind: 'administrators' };
    },
    // An alarm about an alarm would have no better luck.
    giveUp: async (deps, due, code) => ({ kind: 'dead', audit: undeliveredRow(deps, due, code), alarm: false }),
  };
}

/** Undefined if it is not so any more. */
async function currently(deps: Deps, notice: AdministratorNotice): Promise<AdministratorNotice | undefined> {
  switch (notice.kind) {
    case 'undelivered': {
      const count = (await deps.ledger.outbox.dead()).length;
      return count === 0 ? undefined : { kind: 'undelivered', count };
    }
    case 'unopened-chats': {
      const people = await waitingSince(deps, notice.since);
      return people.length === 0 ? undefined : { ...notice, people };
    }
    case 'managers-left': {
      const people = await stillLeft(deps, notice.people);
      return people.length === 0 ? undefined : { ...notice, people };
    }
    default:
      return notice;
  }
}

/** Each place of the administrators has got a message of its own: only the last one that is lost must be replaced. */
export async function othersAreTold(deps: Deps, { to }: DueMessage): Promise<boolean> {
  if (to.kind !== 'person') return (await adminChannels(deps)).length > 0;
  const met = await deps.ledger.conversations.met(await deps.ledger.administrators.all());
  return met.some(({ person }) => !samePerson(person, to.person));
}
