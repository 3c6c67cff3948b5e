import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import { organisationsOf } from '../../../../bot/domain/shared/organisation.ts';
import { type Asker, named } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { APIS } from '../../domain/shared/apis.ts';
import { application, expectKind, someone } from '../shared/setting.ts';
import { createAccessSetting, DAY_MS, mentioned } from './access-setting.ts';

const form = (query: string, why = 'I joined the team', who = 'Wilma') =>
  ({ kind: 'submit-request', query, why, who }) as const;

/** Two applications of Matchwell, one of Nord, and Carl, who manages nothing. */
async function prepared() {
  const dm = application('Partner-NL-Matchwell-DM');
  const smc = application('Partner-NL-Matchwell-SMC');
  const nord = application('Partner-DE-Nord-DM');
  const dummy = application('PartnerAlternative-NL-Matchwell-SMC');
  const setting = await createAccessSetting(dm, smc, nord, dummy);
  const carl = await setting.join(someone('Carl', 'personal'));
  const routed = async (query: string, asker = carl) => {
    const id = await setting.request(asker, query);
    await setting.tell();
    return setting.ledger.requests.find(id);
  };
  const manager = (name: string, ...manages: readonly Application[]) =>
    setting.join(someone(name, 'personal'), { manages });
  const link = (asker: Asker, id: string, query: string) =>
    setting.run(
      { kind: 'link', query, scope: '' },
      { ...asker, conversation: { ...asker.conversation, kind: 'channel', id } },
    );
  return { setting, dm, smc, nord, dummy, carl, routed, manager, link };
}

describe('a request for access', () => {
  it('opens a form with what was typed, unless the asker manages that application already', async () => {
    const { setting, dm, carl } = await prepared();
    await setting.assign(carl, dm);
    const open = (query: string) => setting.run({ kind: 'request', query }, carl);
    for (const query of [dm.displayName.toUpperCase(), ` ${dm.clientId} `, `{${dm.clientId}}`])
      expect(expectKind(await open(query), 'already-manager').application.clientId).toBe(dm.clientId);
    expect(expectKind(await open('Match\u202Ewell'), 'request-form')).toMatchObject({
      query: 'Match well',
      problems: [],
    });
    expect(expectKind(await open(''), 'request-form').query).toBe('');
  });

  it.each([
    ['', 'why', 'who', ['query-empty']],
    ['q', ' ', '\n', ['why-empty', 'who-empty']],
    ['q'.repeat(201), 'w'.repeat(501), 'o'.repeat(121), ['query-too-long', 'why-too-long', 'who-too-long']],
  ])('names the problems of %.5j, %.5j, %.5j, and keeps what was typed', async (query, why, who, problems) => {
    const { setting, carl } = await prepared();
    const again = expectKind(await setting.run(form(query, why, who), carl), 'request-form');
    expect(again).toEqual({ kind: 'request-form', query, why, who, problems });
    expect(await setting.ledger.requests.open()).toEqual([]);
    expect(await setting.rows()).toEqual([]);
  });

  it('is answered alike if the application exists and if it does not, and nothing is looked up', async () => {
    const { setting, dm, carl } = await prepared();
    const reads = () => Object.values(setting.directory.calls).reduce((sum, count) => sum + count, 0);
    const before = reads();
    const answers = await Promise.all(
      [dm.displayName, dm.clientId, 'Matchwell', 'Nowhere', 'match'].map(async (query) => {
        // The id is made up before anybody could look anything up.
        const { query: said, request, ...rest } = expectKind(await setting.run(form(query), carl), 'requested');
        expect(said).toBe(query);
        expect(request).toMatch(/./);
        return JSON.stringify(rest);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(reads()).toBe(before);
    const rows = (await setting.rows()).map(({ reference, detail, seq, hash, previousHash, ...row }) => row);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1);
  });

  it('is one request with the newer reasons if it is sent again in another case and spacing', async () => {
    const { setting, carl } = await prepared();
    await setting.run(form('Matchwell DM', 'old', 'Old'), carl);
    await setting.run(form('  MATCHWELL   dm ', ' new ', ' New '), carl);
    expect(await setting.ledger.requests.open()).toMatchObject([{ why: 'new', who: 'New', repeats: 1 }]);
    expect((await setting.rows()).map(({ action }) => action)).toEqual(['request.made', 'request.repeated']);
  });

  it('expires at its first date if it is sent again, and says so', async () => {
    const { setting, carl } = await prepared();
    const first = expectKind(await setting.run(form('Matchwell'), carl), 'requested');
    await setting.pass(3 * DAY_MS);
    expect(expectKind(await setting.run(form('matchwell'), carl), 'requested').expiresAt).toEqual(first.expiresAt);
    await setting.pass(11 * DAY_MS);
    await setting.tell();
    expect(setting.told()).toContain('chat Carl: Matchwell expired');
  });

  it('is one request if it is sent many times at one moment', async () => {
    const { setting, carl } = await prepared();
    await Promise.all(Array.from({ length: 30 }, () => setting.run(form('Matchwell'), carl)));
    await Promise.all([setting.tell(), setting.tell(), setting.tell()]);
    expect(await setting.ledger.requests.open()).toMatchObject([{ repeats: 29, state: 'waiting' }]);
    expect(setting.told()).toEqual(['chat Eve: request waiting, may approve']);
  });

  it('is one request if one application is named by client ID and by name', async () => {
    const { setting, dm, carl } = await prepared();
    for (const query of [dm.displayName, `{${dm.clientId.toUpperCase()}}`, 'matchwell-dm'])
      await setting.run(form(query), carl);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Eve: request waiting, may approve']);
    const own = expectKind(await setting.run({ kind: 'requests' }, carl), 'requests').own;
    expect(own.map(({ state }) => state).sort()).toEqual(['folded', 'folded', 'waiting']);
  });

  it('is a request of its own for each of two people who want the same', async () => {
    const { setting, carl } = await prepared();
    const dora = await setting.join(someone('Dora', 'personal'));
    for (const asker of [carl, dora]) await setting.run(form('Matchwell'), asker);
    expect(await setting.ledger.requests.open()).toHaveLength(2);
  });

  it('is refused to a person who has ten open requests', async () => {
    const { setting, carl } = await prepared();
    for (let index = 0; index < 10; index++) expectKind(await setting.run(form(`Wish ${index}`), carl), 'requested');
    expect(expectKind(await setting.run(form('One more'), carl), 'refused').refusal).toBe('too-many-requests');
    expectKind(await setting.run(form('wish 3'), carl), 'requested');
    expect(await setting.rows('request.made')).toHaveLength(10);
    await setting.tell();
    const [oldest] = await setting.ledger.requests.open();
    await setting.review(setting.administrator, oldest?.id ?? '', 'decline');
    expectKind(await setting.run(form('One more'), carl), 'requested');
  });

  it('is shown to its asker, newest first, and to no stranger', async () => {
    const { setting, nord, carl, manager } = await prepared();
    const nadja = await manager('Nadja', nord);
    const dora = await setting.join(someone('Dora', 'personal'));
    await setting.request(carl, 'Nothing');
    setting.clock.pass(1_000);
    await setting.request(carl, 'Matchwell');
    await setting.tell();
    const shown = async (asker: Asker) => expectKind(await setting.run({ kind: 'requests' }, asker), 'requests');
    expect((await shown(carl)).own.map(({ query }) => query)).toEqual(['Matchwell', 'Nothing']);
    expect((await shown(carl)).review).toEqual([]);
    for (const asker of [nadja, dora]) expect(await shown(asker)).toEqual({ kind: 'requests', review: [], own: [] });
    expect((await shown(setting.administrator)).review.map(({ request }) => request.query)).toEqual([
      'Nothing',
      'Matchwell',
    ]);
  });
});

describe('the meaning of a request', () => {
  it.each([
    ['Matchwell', ['Partner-NL-Matchwell-DM', 'Partner-NL-Matchwell-SMC']],
    ['nl matchwell', ['Partner-NL-Matchwell-DM', 'Partner-NL-Matchwell-SMC']],
    ['partner-nl-matchwell-smc', ['Partner-NL-Matchwell-SMC']],
    ['PartnerAlternative-NL-Matchwell-SMC', ['PartnerAlternative-NL-Matchwell-SMC']],
    ['matchwell-', []],
    ['Administrators', []],
  ])('means by %j the applications %j, and never an organisation’s dummy for implementers', async (query, names) => {
    const { setting, routed } = await prepared();
    await routed(query);
    const notice = setting.posts.at(-1)?.notice;
    expect(notice?.kind === 'request' && notice.view.applications.map(({ displayName }) => displayName)).toEqual(names);
  });
});

describe('the way of a request', () => {
  it('leads once to every managers’ channel that speaks for it, even if the bot has met managers', async () => {
    const { setting, dm, carl, manager, link, routed } = await prepared();
    const ada = await manager('Ada', dm);
    await link(ada, '19:all', 'Matchwell');
    await link(ada, '19:all', 'matchwell-dm');
    await link(ada, '19:dm', 'matchwell-dm');
    expect(await routed('Matchwell', carl)).toMatchObject({ state: 'waiting', scope: { kind: 'organisation' } });
    expect([...setting.told()].sort()).toEqual([
      'channel 19:all: request waiting, may confirm',
      'channel 19:dm: request waiting, may confirm',
    ]);
  });

  it('leads to the managers whom the bot has met if there is no channel', async () => {
    const { setting, dm, smc, manager, routed } = await prepared();
    await manager('Ada', dm);
    await manager('Bob', smc, dm);
    await setting.join(someone('Unmet', 'channel'), { manages: [dm] });
    await routed('matchwell-dm');
    expect([...setting.told()].sort()).toEqual([
      'chat Ada: request waiting, may confirm',
      'chat Bob: request waiting, may confirm',
    ]);
  });

  it('leads to the administrators, who see whom to ask, if no manager can be reached', async () => {
    const { setting, dm, routed } = await prepared();
    await setting.join(someone('Unmet', 'channel'), { manages: [dm] });
    await routed('matchwell-dm');
    expect(setting.told()).toEqual(['chat Eve: request waiting, may nothing']);
    expect(setting.posts.at(-1)?.notice).toMatchObject({ view: { mustRecord: false, confirmers: ['Unmet'] } });
  });

  it.each<[string, (p: Awaited<ReturnType<typeof prepared>>) => Promise<unknown>, string]>([
    ['there is no manager', async () => {}, 'Matchwell'],
    ['the words mean nothing', async ({ manager, dm }) => manager('Ada', dm), 'Nowhere'],
    ['the words mean more than one thing', async ({ manager, dm }) => manager('Ada', dm), 'match'],
    ['the asker alone manages another application of it', async (p) => p.setting.assign(p.carl, p.smc), 'matchwell-dm'],
    [
      'all managers have left the directory',
      async ({ setting, manager, dm }) => setting.people.leave((await manager('Ada', dm)).person.oid),
      'matchwell-dm',
    ],
    [
      'only the dummy for implementers has a manager',
      async ({ manager, dummy }) => manager('Ada', dummy),
      'matchwell-dm',
    ],
  ])('leads to the administrators if %s', async (_where, arrange, query) => {
    const all = await prepared();
    await arrange(all);
    await all.routed(query);
    expect(all.setting.told()).toEqual(['chat Eve: request waiting, may approve']);
    expect(all.setting.posts.at(-1)?.notice).toMatchObject({ view: { mustRecord: true, confirmers: [] } });
  });

  it('leads to the managers if their channel has died', async () => {
    const { setting, dm, manager, link, routed } = await prepared();
    await link(await manager('Ada', dm), '19:all', 'Matchwell');
    await setting.usecases.removedFrom({ conversationId: '19:all' });
    await routed('Matchwell');
    expect(setting.told()).toEqual(['chat Ada: request waiting, may confirm']);
  });

  it('leads to the administrators if the managers’ channel turns out to be gone, and they hear of that too', async () => {
    const { setting, dm, manager, link, routed } = await prepared();
    await link(await manager('Ada', dm), '19:all', 'Matchwell');
    setting.announceResults.push({ kind: 'gone', code: 'BotNotInConversationRoster' });
    await routed('Matchwell');
    expect(setting.told()).toEqual([
      'channel 19:all: request waiting, may confirm',
      'chat Eve: request waiting, may nothing',
    ]);
    expect(setting.notices).toMatchObject([{ kind: 'links-died' }]);
  });

  it('leads to the administrators, and to no other organisation, if its channel was unlinked before it was sent', async () => {
    const { setting, dm, nord, carl, manager, link } = await prepared();
    const ada = await manager('Ada', dm, nord);
    await link(ada, '19:all', 'Matchwell');
    await link(ada, '19:all', 'Nord');
    setting.announceResults.push({ kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false });
    await setting.request(carl, 'Matchwell');
    await setting.tell();
    setting.told();
    const there = { ...ada, conversation: { ...ada.conversation, kind: 'channel', id: '19:all' } } as const;
    // A designated contact gets no requests, and makes that the link is not the last way to reach somebody.
    const sent = async () => ({ kind: 'sent', posted: undefined }) as const;
    Object.assign(setting.deps, { mailer: { send: sent, sendTo: sent } });
    const [organisation] = organisationsOf(APIS, [dm]);
    const desk = { id: 'desk', address: 'desk@example.org', state: 'confirmed', addedBy: named(ada) } as const;
    const contact = { ...desk, since: setting.clock.clock(), unreachableSince: undefined, mailedAgain: 0 };
    if (organisation === undefined) throw new Error('no organisation');
    await setting.ledger.contacts.add([{ ...contact, organisation }], 10, () => ({ audit: [], messages: [] }));
    expectKind(await setting.run({ kind: 'unlink', query: 'Matchwell', scope: '' }, there), 'unlinked');
    setting.clock.pass(60_000);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Eve: request waiting, may nothing']);
  });

  it('leads on to the administrators if its manager was unassigned or lost before it was sent', async () => {
    for (const how of ['unassigned', 'lost'] as const) {
      const { setting, dm, carl, manager } = await prepared();
      const ada = await manager('Ada', dm);
      setting.announceResults.push({ kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false });
      await setting.request(carl, 'matchwell-dm');
      await setting.tell();
      setting.told();
      if (how === 'lost') await setting.ledger.conversations.lost(ada.person);
      else {
        const opened = await setting.run(
          { kind: 'unassign', people: [mentioned(ada)], query: 'matchwell-dm', clientIds: [] },
          setting.administrator,
        );
        const { nonce } = expectKind(opened, 'assignment-form').form;
        for (const lastToo of [false, true])
          await setting.run({ kind: 'submit-assignment', nonce, confirmedBy: '', lastToo }, setting.administrator);
      }
      setting.clock.pass(60_000);
      await setting.tell();
      // By the removal and by the card that has lost its reader: twice is better than not at all.
      expect(new Set(setting.told().filter((line) => line.includes('request')))).toEqual(
        new Set([`chat Eve: request waiting, may ${how === 'lost' ? 'nothing' : 'approve'}`]),
      );
    }
  });

  it('waits if the directory does not answer, and holds up no other message', async () => {
    const { setting, dm, carl } = await prepared();
    await setting.request(carl, 'Matchwell');
    const opened = await setting.run(
      { kind: 'assign', people: [mentioned(carl)], query: 'matchwell-dm', clientIds: [] },
      setting.administrator,
    );
    const { nonce } = expectKind(opened, 'assignment-form').form;
    const answer = { kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false } as const;
    await setting.run(answer, setting.administrator);
    setting.directory.failNext('everything', new DirectoryFault('unreachable', { ambiguous: false }));
    await setting.tell();
    expect(setting.told()).toEqual([`chat Carl: assigned ${dm.displayName}`]);
    expect(await setting.ledger.requests.open()).toMatchObject([{ state: 'new' }]);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Eve: request waiting, may approve']);
  });
});
