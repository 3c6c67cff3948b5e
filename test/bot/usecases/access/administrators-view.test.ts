import { describe, expect, it } from 'vitest';
import { dayNumber, instantOf } from '../../../../bot/domain/shared/calendar.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { renderOutcome } from '../../../../cards/index.ts';
import { actionsOf } from '../../../cards/inspect.ts';
import { inDays } from '../reminders/reminder-setting.ts';
import { application, event, expectKind, START, someone } from '../shared/setting.ts';
import { createAccessSetting } from './access-setting.ts';

const CHANGES = ['rotate-secret', 'delete-secret'];
const CHANGING_PURPOSES = ['create', 'rotate', 'delete'];

/** The buttons of a card that would change a secret. */
function changing(outcome: Parameters<typeof renderOutcome>[0]) {
  return actionsOf(renderOutcome(outcome).card).filter(
    ({ verb, data }) =>
      CHANGES.includes(String(verb)) ||
      (verb === 'open' && CHANGING_PURPOSES.includes(String(Object(data)['purpose']))),
  );
}

const iso = (days: number) => new Date(inDays(days)).toISOString();

async function tenant() {
  const smc = application('Partner-NL-Matchwell-SMC', iso(3));
  const dm = application('Partner-NL-Matchwell-DM', iso(-2));
  const nord = application('Partner-DE-Nord-DM', iso(30), iso(90));
  const odd = application('Legacy export job', iso(10));
  const foreign = application('Payroll', iso(5));
  const setting = await createAccessSetting(smc, dm, nord, odd, foreign);
  await setting.join(someone('Ada'), { manages: [odd, nord] });
  const list = async (filter = '', page = 1, asker = setting.administrator) => {
    const outcome = expectKind(await setting.run({ kind: 'list', filter, page }, asker), 'applications');
    return { ...outcome, names: outcome.applications.map(({ displayName }) => displayName) };
  };
  const expiring = async (filter = '', days = 400, page = 1) =>
    expectKind(await setting.run({ kind: 'expiring', days, filter, page }, setting.administrator), 'expiring');
  const show = (query: string, asker = setting.administrator) =>
    setting.run({ kind: 'open', purpose: 'show', query, hint: '' }, asker);
  return { setting, smc, dm, nord, odd, foreign, list, expiring, show, eve: setting.administrator };
}

describe('the list of an administrator who manages nothing', () => {
  it('has every application of the convention or with a manager, the most urgent first, and no other', async () => {
    const { smc, dm, nord, odd, list } = await tenant();
    for (const filter of ['', 'all']) {
      const { names, whose, total } = await list(filter);
      expect(names).toEqual([dm, smc, odd, nord].map(({ displayName }) => displayName));
      expect({ whose, total }).toEqual({ whose: 'all', total: 4 });
    }
  });

  it('is filtered by country, organisation and state', async () => {
    const { smc, dm, nord, list } = await tenant();
    expect((await list('NL')).names).toEqual([dm.displayName, smc.displayName]);
    expect((await list('de')).names).toEqual([nord.displayName]);
    expect((await list('Nord')).names).toEqual([nord.displayName]);
    expect((await list('NL matchwell smc')).names).toEqual([smc.displayName]);
    expect((await list('cannot connect')).names).toEqual([dm.displayName]);
    expect((await list('this week')).names).toEqual([smc.displayName]);
    expect((await list('NL unclaimed')).names).toEqual([dm.displayName, smc.displayName]);
    expect((await list('FR')).total).toBe(0);
  });

  it('asks the directory for one country only, and for all if no application is of that country', async () => {
    const { setting, list, odd } = await tenant();
    const before = setting.directory.calls.beginningWith;
    await list('NL');
    expect(setting.directory.calls.beginningWith - before).toBe(1);
    expect((await list('jo')).names).toEqual([odd.displayName]);
    expect(setting.directory.calls.everything).toBe(0);
  });

  it('leaves an unclaimed application out when somebody is on it', async () => {
    const { setting, smc, dm, list, eve } = await tenant();
    const [{ keyId = '' } = {}] = smc.secrets;
    await setting.ledger.reminders.claim(smc.clientId, keyId, { by: named(eve), at: new Date() }, false, event);
    expect((await list('NL unclaimed')).names).toEqual([dm.displayName]);
  });

  it('comes in pages', async () => {
    const many = Array.from({ length: 12 }, (_, n) => application(`Partner-NL-Org${10 + n}-DM`, iso(n + 1)));
    const setting = await createAccessSetting(...many);
    const page = async (wanted: number) =>
      expectKind(
        await setting.run({ kind: 'list', filter: 'all', page: wanted }, setting.administrator),
        'applications',
      );
    expect((await page(1)).applications).toHaveLength(5);
    expect(await page(3)).toMatchObject({ page: 3, pages: 3, total: 12 });
    expect((await page(9)).applications).toHaveLength(2);
  });

  it('has no button that changes a secret', async () => {
    const { list, show, smc, expiring } = await tenant();
    expect(changing(await list('all'))).toEqual([]);
    expect(changing(await expiring('all'))).toEqual([]);
    expect(changing(expectKind(await show(smc.clientId), 'application'))).toEqual([]);
  });
});

describe('the list of an administrator who manages applications too', () => {
  it('shows their own first, with a button to all, in which they can change their own alone', async () => {
    const { setting, nord, smc, list, show } = await tenant();
    await setting.assign(setting.administrator, nord);
    const own = await list();
    expect(own).toMatchObject({ names: [nord.displayName], whose: 'own', mayShowAll: true });
    expect(actionsOf(renderOutcome(own).card)).toContainEqual(
      expect.objectContaining({ title: 'All applications', verb: 'list', data: { filter: 'all' } }),
    );
    const all = await list('all');
    expect(all.names).toHaveLength(4);
    expect(changing(all).map(({ data }) => Object(data)['query'])).toEqual([nord.clientId, nord.clientId]);
    expect(changing(expectKind(await show('nord'), 'application'))).not.toEqual([]);
    expect(changing(expectKind(await show(smc.displayName), 'application'))).toEqual([]);
  });
});

describe('what an administrator sees and does not manage', () => {
  it('cannot be changed by a command or by a button of a made-up card', async () => {
    const { setting, smc, eve } = await tenant();
    const [{ keyId = '' } = {}] = smc.secrets;
    for (const purpose of ['create', 'rotate', 'delete'] as const)
      expectKind(await setting.run({ kind: 'open', purpose, query: smc.clientId, hint: '' }, eve), 'no-applications');
    for (const kind of ['delete-secret', 'rotate-secret'] as const)
      expectKind(await setting.run({ kind, clientId: smc.clientId, keyId }, eve), 'no-applications');
    expect(setting.directory.calls).toMatchObject({ addSecret: 0, removeSecret: 0 });
  });

  it('does not include an application that follows no convention and that nobody manages', async () => {
    const { foreign, odd, show, list, expiring } = await tenant();
    for (const query of [foreign.clientId, foreign.displayName]) expectKind(await show(query), 'not-found');
    expectKind(await show(odd.clientId), 'application');
    expect((await list('payroll')).total).toBe(0);
    expect((await expiring('payroll')).total).toBe(0);
  });

  it('can be asked for by a part of a name, with a choice if several fit', async () => {
    const { nord, smc, dm, show } = await tenant();
    expect(expectKind(await show('nord'), 'application').application).toMatchObject({
      clientId: nord.clientId,
      readOnly: true,
    });
    const { candidates } = expectKind(await show('matchwell'), 'choose-application');
    expect(candidates.map(({ clientId }) => clientId)).toEqual([dm.clientId, smc.clientId]);
  });
});

describe('what expires, for an administrator', () => {
  it('is of every application, filtered by words, and comes in pages', async () => {
    const { smc, nord, odd, expiring } = await tenant();
    const names = async (...asked: Parameters<typeof expiring>) =>
      (await expiring(...asked)).rows.map((row) => row.application.displayName);
    expect(await names()).toEqual([smc, odd, nord, nord].map(({ displayName }) => displayName));
    expect(await names('NL')).toEqual([smc.displayName]);
    expect(await names('Nord', 60)).toEqual([nord.displayName]);
    const many = Array.from({ length: 30 }, (_, n) => application(`Partner-NL-Org${10 + n}-DM`, iso(n + 1)));
    const setting = await createAccessSetting(...many);
    const command = { kind: 'expiring', days: 400, filter: 'all', page: 2 } as const;
    const shown = expectKind(await setting.run(command, setting.administrator), 'expiring');
    expect(shown).toMatchObject({ page: 2, pages: 2, total: 30, whose: 'all' });
    expect(shown.rows).toHaveLength(5);
  });

  it('ends with the last second of the last day, by the calendar of the reminders', async () => {
    const zone = 'Europe/Amsterdam';
    const midnight = instantOf(dayNumber(START, zone) + 8, '00:00', zone);
    const before = application('Partner-NL-Before-DM', new Date(midnight.getTime() - 1_000).toISOString());
    const after = application('Partner-NL-After-DM', midnight.toISOString());
    const setting = await createAccessSetting(before, after);
    const settings = { ...setting.deps.settings, reminderZone: zone };
    const { run } = createUseCases({ ...setting.deps, settings });
    const { rows } = expectKind(await run({ kind: 'expiring', days: 7 }, setting.administrator), 'expiring');
    expect(rows.map((row) => [row.application.displayName, row.daysLeft])).toEqual([[before.displayName, 7]]);
  });
});
