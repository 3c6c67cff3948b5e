import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../../bot/domain/messages/notice.ts';
import { application, expectKind, someone } from '../shared/setting.ts';
import { createAccessSetting } from './access-setting.ts';

const OPEN = { reason: undefined } as const;

/** Carl has asked in these words. Ada manages Matchwell's one application, and its channel is linked. */
async function asked(query: string) {
  const dm = application('Partner-NL-Matchwell-DM');
  const setting = await createAccessSetting(dm);
  const [carl, ada] = [await setting.join(someone('Carl', 'personal')), await setting.join(someone('Ada', 'personal'))];
  await setting.assign(ada, dm);
  const channel = { ...ada.conversation, kind: 'channel', id: '19:matchwell' } as const;
  await setting.run({ kind: 'link', query: 'Matchwell', scope: '' }, { ...ada, conversation: channel });
  const id = await setting.request(carl, query);
  await setting.tell();
  const views = (how: string) =>
    setting.posts.flatMap(({ how: by, notice }) => (by === how && notice.kind === 'request' ? [notice.view] : []));
  const news = () => setting.posts.map(({ notice }) => notice).filter((notice) => notice.kind === 'request-news');
  return { setting, dm, carl, ada, eve: setting.administrator, id, views, news };
}

describe('a request in a managers’ channel', () => {
  it('mentions the managers that the bot has met, and says that others read it', async () => {
    const { ada, views } = await asked('Matchwell');
    expect(views('channel')).toMatchObject([{ may: 'confirm', inChannel: true, mentions: [{ name: ada.name }] }]);
  });

  it('mentions nobody any more when it is confirmed', async () => {
    const { setting, ada, id, views } = await asked('Matchwell');
    await setting.review(ada, id, 'confirm');
    await setting.tell();
    expect(views('update').at(-1)).toMatchObject({ request: { state: 'confirmed' }, inChannel: true, mentions: [] });
    expect(views('chat').at(-1)).toMatchObject({ may: 'approve', request: { why: 'I joined the team' } });
  });

  it('is shown with what was typed to a manager who presses for it, in an answer of their own', async () => {
    const { setting, ada, id } = await asked('Matchwell');
    const { view } = expectKind(await setting.review(ada, id, 'show', { shared: true }), 'request');
    expect(view.request.why).toBe('I joined the team');
    expect(view.inChannel).toBeUndefined();
  });
});

describe('declining a request', () => {
  it('asks for a reason first, also from a shared card, and changes nothing until it is there', async () => {
    const { setting, ada, id } = await asked('Matchwell');
    for (const shared of [false, true]) {
      const { view } = expectKind(await setting.review(ada, id, 'decline', { ...OPEN, shared }), 'request');
      expect(view).toMatchObject({ asks: 'reason', problem: undefined, request: { state: 'waiting' } });
    }
    expect(await setting.rows('request.declined')).toEqual([]);
  });

  it.each([
    ['is empty', '  ', 'reason-empty'],
    ['is too long', 'x'.repeat(501), 'reason-too-long'],
  ])('asks again if the reason %s', async (_what, reason, problem) => {
    const { setting, ada, id } = await asked('Matchwell');
    const { view } = expectKind(await setting.review(ada, id, 'decline', { reason }), 'request');
    expect(view).toMatchObject({ asks: 'reason', problem, request: { state: 'waiting' } });
  });

  it('tells the asker the reason, and the record not', async () => {
    const { setting, ada, id, news } = await asked('Matchwell');
    await setting.review(ada, id, 'decline', { reason: ' Bob does this already. ' });
    await setting.tell();
    const declined = { kind: 'request-news', query: 'Matchwell', news: 'declined', reason: 'Bob does this already.' };
    expect(news()).toEqual<readonly Notice[]>([declined as Notice]);
    expect(JSON.stringify(await setting.ledger.audit.rows())).not.toContain('Bob does this');
    expect((await setting.ledger.requests.find(id))?.decision).toMatchObject({ reason: 'Bob does this already.' });
  });
});

describe('a request that matches nothing', () => {
  it('is given a meaning by an administrator, and the managers of the organisation are asked then', async () => {
    const { setting, eve, id, views } = await asked('Matchwel B.V.');
    expect(views('chat')).toMatchObject([{ request: { scope: undefined }, may: 'approve' }]);
    const { view } = expectKind(await setting.review(eve, id, 'choose'), 'request');
    expect(view.asks).toBe('meaning');
    expect(view.meanings?.map(({ name }) => name)).toEqual(['Matchwell (NL)', 'Partner-NL-Matchwell-DM']);
    const meant = { meant: 'organisation:nl/matchwell' };
    const after = expectKind(await setting.review(eve, id, 'choose', meant), 'request').view;
    expect(after).toMatchObject({
      may: 'nothing',
      confirmers: ['Ada'],
      request: { scope: { name: 'Matchwell (NL)' } },
    });
    await setting.tell();
    expect(views('channel')).toMatchObject([{ may: 'confirm', request: { scope: { key: 'nl/matchwell' } } }]);
    expect((await setting.rows('request.routed')).map(({ actor }) => actor?.name)).toEqual([undefined, 'Eve']);
  });

  it('asks again if the choice is nothing that exists', async () => {
    const { setting, eve, id } = await asked('Matchwel B.V.');
    const { view } = expectKind(await setting.review(eve, id, 'choose', { meant: 'organisation:nl/other' }), 'request');
    expect(view.asks).toBe('meaning');
    expect((await setting.ledger.requests.find(id))?.scope).toBeUndefined();
  });

  it('is not given a second meaning', async () => {
    const { setting, eve, id } = await asked('Matchwel B.V.');
    await setting.review(eve, id, 'choose', { meant: 'organisation:nl/matchwell' });
    const again = await setting.review(eve, id, 'choose', { meant: 'organisation:nl/matchwell' });
    expect(expectKind(again, 'refused').refusal).toBe('request-over');
  });

  it('is folded into another request of the same person that means the same', async () => {
    const { setting, carl, eve, id } = await asked('Matchwel B.V.');
    setting.clock.pass(1_000);
    const other = await setting.request(carl, 'Matchwell');
    await setting.tell();
    await setting.review(eve, id, 'choose', { meant: 'organisation:nl/matchwell' });
    expect((await setting.ledger.requests.find(id))?.state).toBe('folded');
    expect((await setting.ledger.requests.find(other))?.state).toBe('waiting');
  });
});
