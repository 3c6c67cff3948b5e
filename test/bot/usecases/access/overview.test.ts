import { describe, expect, it } from 'vitest';
import { ADMIN_SCOPE } from '../../../../bot/domain/shared/organisation.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { readButton } from '../../../../bot/usecases/commands.ts';
import { renderOutcome } from '../../../../cards/index.ts';
import { actionsOf } from '../../../cards/inspect.ts';
import { inDays } from '../reminders/reminder-setting.ts';
import { application, event, expectKind, START, someone } from '../shared/setting.ts';
import { createAccessSetting } from './access-setting.ts';

const iso = (days: number) => new Date(inDays(days)).toISOString();

async function tenant() {
  const dark = application('Partner-NL-Matchwell-DM', iso(-2));
  const week = application('Partner-NL-Matchwell-SMC', iso(6), iso(-40));
  const soon = application('Partner-DE-Nord-DM', iso(20));
  const fine = application('PartnerAlternative-DE-Nord-SMC', iso(100), iso(3));
  const odd = application('Legacy export job', iso(41));
  const setting = await createAccessSetting(dark, week, soon, fine, odd, application('Payroll', iso(1)));
  const ada = await setting.join(someone('Ada'), { manages: [week, soon, odd] });
  await setting.join(someone('Bob'), { manages: [week] });
  const overview = async (page = 1) =>
    expectKind(await setting.run({ kind: 'overview', page }, setting.administrator), 'overview');
  return { setting, dark, week, soon, ada, overview };
}

describe('the overview', () => {
  it('counts the applications that the bot looks after by their trouble', async () => {
    const { overview } = await tenant();
    const { all } = await overview();
    expect(all).toEqual({ applications: 5, cannotConnect: 1, thisWeek: 1, unclaimed: 3, noManager: 2, oneManager: 2 });
  });

  it('counts an application as claimed when somebody is on the secret that ends last', async () => {
    const { setting, week, ada, overview } = await tenant();
    const [{ keyId = '' } = {}] = week.secrets;
    await setting.ledger.reminders.claim(week.clientId, keyId, { by: named(ada), at: START }, false, event);
    expect((await overview()).all.unclaimed).toBe(2);
  });

  it('says in which week how many applications stop connecting', async () => {
    expect((await (await tenant()).overview()).weeks).toEqual([1, 0, 1, 0, 0, 1]);
  });

  it('counts by organisation, the worst first, with its dummy, and those that follow no convention', async () => {
    const { organisations, total, named: ofConvention } = await (await tenant()).overview();
    expect(organisations.map(({ key, applications, cannotConnect }) => [key, applications, cannotConnect])).toEqual([
      ['nl/matchwell', 2, 1],
      ['de/nord', 2, 0],
      ['', 1, 0],
    ]);
    expect({ total, ofConvention }).toEqual({ total: 3, ofConvention: 2 });
  });

  it('shows eight organisations on a page', async () => {
    const many = Array.from({ length: 20 }, (_, n) => application(`Partner-NL-Org${10 + n}-DM`, iso(n + 1)));
    const setting = await createAccessSetting(...many);
    const page = async (wanted: number) =>
      expectKind(await setting.run({ kind: 'overview', page: wanted }, setting.administrator), 'overview');
    expect((await page(1)).organisations).toHaveLength(8);
    expect(await page(9)).toMatchObject({ page: 3, pages: 3, total: 20 });
    expect((await page(3)).organisations).toHaveLength(4);
  });

  it('counts the links of channels that cannot be reached', async () => {
    const { setting, overview, ada } = await tenant();
    expect((await overview()).deadChannels).toBe(0);
    const channel = { conversation: ada.conversation, teamId: undefined, name: 'C', teamName: 'T' };
    const link = { id: 'l', scope: ADMIN_SCOPE, channel, linkedBy: named(ada), linkedAt: START, deadSince: undefined };
    await setting.ledger.links.add(link, event);
    await setting.ledger.links.die({ conversationId: ada.conversation.id }, event, () => []);
    expect((await overview()).deadChannels).toBe(1);
  });

  it('has buttons whose lists hold exactly as many applications as their lines say', async () => {
    const { setting, overview } = await tenant();
    const outcome = await overview();
    const { all, organisations } = outcome;
    const lists = actionsOf(renderOutcome(outcome).card).filter(
      ({ verb, title }) => verb === 'list' && title === 'Show',
    );
    const totals: number[] = [];
    for (const { verb, data } of lists) {
      const shown = await setting.run(readButton(verb, data), setting.administrator);
      totals.push(expectKind(shown, 'applications').total);
    }
    const ofConvention = organisations.filter(({ key }) => key !== '');
    expect(totals).toEqual([
      all.cannotConnect,
      all.thisWeek,
      all.unclaimed,
      ...ofConvention.map((one) => one.applications),
    ]);
    const few = await setting.run({ kind: 'managers', query: '', page: 1 }, setting.administrator);
    expect(expectKind(few, 'understaffed')).toMatchObject({ none: all.noManager, one: all.oneManager });
  });
});
