import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalPerson } from '../../../../infra/local/people.ts';
import type { LocalTeams } from '../../../../infra/local/teams/index.ts';
import { codeOf, openTeams, type TeamsBench } from '../teams-bench.ts';

let bench: TeamsBench;
let teams: LocalTeams;
let [anna, bram, clara, daan, eva, maja]: LocalPerson[] = [];
let [open, secluded, shared] = ['', '', ''];

beforeEach(async () => {
  bench = await openTeams();
  ({ teams } = bench);
  [anna, bram, clara, daan, eva] = bench.world.people;
  [maja] = bench.world.outsiders;
  open = teams.channelId('Credential managers');
  secluded = teams.channelId('Matchwell managers');
  shared = teams.channelId('Partner exchange');
});

afterEach(() => bench.close());

const oid = (person: LocalPerson | undefined) => person?.oid ?? '';
const account = (person: LocalPerson | undefined) => person?.accountId ?? '';
const partners = () => teams.teamId('Stem Cell Partners');
const cellbanken = () => teams.teamId('Cellbanken');
const activities = () => bench.seen.map(({ activity }) => activity);
const below = (channel: string, rest: string) => `/${encodeURIComponent(channel)}/${rest}`;
const get = (channel: string, rest: string) => bench.api('GET', below(channel, rest));
const post = (channel: string, to?: LocalPerson) => {
  const [flag, recipient] =
    to === undefined ? ['', {}] : ['?isTargetedActivity=true', { recipient: { id: to.accountId } }];
  return bench.api('POST', below(channel, `activities${flag}`), { type: 'message', text: 'x', ...recipient });
};
const said = (answered: { status: number; body: Record<string, unknown> }) => [answered.status, codeOf(answered)];
const namesIn = async (channel: string) =>
  ((await get(channel, 'pagedmembers')).body['members'] as { name: string }[]).map(({ name }) => name);

describe('the roster of a channel', () => {
  test('is the team’s in a standard channel, and its own in a private and in a shared one', async () => {
    expect(await namesIn(open)).toEqual(bench.world.people.map(({ name }) => name));
    expect(await namesIn(secluded)).toEqual(['Anna Jansen', 'Bram Visser', 'Daan Smit']);
    expect(await namesIn(shared)).toEqual(['Daan Smit', 'Eva Lind', 'Iris Berg', 'Maja Berg']);
  });

  test('says the home tenant of a person of another organisation, who is no guest', async () => {
    const { status, body } = await get(shared, `members/${account(maja)}`);
    expect([status, body]).toMatchObject([200, { aadObjectId: oid(maja), userRole: 'user' }]);
    expect(body['tenantId']).toBe(maja?.homeTenantId);
    expect(body['tenantId']).not.toBe(bench.world.tenantId);
    expect((await get(shared, `members/${account(eva)}`)).body['tenantId']).toBe(bench.world.tenantId);
  });

  test('does not have a member of the team who is not in the channel', async () => {
    expect(said(await get(secluded, `members/${account(clara)}`))).toEqual([404, 'MemberNotFoundInConversation']);
    expect(said(await get(open, `members/${account(maja)}`))).toEqual([404, 'MemberNotFoundInConversation']);
  });

  test('decides who may address the channel and who sees its messages', async () => {
    await post(secluded);
    expect(teams.messages(oid(bram), secluded)).toHaveLength(1);
    expect(() => teams.messages(oid(clara), secluded)).toThrow('Clara Vogel is in no 19:matchwell');
    await expect(async () => teams.sendMessage(oid(clara), secluded, 'list')).rejects.toThrow('Clara Vogel is in no');
  });

  test('decides who can get a targeted message', async () => {
    expect((await post(secluded, anna)).status).toBe(201);
    expect((await post(shared, maja)).status).toBe(201);
    expect(said(await post(secluded, clara))).toEqual([400, 'BadArgument']);
    expect(said(await post(shared, anna))).toEqual([400, 'BadArgument']);
  });

  test('is not told without the permission that the manifest asks for, and that of a standard channel is', async () => {
    bench.world.resourceSpecific.length = 0;
    for (const rest of ['members', 'pagedmembers', `members/${account(anna)}`])
      expect(said(await get(secluded, rest))).toEqual([403, 'Forbidden']);
    expect((await get(open, 'members')).status).toBe(200);
    expect((await post(secluded)).status).toBe(201);
  });
});

test('a sign-in card in a private or a shared channel is never answered by the client itself', async () => {
  const content = {
    connectionName: 'x',
    tokenExchangeResource: { id: 'exchange', uri: bench.world.webApplicationInfo.resource },
    buttons: [{ type: 'signin', title: 'Sign in', value: 'https://localhost/sign-in' }],
  };
  const card = { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.oauth', content }] };
  for (const channel of [secluded, shared]) {
    await bench.api('POST', below(channel, 'activities'), card);
    expect(teams.messages(oid(daan), channel).at(-1)?.signIn).toBe('needed');
  }
  expect(bench.seen).toEqual([]);
});

describe('a private or a shared channel without the app', () => {
  test('refuses what the bot asks for, as a team without the app does, while the team’s other channels answer', async () => {
    await teams.removeBot(secluded);
    const thread = { isGroup: true, tenantId: bench.world.tenantId, channelData: { channel: { id: secluded } } };
    const refused = [
      await post(secluded),
      await post(secluded, anna),
      await get(secluded, 'members'),
      await bench.api('POST', '', { ...thread, activity: { type: 'message', text: 'x' } }),
    ];
    expect(refused.map(said)).toEqual(refused.map(() => [403, 'BotNotInConversationRoster']));
    expect((await post(open)).status).toBe(201);
    expect((await post(shared)).status).toBe(201);
  });

  test('is not named among the channels of the team', async () => {
    const named = async () => {
      const { body } = await bench.teamApi(`${encodeURIComponent(partners())}/conversations`);
      return (body['conversations'] as { name: string }[]).map(({ name }) => name);
    };
    expect(await named()).toContain('Matchwell managers');
    await teams.removeBot(secluded);
    expect(await named()).toEqual(['Credential managers', 'IT operations', 'Partner exchange']);
  });

  test('lets nothing that people write or press through to the bot', async () => {
    await teams.removeBot(secluded);
    bench.seen.length = 0;
    expect((await teams.sendMessage(oid(anna), secluded, 'list')).status).toBe(403);
    expect((await teams.invoke(oid(anna), secluded, 'adaptiveCard/action', {})).status).toBe(403);
    expect(bench.seen).toEqual([]);
  });

  test('stays without it when the app is installed in the team again', async () => {
    await teams.uninstall(partners());
    await teams.install(partners());
    expect([(await post(open)).status, (await post(secluded)).status]).toEqual([201, 403]);
    await teams.addBot(secluded);
    expect((await post(secluded)).status).toBe(201);
  });

  test('cannot get it while the team does not have it', async () => {
    await teams.uninstall(partners());
    await expect(teams.addBot(secluded)).rejects.toThrow('the team does not have the app');
  });
});

describe('an event of a private or a shared channel', () => {
  const place = (id: string, name: string, type: string) => ({
    type: 'conversationUpdate',
    conversation: { id, conversationType: 'channel', tenantId: bench.world.tenantId },
    channelData: { tenant: { id: bench.world.tenantId }, team: { id: partners() }, channel: { id, name, type } },
  });

  test('says that the app was added or removed, under the id of the channel', async () => {
    await teams.removeBot(secluded);
    await teams.addBot(secluded);
    const bot = [{ id: `28:${bench.world.botId}` }];
    const where = place(secluded, 'Matchwell managers', 'private');
    expect(activities()).toMatchObject([
      { ...where, membersRemoved: bot, channelData: { ...where.channelData, eventType: 'channelMemberRemoved' } },
      { ...where, membersAdded: bot, channelData: { ...where.channelData, eventType: 'channelMemberAdded' } },
    ]);
  });

  test('says that a person was added or removed, and of which tenant the person is', async () => {
    await teams.addMember(secluded, oid(clara));
    await teams.removeMember(secluded, oid(clara));
    const list = [{ id: account(clara), aadObjectId: oid(clara) }];
    const membershipSource = { sourceType: 'channel', membershipType: 'direct', tenantId: bench.world.tenantId };
    expect(activities()).toMatchObject([
      { membersAdded: list, channelData: { eventType: 'channelMemberAdded', membershipSource } },
      { membersRemoved: list, channelData: { eventType: 'channelMemberRemoved', membershipSource } },
    ]);
    expect(await namesIn(secluded)).not.toContain('Clara Vogel');
  });

  test('says that a channel was shared or unshared, with the team, and none for each of its people', async () => {
    await teams.unshare(shared, cellbanken());
    expect(await namesIn(shared)).not.toContain('Maja Berg');
    await teams.share(shared, cellbanken());
    expect(await namesIn(shared)).toContain('Maja Berg');
    const where = place(shared, 'Partner exchange', 'shared').channelData;
    const team = [{ id: cellbanken(), name: 'Cellbanken', tenantId: maja?.homeTenantId }];
    expect(activities()).toMatchObject([
      { channelData: { ...where, eventType: 'channelUnshared', unsharedFromTeams: team } },
      { channelData: { ...where, eventType: 'channelShared', sharedWithTeams: team } },
    ]);
  });

  test('does not reach a bot that is not in the channel, or whose manifest does not ask for the permission', async () => {
    await teams.removeBot(secluded);
    bench.seen.length = 0;
    await teams.addMember(secluded, oid(clara));
    bench.world.resourceSpecific.length = 0;
    await teams.unshare(shared, cellbanken());
    await teams.addBot(secluded);
    expect(bench.seen).toEqual([]);
    expect((await post(secluded)).status).toBe(201);
  });

  test('comes for each private and shared channel when the app is installed everywhere', async () => {
    await teams.install();
    const added = activities().filter(({ channelData }) => channelData?.['eventType'] === 'channelMemberAdded');
    expect(added.map(({ conversation }) => conversation.id)).toEqual([secluded, shared]);
  });
});

describe('membership of a channel', () => {
  test('is refused to a guest in a shared channel, and to a person of another organisation elsewhere', async () => {
    await expect(teams.addMember(shared, oid(anna))).rejects.toThrow('a guest cannot be in a shared channel');
    await expect(teams.addMember(secluded, oid(maja))).rejects.toThrow('an outsider can be in a shared channel only');
    await expect(teams.addMember(open, oid(maja))).rejects.toThrow('has the members of its team');
    await expect(teams.share(secluded, cellbanken())).rejects.toThrow('is not a shared channel');
  });

  test('of a person of another organisation can be their own, without their team', async () => {
    await teams.unshare(shared, cellbanken());
    await teams.addMember(shared, oid(maja));
    expect((await get(shared, `members/${account(maja)}`)).status).toBe(200);
  });
});

describe('a person of another organisation', () => {
  test('writes from the shared channel under its tenant, with the object id of the home tenant', async () => {
    await teams.sendMessage(oid(maja), shared, 'list');
    expect(activities()[0]).toMatchObject({
      from: { id: account(maja), aadObjectId: oid(maja) },
      conversation: { tenantId: bench.world.tenantId },
      channelData: { tenant: { id: bench.world.tenantId }, channel: { id: shared } },
    });
    expect(activities()[0]?.channelData?.['channel']).toEqual({ id: shared });
  });

  test('has no chat with the bot and cannot get one', async () => {
    const body = { isGroup: false, members: [{ id: account(maja) }], tenantId: bench.world.tenantId };
    expect(said(await bench.api('POST', '', body))).toEqual([400, 'BadArgument']);
    expect(() => teams.conversationId(oid(maja), 'personal')).toThrow('Maja Berg is in no personal');
  });

  test('is not in the directory', () => {
    expect(bench.world.people.map(oid)).not.toContain(oid(maja));
  });
});

describe('the page', () => {
  const stateAs = async (person: LocalPerson | undefined) =>
    (await (await fetch(`${teams.url}/api/state?as=${oid(person)}`)).json()) as {
      readonly me: string;
      readonly people: readonly { readonly name: string; readonly outsider: boolean }[];
      readonly conversations: readonly { readonly name: string; readonly channelType: string | null }[];
    };

  test('says the kind of each channel, and shows a person of another organisation the shared channel only', async () => {
    const types = (await stateAs(daan)).conversations.map(({ name, channelType }) => [name, channelType]);
    expect(types).toEqual(
      expect.arrayContaining([
        ['Credential managers', 'standard'],
        ['Matchwell managers', 'private'],
        ['Partner exchange', 'shared'],
      ]),
    );
    expect((await stateAs(maja)).conversations.map(({ name }) => name)).toEqual(['Partner exchange']);
  });

  test('offers a person of another organisation only while they are in a channel', async () => {
    const offered = async () => (await stateAs(maja)).people.filter(({ outsider }) => outsider).map(({ name }) => name);
    expect(await offered()).toEqual(['Maja Berg']);
    await bench.control('share-channel', { on: false, value: `${shared} ${cellbanken()}` });
    expect(await offered()).toEqual([]);
    expect((await stateAs(maja)).me).toBe(oid(anna));
  });

  test('removes the bot from a channel, adds it, and shares a channel', async () => {
    const channelIn = (state: Record<string, unknown>, name: string) =>
      (state['teams'] as { channels: { name: string }[] }[])
        .flatMap(({ channels }) => channels)
        .find((one) => one.name === name);
    const removed = await bench.control('remove-bot-from-channel', { on: true, value: secluded });
    expect(channelIn(removed, 'Matchwell managers')).toMatchObject({ type: 'private', removed: true });
    const added = await bench.control('remove-bot-from-channel', { on: false, value: secluded });
    expect(channelIn(added, 'Matchwell managers')).toMatchObject({ removed: false });
    await bench.control('share-channel', { on: false, value: `${shared} ${cellbanken()}` });
    const again = await bench.control('share-channel', { on: true, value: `${shared} ${cellbanken()}` });
    expect(channelIn(again, 'Partner exchange')).toMatchObject({ sharedWith: [cellbanken()] });
  });
});
