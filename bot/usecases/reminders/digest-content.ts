import type { OutboxContent } from '../../domain/messages/outbox.ts';
import type { Digest, DigestItem } from '../../domain/reminders/digest.ts';
import { AFTER_END, dailyStageAfter } from '../../domain/reminders/ladder.ts';
import { daysUntilCutOff, destinationKey, destinationsOf, isOvertaken } from '../../domain/reminders/reminder.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { type ContentRules, type Drawn, undeliveredRow } from '../messages/content-rules.ts';
import type { Deps } from '../shared/deps.ts';
import { digestView } from './digest-view.ts';
import { planAgain, reachOf } from './plan-reminders.ts';
import { auditOfDigest, auditOfReminders } from './reminder-rows.ts';
import { tellAdministrators } from './tell-administrators.ts';

/** All that one sweep has to tell one destination. */
export function digestContent({ digest: id }: Extract<OutboxContent, { kind: 'digest' }>): ContentRules {
  return {
    draw: (deps, due) => (due.posted === undefined ? drawFirst(deps, id, due) : drawAgain(deps, id)),
    async sentRows(deps, posted) {
      const digest = await deps.ledger.reminders.find(id);
      return digest === undefined ? [] : auditOfReminders(deps, digest, posted);
    },
    async unreached(deps, { to }, code) {
      const digest = await deps.ledger.reminders.find(id);
      if (digest === undefined) return { kind: 'drop', audit: [] };
      // The message is dropped after that: if planning fails it comes back, and finds its place gone again.
      await planAgain(deps, digest, to.kind === 'mail' ? to.person : undefined);
      return { kind: 'drop', audit: [auditOfDigest(deps, 'reminder.dropped', digest, code)] };
    },
    async giveUp(deps, due, code) {
      const digest = await deps.ledger.reminders.find(id);
      const audit =
        digest === undefined
          ? undeliveredRow(deps, due, code)
          : auditOfDigest(deps, 'reminder.undelivered', digest, code);
      return { kind: 'dead', audit, alarm: true };
    },
  };
}

/** What was replaced or deleted before it was sent is not sent any more. */
async function drawFirst(deps: Deps, id: string, { mayBeRepeated }: DueMessage): Promise<Drawn> {
  const digest = await deps.ledger.reminders.takeUp(id, deps.clock());
  if (digest === undefined || liveItems(digest).length === 0) return { kind: 'drop', audit: [] };
  if (await isOutdated(deps, digest)) {
    await deps.ledger.reminders.forget(id, auditOfDigest(deps, 'reminder.dropped', digest, 'planned again'));
    await planAgain(deps, digest);
    return { kind: 'settled' };
  }
  if (digest.destination.kind === 'administrators') return tellAdministrators(deps, digest);
  return { kind: 'post', content: { kind: 'digest', digest: await digestView(deps, digest, mayBeRepeated) } };
}

async function drawAgain(deps: Deps, id: string): Promise<Drawn> {
  const digest = await deps.ledger.reminders.find(id);
  if (digest === undefined) return { kind: 'drop', audit: [] };
  return { kind: 'post', content: { kind: 'digest', digest: await digestView(deps, digest, false) } };
}

/**
 * A digest may have waited, for hours of throttling or as a dead letter for days: then a later stage applies, or the
 * person is no manager any more, or the channel is linked to something else.
 */
async function isOutdated(deps: Deps, digest: Digest): Promise<boolean> {
  const now = deps.clock();
  const { destination } = digest;
  if (destination.kind === 'administrators') return false;
  const live = liveItems(digest);
  if (await isAnyOvertaken(deps, live, now)) return true;
  const refs = [...new Map(live.map(({ application }) => [application.clientId, application])).values()];
  const facts = await reachOf(deps, refs, now);
  const key = destinationKey(destination);
  return live.some((item) => !destinationsOf(item.application, item, facts).some((to) => destinationKey(to) === key));
}

/** The receipts are read only if an item that is cut off may be overtaken: from when on, they alone say. */
async function isAnyOvertaken(
  { ledger, settings }: Pick<Deps, 'ledger' | 'settings'>,
  live: readonly DigestItem[],
  now: Date,
): Promise<boolean> {
  const zone = settings.reminderZone;
  const late = live.filter((item) => isOvertaken(item, now, zone));
  if (!late.every(({ cutOff, stage }) => cutOff && stage <= AFTER_END)) return true;
  if (late.length === 0) return false;
  const clientIds = [...new Set(late.map(({ application }) => application.clientId))];
  const cutOffAfterOf = daysUntilCutOff(await ledger.reminders.receipts(clientIds));
  return late.some((item) => {
    const { application, keyId, end } = item;
    const today = dailyStageAfter(end, now, zone);
    return isOvertaken(item, now, zone, cutOffAfterOf({ clientId: application.clientId, keyId }, today));
  });
}

function liveItems({ items }: Digest): readonly DigestItem[] {
  return items.filter(({ ending }) => ending === undefined);
}
