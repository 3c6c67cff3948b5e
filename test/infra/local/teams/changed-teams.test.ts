import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalTeams } from '../../../../infra/local/teams/index.ts';
import { codeOf, openTeams, type TeamsBench } from '../teams-bench.ts';

let bench: TeamsBench;
let teams: LocalTeams;
let [team, open, secluded, other, clara] = ['', '', '', '', ''];

beforeEach(async () => {
  bench = await openTeams();
  ({ teams } = bench);
  team = teams.teamId('Stem Cell Partners');
  open = teams.channelId('Credential managers');
  secluded = teams.channelId('Matchwell managers');
  other = teams.channelId('Registry systems');
  clara = bench.world.people.find(({ name }) => name === 'Clara Vogel')?.oid ?? '';
});

afterEach(() => bench.close());

const post = (channel: string) =>
  bench.api('POST', `/${encodeURIComponent(channel)}/activities`, { type: 'message', text: 'x' });
const said = async (channel: string) => {
  const answered = await post(channel);
  return [answered.status, codeOf(answered)];
};
const events = () =>
  bench.seen.map(({ activity: { type, action, channelData } }) =>
    action ? [type, action] : channelData?.['eventType'],
  );
const teamNamed = async () => (await bench.teamApi(encodeURIComponent(team))).body['name'];
const channelsNamed = async () => {
  const { body } = await bench.teamApi(`${encodeURIComponent(team)}/conversations`);
  return (body['conversations'] as { name: string }[]).map(({ name }) => name);
};

describe('a channel', () => {
  test('has its new name everywhere after a rename, and the bot hears it under the id of the team', async () => {
    await teams.renameChannel(open, 'Keepers');
    expect(bench.seen.map(({ activity }) => activity)).toMatchObject([
      {
        type: 'conversationUpdate',
        conversation: { id: team },
        channelData: { eventType: 'channelRenamed', channel: { id: open, name: 'Keepers' }, team: { id: team } },
      },
    ]);
    expect(await channelsNamed()).toContain('Keepers');
    expect(teams.channelId('Keepers')).toBe(open);
  });

  test('takes messages again after it is restored', async () => {
    await teams.deleteChannel(open);
    expect(await said(open)).toEqual([404, 'ConversationNotFound']);
    await teams.restoreChannel(open);
    expect((await post(open)).status).toBe(201);
    expect(events()).toEqual(['channelDeleted', 'channelRestored']);
    await expect(teams.restoreChannel(open)).rejects.toThrow('was not deleted');
  });

  test('to which the app was not added is renamed without the bot', async () => {
    await teams.removeBot(secluded);
    bench.seen.length = 0;
    await teams.renameChannel(secluded, 'Quiet');
    expect(events()).toEqual([]);
  });
});

describe('a team', () => {
  test('has its new name everywhere after a rename', async () => {
    await teams.renameTeam(team, 'Partners');
    expect(bench.seen.map(({ activity }) => activity)).toMatchObject([
      { conversation: { id: team }, channelData: { eventType: 'teamRenamed', team: { id: team, name: 'Partners' } } },
    ]);
    expect(bench.seen[0]?.activity.channelData?.['channel']).toBeUndefined();
    expect([await teamNamed(), teams.teamId('Partners')]).toEqual(['Partners', team]);
  });

  test('takes no messages of the bot or of people while it is archived, and can be read', async () => {
    const id = String((await post(other)).body['id']);
    const nord = teams.teamId('Stammzell-Register-Nord');
    await teams.archiveTeam(nord);
    const path = `/${encodeURIComponent(other)}`;
    const thread = { isGroup: true, tenantId: bench.world.tenantId, channelData: { channel: { id: other } } };
    const refused = [
      await post(other),
      await bench.api('PUT', `${path}/activities/${id}`, { type: 'message', text: 'y' }),
      await bench.api('DELETE', `${path}/activities/${id}`),
      await bench.api('POST', '', { ...thread, activity: { type: 'message', text: 'x' } }),
    ];
    expect(refused.map((one) => [one.status, codeOf(one)])).toEqual(refused.map(() => [403, 'MessageWritesBlocked']));
    await expect(teams.sendMessage(clara, other, 'list')).rejects.toThrow('Stammzell-Register-Nord is archived');
    expect((await bench.api('GET', `${path}/members`)).status).toBe(200);
    expect((await post(open)).status).toBe(201);
    await teams.unarchiveTeam(nord);
    expect((await post(other)).status).toBe(201);
    expect(events()).toEqual(['teamArchived', 'teamUnarchived']);
    await expect(teams.unarchiveTeam(nord)).rejects.toThrow('is in use');
  });

  test('is gone with its channels when it is deleted, and comes back with them', async () => {
    await teams.deleteTeam(team);
    expect(await said(open)).toEqual([404, 'ConversationNotFound']);
    expect((await bench.teamApi(encodeURIComponent(team))).status).toBe(404);
    await teams.restoreTeam(team);
    expect((await post(open)).status).toBe(201);
    expect(events()).toEqual(['teamDeleted', 'teamRestored']);
  });

  test('does not come back when it is deleted for good', async () => {
    await teams.deleteTeam(team, 'teamHardDeleted');
    expect(events()).toEqual(['teamHardDeleted']);
    await expect(teams.restoreTeam(team)).rejects.toThrow('is hardDeleted');
  });

  test('loses the bot by an upgrade to another one, and gets it back with its private channels', async () => {
    await teams.upgrade(team, 'remove-upgrade');
    expect(await said(open)).toEqual([403, 'BotNotInConversationRoster']);
    expect(await said(secluded)).toEqual([403, 'BotNotInConversationRoster']);
    await teams.upgrade(team, 'add-upgrade');
    expect([(await post(open)).status, (await post(secluded)).status]).toEqual([201, 201]);
    expect(events()).toEqual([
      ['installationUpdate', 'remove-upgrade'],
      ['installationUpdate', 'add-upgrade'],
    ]);
  });
});
