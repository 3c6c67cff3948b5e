import { describe, expect, it } from 'vitest';
import { named } from '../../../../bot/domain/shared/person.ts';
import { application, event, expectKind, START, someone } from '../shared/setting.ts';
import { createAccessSetting } from './access-setting.ts';

const about = (query: string, page = 1) => ({ kind: 'managers', query, page }) as const;

async function staffed() {
  const dm = application('Partner-NL-Matchwell-DM');
  const smc = application('Partner-NL-Matchwell-SMC');
  const foreign = application('Partner-DE-Nord-DM');
  const setting = await createAccessSetting(dm, smc, foreign);
  const ada = await setting.join(someone('Ada'), { manages: [dm] });
  setting.clock.pass(1_000);
  const bob = await setting.join(someone('Bob'), { manages: [smc], guest: true });
  await setting.ledger.assignments.add(named(bob), dm.clientId, { ...event, at: setting.clock.clock() });
  const who = async (query: string, asker = setting.administrator) =>
    expectKind(await setting.run(about(query), asker), 'managers');
  return { setting, dm, smc, foreign, ada, bob, who };
}

describe('the managers of an application', () => {
  it('are shown with their name of now and whether they are guests, the longest-serving first', async () => {
    const { setting, ada, who } = await staffed();
    setting.people.put({ ...ada.person, name: 'Ada Lovelace', address: '', guest: false });
    expect((await who('matchwell-dm')).managers).toMatchObject([
      { person: { name: 'Ada Lovelace' }, status: 'here', guest: false },
      { person: { name: 'Bob' }, status: 'here', guest: true },
    ]);
  });

  it('are still shown after they have left the directory, with a mark', async () => {
    const { setting, ada, who } = await staffed();
    setting.people.leave(ada.person.oid);
    expect((await who('matchwell-dm')).managers[0]).toMatchObject({ person: { name: 'Ada' }, status: 'left' });
  });

  it('are shown as unknown, not as gone, if the directory does not answer', async () => {
    const { setting, who } = await staffed();
    setting.people.down = true;
    const { managers } = await who('matchwell-dm');
    expect(managers.map(({ person, status }) => [person.name, status])).toEqual([
      ['Ada', 'unknown'],
      ['Bob', 'unknown'],
    ]);
  });

  it('are shown with the day, the administrator and the confirmation of their assignment', async () => {
    const { setting, bob, who } = await staffed();
    const people = [{ kind: 'words', words: bob.person.oid }] as const;
    const opened = await setting.run({ kind: 'assign', people, query: 'nord', clientIds: [] }, setting.administrator);
    const { nonce } = expectKind(opened, 'assignment-form').form;
    const answer = { kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false } as const;
    await setting.run(answer, setting.administrator);
    const since = new Date(START.getTime() + 1_000);
    expect((await who('nord')).managers).toMatchObject([{ since, by: { name: 'Eve' }, confirmedBy: 'Wilma' }]);
    expect((await who('matchwell-dm')).managers[0]).toMatchObject({ by: undefined, confirmedBy: '' });
  });

  it('can be seen by its managers, and changed by administrators only', async () => {
    const { setting, ada, bob, smc, who } = await staffed();
    expect((await who('matchwell-dm', ada)).mayChange).toBe(false);
    expect((await who('matchwell-dm')).mayChange).toBe(true);
    for (const query of ['matchwell-smc', smc.clientId, 'nord', 'nothing'])
      expect(expectKind(await setting.run(about(query), ada), 'not-found').suggestions).not.toContainEqual(smc);
    expectKind(await setting.run(about(''), ada), 'managers');
    expect(expectKind(await setting.run(about(''), bob), 'choose-application').candidates).toHaveLength(2);
    const colleague = await setting.join(someone('Carl'));
    expectKind(await setting.run(about('matchwell-dm'), colleague), 'no-applications');
  });
});

describe('applications that lack managers', () => {
  it('are listed for administrators page by page, each once, and those without any manager first', async () => {
    const all = Array.from({ length: 26 }, (_, index) =>
      application(`Partner-NL-App${String(index).padStart(2, '0')}-DM`),
    );
    const setting = await createAccessSetting(...all);
    await setting.join(someone('Ada'), { manages: all.slice(0, 13) });
    await setting.join(someone('Bob'), { manages: all.slice(0, 2) });
    const seen: string[] = [];
    for (let page = 1; page <= 3; page++) {
      const shown = expectKind(await setting.run(about('', page), setting.administrator), 'understaffed');
      expect(shown).toMatchObject({ page, pages: 3, none: 13, one: 11 });
      seen.push(...shown.rows.map((row) => `${row.application.displayName} ${row.managers.length}`));
    }
    expect(seen).toEqual([
      ...all.slice(13).map(({ displayName }) => `${displayName} 0`),
      ...all.slice(2, 13).map(({ displayName }) => `${displayName} 1`),
    ]);
    for (const [asked, page] of [
      [99, 3],
      [-1, 1],
    ] as const)
      expect(expectKind(await setting.run(about('', asked), setting.administrator), 'understaffed').page).toBe(page);
  });

  it('are not listed if each has two managers', async () => {
    const { setting, dm, smc, foreign } = await staffed();
    await setting.join(someone('Fay'), { manages: [dm, smc, foreign] });
    await setting.join(someone('Gus'), { manages: [foreign] });
    const shown = expectKind(await setting.run(about(''), setting.administrator), 'understaffed');
    expect(shown).toMatchObject({ rows: [], page: 1, pages: 1, none: 0, one: 0 });
  });
});
