import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalTeams } from '../../../infra/local/teams/index.ts';
import { codeOf, openTeams, type TeamsBench } from './teams-bench.ts';

let bench: TeamsBench;
let teams: LocalTeams;
let [anna, clara, eva] = ['', '', ''];
let nord: { readonly channel: string; readonly team: string };

beforeEach(async () => {
  bench = await openTeams();
  ({ teams } = bench);
  [anna, , clara, , eva] = bench.world.people.map(({ oid }) => oid) as [string, string, string, string, string];
  nord = { channel: teams.channelId('Registry systems'), team: teams.teamId('Stammzell-Register-Nord') };
});

afterEach(() => bench.close());

const activities = () => bench.seen.map(({ activity }) => activity);
const send = (channel: string) =>
  bench.api('POST', `/${encodeURIComponent(channel)}/activities`, { type: 'message', text: 'x' });

test('a person’s first channel is the one with everybody', () => {
  for (const { oid } of bench.world.people) {
    expect(teams.conversationId(oid, 'channel')).toBe(teams.channelId('Credential managers'));
  }
});

test('only its members can address a conversation by its id', async () => {
  await teams.sendMessage(clara, nord.channel, 'list');
  expect(teams.messages(eva, nord.channel)).toMatchObject([{ text: '<at>API Credentials</at> list' }]);
  expect(() => teams.messages(anna, nord.channel)).toThrow('Anna Jansen is in no 19:nord');
});

test('an activity from a channel carries its id and its team’s, and no names', async () => {
  await teams.sendMessage(clara, nord.channel, 'list');
  expect(activities()[0]?.channelData).toEqual({
    tenant: { id: bench.world.tenantId },
    team: { id: nord.team },
    channel: { id: nord.channel },
    teamsTeamId: nord.team,
    teamsChannelId: nord.channel,
  });
});

test('the connector names a team and its channels if the bot is a member', async () => {
  const path = encodeURIComponent(nord.team);
  const asked = async () => [await bench.teamApi(path), await bench.teamApi(`${path}/conversations`)];
  expect((await asked()).map(({ body }) => body)).toEqual([
    { id: nord.team, name: 'Stammzell-Register-Nord' },
    { conversations: [{ id: nord.channel, name: 'Registry systems' }] },
  ]);
  expect((await bench.teamApi('19%3Aother')).status).toBe(404);
  await teams.uninstall(nord.team);
  const refused = [403, 'BotNotInConversationRoster'];
  expect((await asked()).map((one) => [one.status, codeOf(one)])).toEqual([refused, refused]);
});

test('a removal reaches the bot under the team’s id, and as an uninstallation', async () => {
  await teams.uninstall(nord.team);
  expect(activities()).toMatchObject([
    {
      type: 'conversationUpdate',
      conversation: { id: nord.team },
      membersRemoved: [{ id: `28:${bench.world.botId}` }],
      channelData: { team: { id: nord.team }, eventType: 'teamMemberRemoved' },
    },
    { type: 'installationUpdate', action: 'remove', channelData: { team: { id: nord.team } } },
  ]);
});

test('a removed bot can neither send, change, remove nor look there; elsewhere it can', async () => {
  const id = String((await send(nord.channel)).body['id']);
  await teams.uninstall(nord.team);
  const path = `/${encodeURIComponent(nord.channel)}`;
  const thread = { isGroup: true, tenantId: bench.world.tenantId, channelData: { channel: { id: nord.channel } } };
  const refused = [
    await send(nord.channel),
    await bench.api('PUT', `${path}/activities/${id}`, { type: 'message', text: 'y' }),
    await bench.api('DELETE', `${path}/activities/${id}`),
    await bench.api('GET', `${path}/members`),
    await bench.api('POST', '', { ...thread, activity: { type: 'message', text: 'x' } }),
  ];
  expect(refused.map((one) => [one.status, codeOf(one)])).toEqual(
    refused.map(() => [403, 'BotNotInConversationRoster']),
  );
  expect((await send(teams.conversationId(anna, 'channel'))).status).toBe(201);
});

test('what people write or press does not reach a bot that was removed there', async () => {
  await teams.uninstall(nord.team);
  const before = bench.seen.length;
  expect((await teams.sendMessage(clara, nord.channel, 'list')).status).toBe(403);
  expect((await teams.invoke(clara, nord.channel, 'adaptiveCard/action', {})).status).toBe(403);
  expect(bench.seen).toHaveLength(before);
  expect(teams.messages(eva, nord.channel)).toHaveLength(1);
});

test('a bot that is added again hears of it twice and may send', async () => {
  await teams.uninstall(nord.team);
  await teams.install(nord.team);
  expect(activities().slice(2)).toMatchObject([
    {
      type: 'conversationUpdate',
      conversation: { id: nord.team },
      channelData: { eventType: 'teamMemberAdded', team: { name: 'Stammzell-Register-Nord' } },
    },
    { type: 'installationUpdate', action: 'add', conversation: { id: nord.channel } },
  ]);
  expect((await send(nord.channel)).status).toBe(201);
});

test('a deleted channel is announced, and gone for everybody', async () => {
  await teams.deleteChannel(nord.channel);
  expect(activities()).toMatchObject([
    {
      type: 'conversationUpdate',
      conversation: { id: nord.team },
      channelData: { eventType: 'channelDeleted', channel: { id: nord.channel }, team: { id: nord.team } },
    },
  ]);
  const answered = await send(nord.channel);
  expect([answered.status, codeOf(answered)]).toEqual([404, 'ConversationNotFound']);
  expect(() => teams.messages(clara, nord.channel)).toThrow('Clara Vogel is in no 19:nord');
});

test('the panel removes the bot, adds it and deletes a channel', async () => {
  const removed = await bench.control('remove-bot', { on: true, value: nord.team });
  expect(removed['teams']).toMatchObject([{ removed: false }, { id: nord.team, removed: true }]);
  const added = await bench.control('remove-bot', { on: false, value: nord.team });
  expect(added['teams']).toMatchObject([{ removed: false }, { id: nord.team, removed: false }]);
  const deleted = await bench.control('delete-channel', { value: teams.channelId('IT operations') });
  const names = (deleted['teams'] as { channels: { name: string }[] }[]).map((one) =>
    one.channels.map(({ name }) => name),
  );
  expect(names).toEqual([['Credential managers', 'Matchwell managers', 'Partner exchange'], ['Registry systems']]);
});
