import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../../bot/domain/shared/outcome.ts';
import { activity, BOT_ID, until } from '../bench.ts';
import { IMPATIENT, startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const TEAM = { id: '19:team@thread.tacv2', name: 'Partners' };
const CHANNEL = { id: '19:c@thread.tacv2', name: 'Managers' };
const IN_CHANNEL = {
  conversation: { id: `${CHANNEL.id};messageid=1`, conversationType: 'channel', tenantId: activity('x')['tenantId'] },
  channelData: { ...Object(activity('x')['channelData']), team: TEAM, channel: CHANNEL },
};
const send = (extra: Record<string, unknown>) => bot.post(activity(bot.connector.serviceUrl, extra));
const pressDue = async (extra: Record<string, unknown> = IN_CHANNEL) => {
  const action = { type: 'Action.Execute', verb: 'digest-item', data: { act: 'claim', digest: 'd', item: 1 } };
  const answer = await send({
    ...extra,
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action, trigger: 'manual' },
  });
  return JSON.parse(await answer.text()) as { statusCode: number; type: string; value: unknown };
};
const messages = () => bot.connector.calls.filter((call) => call.body['type'] === 'message');

describe('a button of a digest', () => {
  test('is answered with words for the presser alone and leaves the card as it is', async () => {
    bot.script.run = async () => ({ kind: 'note', note: { kind: 'not-yours' } });
    const answer = await pressDue();
    expect(answer).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
    expect(String(answer.value)).toMatch(/not/i);
  });

  test('gives a colleague who is refused the button to ask for access, in a message for that person alone', async () => {
    bot.script.run = async () => ({ kind: 'note', note: { kind: 'not-yours' } });
    await pressDue();
    await until(() => messages().length === 1);
    expect(messages()[0]?.path).toContain('isTargetedActivity=true');
    expect(messages()[0]?.body['recipient']).toEqual({ id: '29:ann' });
    expect(JSON.stringify(messages()[0]?.body)).toContain('"title":"Ask for access","verb":"request"');
  });

  test('says other refusals as words alone', async () => {
    bot.script.run = async () => ({ kind: 'note', note: { kind: 'settled' } });
    expect(String((await pressDue()).value)).toMatch(/already taken care of/);
    expect(messages()).toEqual([]);
  });

  test('opens its result as a message that only the presser sees', async () => {
    bot.script.run = async () => ({ kind: 'no-applications' });
    expect((await pressDue()).type).toBe('application/vnd.microsoft.activity.message');
    await until(() => messages().length === 1);
    expect(messages()[0]?.path).toContain('isTargetedActivity=true');
    expect(messages()[0]?.body['recipient']).toEqual({ id: '29:ann' });
  });

  test('asks for a sign-in in the card’s own way', async () => {
    const outcome: Outcome = {
      kind: 'sign-in',
      need: 'read',
      signInId: 's',
      url: 'https://b.test/sign-in/t',
      sso: false,
      lack: undefined,
    };
    bot.script.run = async () => outcome;
    expect(await pressDue()).toMatchObject({
      statusCode: 401,
      type: 'application/vnd.microsoft.activity.loginRequest',
    });
  });

  test('does not replace the card if its work takes long', async () => {
    await bot.close();
    bot = await startBot(IMPATIENT);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    bot.script.run = () => promise;
    expect((await pressDue()).type).toBe('application/vnd.microsoft.activity.message');
    resolve({ kind: 'no-applications' });
    await until(() => messages().length === 1);
  });
});

describe('a button of a card that says what has happened', () => {
  const pressStaying = async (stays: unknown, extra: Record<string, unknown> = {}) => {
    const action = { type: 'Action.Execute', verb: 'list', data: { stays } };
    const answer = await send({
      ...extra,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action, trigger: 'manual' },
    });
    return JSON.parse(await answer.text()) as { statusCode: number; type: string; value: unknown };
  };

  test('opens its result as a message of its own, and the card stays', async () => {
    bot.script.run = async () => ({ kind: 'no-applications' });
    const answer = await pressStaying(true);
    expect(answer.type).toBe('application/vnd.microsoft.activity.message');
    expect(answer.value).toBe('My answer is in the next message. This card stays as it is.');
    expect(messages()).toHaveLength(1);
  });

  test('says in a channel that the result is for the presser alone', async () => {
    bot.script.run = async () => ({ kind: 'no-applications' });
    expect((await pressStaying(true, IN_CHANNEL)).value).toBe('I have answered in a message that only you can see.');
    expect(messages()[0]?.path).toContain('isTargetedActivity=true');
  });

  test('replaces the card if it says anything else', async () => {
    bot.script.run = async () => ({ kind: 'no-applications' });
    for (const stays of ['true', 1, undefined, null])
      expect((await pressStaying(stays)).type).toBe('application/vnd.microsoft.card.adaptive');
    expect(messages()).toEqual([]);
  });
});

describe('the channel of an activity', () => {
  test('is kept with its team and names, and written once while nothing changes', async () => {
    for (let times = 0; times < 3; times++) await send({ ...IN_CHANNEL, text: 'list' });
    expect(bot.heard).toMatchObject([
      { teamId: TEAM.id, teamName: 'Partners', name: 'Managers', conversation: { kind: 'channel', id: CHANNEL.id } },
    ]);
    const renamed = { ...IN_CHANNEL.channelData, channel: { ...CHANNEL, name: 'Renamed' } };
    await send({ ...IN_CHANNEL, channelData: renamed, text: 'list' });
    expect(bot.heard.map(({ name }) => name)).toEqual(['Managers', 'Renamed']);
    expect(bot.ran.at(-1)?.asker.channel).toEqual({ teamId: TEAM.id, teamName: 'Partners', name: 'Renamed' });
  });

  test('is undefined in other conversations', async () => {
    await send({ text: 'list' });
    expect(bot.heard).toEqual([]);
    expect(bot.ran[0]?.asker.channel).toBeUndefined();
  });

  test('is undefined if Teams names the team in its place', async () => {
    const roster = {
      conversation: { ...IN_CHANNEL.conversation, id: TEAM.id },
      membersAdded: [{ id: `28:${BOT_ID}` }],
    };
    await send({ ...IN_CHANNEL, ...roster, type: 'conversationUpdate' });
    expect(bot.heard).toEqual([]);
    expect(bot.returned).toEqual([{ teamId: TEAM.id }]);
  });

  test('harms nothing if it has odd names or a tampered shape', async () => {
    const channelData = { ...IN_CHANNEL.channelData, team: 'x', channel: { id: 7, name: ['a'] } };
    expect((await send({ ...IN_CHANNEL, channelData, text: 'list' })).status).toBe(200);
    expect(bot.heard).toMatchObject([{ teamId: undefined, teamName: '', name: '' }]);
  });
});

describe('a removal of the bot', () => {
  const removed = (extra: Record<string, unknown>) => send({ ...IN_CHANNEL, ...extra });
  const roster = { type: 'conversationUpdate', conversation: { ...IN_CHANNEL.conversation, id: TEAM.id } };

  test('is learnt for a team from its roster or from its installation', async () => {
    await removed({ ...roster, membersRemoved: [{ id: `28:${BOT_ID}` }] });
    await removed({ type: 'installationUpdate', action: 'remove' });
    await until(() => bot.removed.length === 2);
    expect(bot.removed).toEqual([{ teamId: TEAM.id }, { teamId: TEAM.id }]);
  });

  test('is learnt when a channel or a team is deleted', async () => {
    const eventType = (name: string) => ({ channelData: { ...IN_CHANNEL.channelData, eventType: name } });
    await removed({ ...roster, ...eventType('channelDeleted') });
    await removed({ ...roster, ...eventType('teamDeleted') });
    await until(() => bot.removed.length === 2);
    expect(bot.removed).toEqual([{ conversationId: CHANNEL.id }, { teamId: TEAM.id }]);
  });

  test.each([
    ['CHANNELDELETED', { conversationId: CHANNEL.id }],
    ['teamHardDeleted', { teamId: TEAM.id }],
    ['teamArchived', { teamId: TEAM.id }],
  ])('is learnt from the event %s, in any letter case', async (eventType, where) => {
    await removed({ ...roster, channelData: { ...IN_CHANNEL.channelData, eventType } });
    await until(() => bot.removed.length === 1);
    expect(bot.removed).toEqual([where]);
  });

  test('from one private or shared channel ends that channel and not the team', async () => {
    const membersRemoved = [{ id: `28:${BOT_ID}` }];
    const event = { ...IN_CHANNEL.channelData, eventType: 'channelMemberRemoved' };
    await removed({ ...roster, membersRemoved, channelData: event });
    const channel = { ...IN_CHANNEL.channelData.channel, type: 'private' };
    const channelData = { ...IN_CHANNEL.channelData, channel };
    await removed({ type: 'installationUpdate', action: 'remove', channelData });
    await until(() => bot.removed.length === 2);
    expect(bot.removed).toEqual([{ conversationId: CHANNEL.id }, { conversationId: CHANNEL.id }]);
  });

  test.each([
    ['teamUnarchived', { teamId: TEAM.id }],
    ['teamRestored', { teamId: TEAM.id }],
    ['channelRestored', { conversationId: CHANNEL.id }],
  ])('is over after the event %s', async (eventType, where) => {
    await removed({ ...roster, channelData: { ...IN_CHANNEL.channelData, eventType } });
    await until(() => bot.returned.length === 1);
    expect(bot.returned).toEqual([where]);
  });

  test('is over for one private or shared channel when the bot is added to it again', async () => {
    const membersAdded = [{ id: `28:${BOT_ID}` }];
    const channelData = { ...IN_CHANNEL.channelData, eventType: 'channelMemberAdded' };
    await removed({ ...roster, membersAdded, channelData });
    await until(() => bot.returned.length === 1);
    expect([bot.returned, bot.shared]).toEqual([[{ conversationId: CHANNEL.id }], []]);
  });

  test('is over, and the channel is shared, when one event brings the bot and somebody else', async () => {
    const membersAdded = [{ id: `28:${BOT_ID}` }, { id: '29:olga' }];
    const channelData = { ...IN_CHANNEL.channelData, eventType: 'channelMemberAdded' };
    await removed({ ...roster, membersAdded, channelData });
    await until(() => bot.returned.length === 1);
    const { id: conversationId } = CHANNEL;
    expect([bot.returned, bot.shared]).toEqual([[{ conversationId }], [{ conversationId, added: ['29:olga'] }]]);
  });

  test('from one channel ends that channel alone, even if the event names neither its kind nor its type', async () => {
    const membersRemoved = [{ id: `28:${BOT_ID}` }];
    const membersAdded = membersRemoved;
    const update = { type: 'conversationUpdate', conversation: IN_CHANNEL.conversation };
    await removed({ ...update, membersRemoved });
    await removed({ ...update, membersAdded });
    await until(() => bot.returned.length === 1);
    expect([bot.removed, bot.returned]).toEqual([[{ conversationId: CHANNEL.id }], [{ conversationId: CHANNEL.id }]]);
  });

  test('is learnt from an upgrade of the app that takes the bot away, and is over after one that brings it', async () => {
    await removed({ type: 'installationUpdate', action: 'remove-upgrade' });
    await removed({ type: 'installationUpdate', action: 'add-upgrade' });
    await until(() => bot.returned.length === 1);
    expect([bot.removed, bot.returned]).toEqual([[{ teamId: TEAM.id }], [{ teamId: TEAM.id }]]);
    await send({ type: 'installationUpdate', action: 'remove-upgrade' });
    await until(() => bot.conversations.gone.length === 1);
  });

  test('of a channel that the event does not name ends nothing', async () => {
    const channelData = { ...IN_CHANNEL.channelData, channel: undefined, eventType: 'channelDeleted' };
    await removed({ ...roster, channelData });
    expect(bot.removed).toEqual([]);
  });

  test.each([
    ['channelRenamed', { conversationId: CHANNEL.id, name: 'New' }],
    ['TEAMRENAMED', { teamId: TEAM.id, name: 'Newer' }],
  ])('is not what %s means: the new name is learnt', async (eventType, expected) => {
    const { channel, team } = IN_CHANNEL.channelData;
    const named = { channel: { ...channel, name: 'New' }, team: { ...team, name: 'Newer\u200b' } };
    await removed({ ...roster, channelData: { ...IN_CHANNEL.channelData, ...named, eventType } });
    await until(() => bot.renamed.length === 1);
    expect([bot.renamed, bot.removed]).toEqual([[expected], []]);
  });

  test.each(['channelCreated', 'channelUnshared', 'teamMemberAdded', 'toBeInvented'])(
    'is not what %s means',
    async (eventType) => {
      await removed({ ...roster, channelData: { ...IN_CHANNEL.channelData, eventType } });
      expect([bot.removed, bot.returned, bot.renamed]).toEqual([[], [], []]);
    },
  );

  test('from a 1:1 chat makes the person unreachable until the app is back', async () => {
    await send({ type: 'installationUpdate', action: 'add' });
    await send({ type: 'installationUpdate', action: 'remove' });
    await until(() => bot.conversations.gone.length === 1);
    expect(bot.removed).toEqual([]);
    await send({ type: 'installationUpdate', action: 'add' });
    expect(bot.conversations.kept).toHaveLength(2);
  });

  test('is not inferred when somebody else left', async () => {
    await removed({ ...roster, membersRemoved: [{ id: '29:bob' }] });
    await removed({ ...roster, channelData: { ...IN_CHANNEL.channelData, eventType: 'channelRenamed' } });
    expect(bot.removed).toEqual([]);
  });
});

describe('a channel with people of other organisations', () => {
  const roster = { type: 'conversationUpdate', conversation: { ...IN_CHANNEL.conversation, id: TEAM.id } };
  const OTHER = '44444444-4444-4444-8444-444444444444';

  test('is looked at when it is shared and when it has got members', async () => {
    await send({ ...IN_CHANNEL, ...roster, channelData: { ...IN_CHANNEL.channelData, eventType: 'channelShared' } });
    const channelData = { ...IN_CHANNEL.channelData, eventType: 'ChannelMemberAdded' };
    await send({ ...IN_CHANNEL, ...roster, membersAdded: [{ id: '29:olga' }], channelData });
    await until(() => bot.shared.length === 2);
    expect(bot.shared).toEqual([
      { conversationId: CHANNEL.id, added: [] },
      { conversationId: CHANNEL.id, added: ['29:olga'] },
    ]);
  });

  test('tells such a person apart with the next message if Teams did not answer at first', async () => {
    const said = () => bot.connector.calls.filter(({ method }) => method === 'POST');
    bot.connector.state.answer = ({ method }) =>
      method === 'GET' ? { status: 429 } : { status: 201, body: { id: 'm1' } };
    await send({ ...IN_CHANNEL, text: 'list' });
    await until(() => said().length === 1);
    expect(bot.ran).toHaveLength(1);
    bot.connector.state.answer = ({ method }) =>
      method === 'GET' ? { status: 200, body: { tenantId: OTHER } } : { status: 201, body: { id: 'm2' } };
    await send({ ...IN_CHANNEL, text: 'list' });
    await until(() => said().length === 2);
    expect(JSON.stringify(said()[1])).toContain('people who have an account in this organisation');
    expect(bot.ran).toHaveLength(1);
  });

  test('answers such a person with one sentence, and runs, keeps and shows nothing', async () => {
    bot.connector.state.answer = ({ method }) =>
      method === 'GET' ? { status: 200, body: { tenantId: OTHER } } : { status: 201, body: { id: 'm1' } };
    await send({ ...IN_CHANNEL, text: 'list' });
    await until(() => bot.connector.calls.some(({ method }) => method === 'POST'));
    const said = bot.connector.calls.filter(({ method }) => method === 'POST');
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said[0])).toContain('people who have an account in this organisation');
    expect(said[0]?.path).toContain('isTargetedActivity=true');
    expect([bot.ran, bot.conversations.kept]).toEqual([[], []]);
  });
});
