import { counted } from '../../../cards/shared/dates.ts';
import { peopleOf } from '../../domain/access/assignment.ts';
import { type AwayManager, presentOf } from '../../domain/access/away.ts';
import { ADMIN_SCOPE } from '../../domain/shared/organisation.ts';
import { ACCOUNT_PERMISSIONS } from '../../domain/shared/permissions.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, firstOf, pass, skipped, warning } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { lookedAfterOf } from '../graph.ts';
import { withDatabase, withGraph } from '../prerequisites.ts';

const [PEOPLE_SHOWN, APPLICATIONS_SHOWN] = [10, 5];

/** The permission stands between them. */
const BLIND = [
  'The state of accounts is not looked at: without',
  'the bot sees who has left, and not whose account is disabled. Such a person counts as a manager, and reminders go to a chat that nobody reads.',
] as const;
const SEE_ACCOUNTS =
  'To let the bot see disabled accounts, deploy to Azure again with readAccounts=true, or grant it that application permission.';
const UNANSWERED =
  'See “Token for Graph” and the permissions of the bot: it needs User.ReadBasic.All. If they are right, Microsoft Graph did not answer: run the doctor again.';
const REPLACE = 'As an administrator say “leavers” to the bot, and remove or replace them.';

export const administrators: Check = {
  title: 'Administrators',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const known = await ledger.administrators.all();
      const met = await ledger.conversations.met(known);
      if (met.length > 0) {
        return pass(`${counted(known.length, 'administrator')} known; the bot can write to ${met.length} of them.`);
      }
      const channels = await ledger.links.of([ADMIN_SCOPE]);
      const isChannel = channels.some(({ deadSince }) => deadSince === undefined);
      const waiting = (await ledger.outbox.waiting()).filter(({ to }) => to.kind === 'administrators').length;
      const advice =
        'In Entra, under Enterprise applications, open the sign-in registration, then Users and groups, and assign Credentials.Admin; then let that person say “sign in” to the bot.';
      const detail = [
        known.length === 0 ? 'The bot has met none.' : 'The bot can write to none of those it knows.',
        isChannel ? '' : 'No channel of theirs is linked, so alarms reach nobody.',
        waiting === 0 ? '' : `${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} for them.`,
      ].filter((line) => line !== '');
      return warning(detail.join('\n'), advice);
    }),
};

export const managersMet: Check = {
  title: 'Managers met',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const there = presentOf(await ledger.assignments.all());
      const people = new Map(there.map(({ person }) => [keyOf(person), person]));
      const met = new Set((await ledger.conversations.met([...people.values()])).map(({ person }) => keyOf(person)));
      const unmet = [...people].filter(([key]) => !met.has(key)).map(([, { oid }]) => oid);
      if (unmet.length === 0) return pass(`The bot can write to all ${counted(people.size, 'manager')}.`);
      const detail = [
        `The bot cannot write to ${unmet.length} of ${counted(people.size, 'manager')}, by object id:`,
        ...firstOf(unmet, PEOPLE_SHOWN),
      ];
      const advice =
        'Install the app for them (Teams admin centre, Setup policies), or let them say “help” to it once; until then the administrators hear instead.';
      return warning(detail.join('\n'), advice);
    }),
};

/** A manager who is away counts as none, so an administrator has to take the role away or give it to somebody else. */
export const managersThere: Check = {
  title: 'Managers still there',
  look: (context) =>
    withDatabase(context, ({ ledger }) =>
      withGraph(context, async ({ roles }) => {
        const away = await ledger.awayPeople.managers();
        const unseen = ACCOUNT_PERMISSIONS.filter(({ name }) => !roles.includes(name));
        const unanswered = await unansweredOf(context, peopleOf(await ledger.assignments.all()));
        const found = [...goneOf(away), ...blindWithout(unseen), ...unanswered];
        if (found.length === 0) return pass('The last sweep has found every manager, and no disabled account.');
        const detail = found.map((one) => one.detail).join('\n');
        const advice = found.map((one) => one.advice).join('\n');
        return away.length + unanswered.length === 0 ? skipped(detail, advice) : warning(detail, advice);
      }),
    ),
};

/** One thing that the check found, and what to do about it. */
interface Found {
  readonly detail: string;
  readonly advice: string;
}

function goneOf(away: readonly AwayManager[]): readonly Found[] {
  if (away.length === 0) return [];
  const names = away.map(({ person, how }) => `${person.oid} (${how})`);
  const have = `${counted(away.length, 'manager')} ${away.length === 1 ? 'has' : 'have'}`;
  const lines = [`${have} left or may not sign in, by object id:`, ...firstOf(names, PEOPLE_SHOWN)];
  return [{ detail: lines.join('\n'), advice: REPLACE }];
}

function blindWithout(unseen: typeof ACCOUNT_PERMISSIONS): readonly Found[] {
  if (unseen.length === 0) return [];
  const rights = unseen.map(({ name, appRoleId }) => `${name} (${appRoleId})`).join(', ');
  return [{ detail: `${BLIND[0]} ${rights} ${BLIND[1]}`, advice: SEE_ACCOUNTS }];
}

/** If the directory says nothing of some managers, nobody hears when they leave. */
async function unansweredOf({ people }: CheckContext, managers: readonly PersonId[]): Promise<readonly Found[]> {
  const unknown = (await people.statusesOf(managers)).filter(({ status }) => status === 'unknown').length;
  if (unknown === 0) return [];
  const many = `${unknown} of ${counted(managers.length, 'manager')}`;
  const detail = `The directory does not answer for ${many}, so the bot does not see whether they have left.`;
  return [{ detail, advice: UNANSWERED }];
}

export const managed: Check = {
  title: 'Applications managed',
  look: (context) =>
    withDatabase(context, ({ ledger }) =>
      withGraph(context, async () => {
        const listed = await context.applications();
        if (listed.kind === 'refused') return skipped('Graph does not list them.', 'See “Applications visible”.');
        const assigned = await ledger.assignments.all();
        const all = lookedAfterOf(
          context.settings.apis,
          listed.items,
          new Set(assigned.map(({ clientId }) => clientId)),
        );
        const managedOnes = new Set(presentOf(assigned).map(({ clientId }) => clientId));
        const unmanaged = all.filter(({ clientId }) => !managedOnes.has(clientId));
        if (unmanaged.length === 0) return pass(`All ${counted(all.length, 'application')} have a manager.`);
        const names = unmanaged.map(({ displayName }) => plainText(displayName, 80));
        const detail = [
          `${unmanaged.length} of ${counted(all.length, 'application')} have no manager:`,
          ...firstOf(names, APPLICATIONS_SHOWN),
        ];
        const advice =
          'As an administrator say “managers” to the bot for all of them, and “assign @person <application>”; or use npm run assign.';
        return warning(detail.join('\n'), advice);
      }),
    ),
};

function keyOf({ tid, oid }: PersonId): string {
  return `${tid} ${oid}`;
}
