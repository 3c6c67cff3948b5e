import { counted, momentIn, shownLength } from '../../../cards/shared/dates.ts';
import type { Contact } from '../../domain/messages/contact.ts';
import { organisationOf } from '../../domain/shared/organisation.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, failure, firstOf, pass, warning } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { withDatabase } from '../prerequisites.ts';

/** A day, and two hours more for a sweep that started late. */
const FRESH_MS = 26 * 60 * 60_000;
const SHOWN = 10;

const START = 'Start the bot: it registers its schedule whenever it starts. If it does not, its log says why.';
const SWEEP_BY_HAND =
  'Look into the bot’s log for “sweep”; npm run sweep -- --dry-run shows what a sweep would do, and npm run sweep does it.';
const UNDELIVERED =
  'As an administrator say “undelivered” to the bot, which lists them and can send them again; its log says what Teams answered.';

export const schedule: Check = {
  title: 'Schedule',
  look: (context) =>
    withDatabase(context, async (inspection) => {
      const found = await inspection.schedules();
      if (found === undefined) return failure('The job queue was never set up.', START);
      const missing = inspection.tasks.filter((task) => !found.some((one) => one.task === task));
      if (missing.length > 0) return failure(`Not registered: ${missing.join(', ')}.`, START);
      const { reminderTime, reminderZone } = context.settings;
      const daily = found.find(({ task, key }) => task === 'sweep' && key === 'daily');
      if (daily === undefined) return failure('The daily sweep is not registered.', START);
      const [minutes, hours] = daily.cron.split(' ').map(Number);
      const [wantedHours, wantedMinutes] = reminderTime.split(':').map(Number);
      if (minutes !== wantedMinutes || hours !== wantedHours || daily.timezone !== reminderZone) {
        const advice = 'Restart the bot with these settings, or correct REMINDER_TIME and REMINDER_TIME_ZONE here.';
        return warning('The daily sweep is registered for another time than REMINDER_TIME says.', advice);
      }
      return pass(`All ${inspection.tasks.length} tasks; the sweep daily at ${reminderTime} ${reminderZone}.`);
    }),
};

export const sweep: Check = {
  title: 'Daily sweep',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const [last, good] = [await ledger.sweeps.last(), await ledger.sweeps.lastGood()];
      if (last === undefined) {
        const { reminderTime, reminderZone } = context.settings;
        return warning('There was none yet.', `Wait until ${reminderTime} ${reminderZone}, or run npm run sweep.`);
      }
      const age = context.clock().getTime() - (good?.finishedAt.getTime() ?? Number.NEGATIVE_INFINITY);
      if (good === undefined || age > FRESH_MS) {
        const since = good === undefined ? 'None has completed yet' : `None has completed for ${shownLength(age)}`;
        return failure(`${since}; the last one ended as ${last.result}.`, SWEEP_BY_HAND);
      }
      if (last.result !== 'completed') {
        const advice =
          'As an administrator say “sweep” to the bot to see what it read, and “sweep accept” if that is right.';
        return warning(`The last one was ${last.result}; one completed ${shownLength(age)} ago.`, advice);
      }
      return pass(
        `Completed on ${momentIn(context.settings.reminderZone, good.finishedAt)}: ${good.applications} applications, ${good.due} new reminders.`,
      );
    }),
};

export const channels: Check = {
  title: 'Managers’ channels',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const links = await ledger.links.all();
      const dead = links.filter(({ deadSince }) => deadSince !== undefined);
      if (dead.length === 0) return pass(`${counted(links.length, 'link')}, all alive.`);
      const names = dead.map(({ scope, channel }) => {
        const place = [channel.teamName, channel.name].map((name) => plainText(name, 60)).filter((name) => name !== '');
        return `${plainText(scope.name, 80)} in ${place.join(', ') || 'a channel without name'}`;
      });
      const detail = [`${counted(dead.length, 'link')} of ${links.length} dead:`, ...firstOf(names, SHOWN)];
      const advice =
        'Add the app to those teams again (the links then live again), or link another channel: @API Credentials link <organisation>.';
      return warning(detail.join('\n'), advice);
    }),
};

export const adminChannel: Check = {
  title: 'Admin channel',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const all = (await ledger.links.all()).filter(({ scope }) => scope.kind === 'administrators');
      if (all.some(({ deadSince }) => deadSince === undefined)) return pass('Linked: requests and alarms go there.');
      const detail = all.length === 0 ? 'None is linked.' : 'The one that was linked cannot be reached any more.';
      const advice =
        'Let an administrator say “link admin” to the bot in a private channel of the administrators’ team.';
      return warning(detail, advice);
    }),
};

/** Addresses are named in `contacts` alone: a report of the doctor may be passed on. */
export const contacts: Check = {
  title: 'Designated contacts',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const all = (await ledger.contacts.all()).filter(({ state }) => state !== 'refused');
      const confirmed = all.filter(({ state }) => state === 'confirmed');
      if (confirmed.length > 0 && context.settings.mailFrom === undefined) {
        const detail = `${counted(confirmed.length, 'contact')} confirmed, and no e-mail can be sent.`;
        return warning(detail, 'Set MAIL_FROM to the mailbox from which the bot sends.');
      }
      const dead = all.filter(({ unreachableSince }) => unreachableSince !== undefined);
      const forsaken = all.length === 0 ? [] : await forsakenAmong(context, all);
      const detail = [
        ...linesOf(dead, `${counted(dead.length, 'contact')} of ${all.length} cannot be reached:`),
        ...linesOf(forsaken, `${counted(forsaken.length, 'contact')} of organisations without an application:`),
      ];
      if (detail.length === 0) return pass(`${confirmed.length} of ${all.length} confirmed.`);
      const advice =
        'As an administrator say “contacts” to the bot, which shows their addresses; ask those organisations for other ones, and add an address to the organisation’s new name if it has one.';
      return warning(detail.join('\n'), advice);
    }),
};

/** Nobody if Graph does not list the applications: “Applications visible” says why. */
async function forsakenAmong(
  { settings, graphToken, applications }: CheckContext,
  all: readonly Contact[],
): Promise<readonly Contact[]> {
  if ((await graphToken()).kind === 'none') return [];
  const listed = await applications();
  if (listed.kind === 'refused') return [];
  const keys = new Set(
    listed.items.map(({ displayName }) => organisationOf(settings.apis, { displayName: displayName ?? '' })?.key),
  );
  return all.filter(({ organisation }) => !keys.has(organisation.key));
}

function linesOf(some: readonly Contact[], title: string): readonly string[] {
  if (some.length === 0) return [];
  const names = some.map(({ organisation }) => plainText(organisation.name, 80));
  return [title, ...firstOf(names, SHOWN)];
}

/** A message to somebody that the bot has not met waits and is not tried, so it counts as on the way. */
export const outbox: Check = {
  title: 'Undelivered',
  look: (context) =>
    withDatabase(context, async (inspection) => {
      const { waiting, tried, oldest } = await inspection.outbox();
      const dead = (await inspection.ledger.outbox.dead()).length;
      const age = oldest === null ? undefined : context.clock().getTime() - oldest.getTime();
      const since = age === undefined ? '' : `, the oldest for ${shownLength(age)}`;
      const detail = [
        dead === 0 ? '' : `${counted(dead, 'message')} given up.`,
        tried === 0 ? '' : `${counted(tried, 'message')} tried in vain so far${since}.`,
      ].filter((line) => line !== '');
      if (detail.length > 0) return warning(detail.join('\n'), UNDELIVERED);
      return pass(waiting === 0 ? 'Nothing.' : `Nothing; ${counted(waiting, 'message')} on the way${since}.`);
    }),
};
