import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalPerson } from '../../../infra/local/people.ts';
import type { LocalTeams } from '../../../infra/local/teams/index.ts';
import { codeOf, openTeams, type Seen, type TeamsBench } from './teams-bench.ts';

let bench: TeamsBench;
let teams: LocalTeams;
let [anna, clara, daan, finn]: LocalPerson[] = [];

beforeEach(async () => {
  bench = await openTeams();
  ({ teams } = bench);
  [anna, , clara, daan, , finn] = bench.world.people;
});

afterEach(() => bench.close());

const oid = (person: LocalPerson | undefined) => person?.oid ?? '';
const roster = (channel: string, rest: string) =>
  bench.api('GET', `/${encodeURIComponent(teams.channelId(channel))}/${rest}`);

describe('mentions of members', () => {
  const last = (): Seen | undefined => bench.seen.at(-1)?.activity;
  const mentionsOf = (activity: Seen | undefined) => activity?.entities?.filter(({ type }) => type === 'mention');
  const bot = (name: string) => ({
    type: 'mention',
    mentioned: { id: expect.any(String), name },
    text: `<at>${name}</at>`,
  });

  test('come as entities after the bot’s own, in the order of the text', async () => {
    await teams.sendMessage(oid(anna), 'channel', 'assign @[Daan Smit], @[Finn Weber] Matchwell & <b>');
    expect(last()?.text).toBe(
      '<at>API Credentials</at> assign <at>Daan Smit</at>, <at>Finn Weber</at> Matchwell &amp; &lt;b&gt;',
    );
    expect(mentionsOf(last())).toEqual([
      bot('API Credentials'),
      { type: 'mention', mentioned: { id: daan?.accountId, name: 'Daan Smit' }, text: '<at>Daan Smit</at>' },
      { type: 'mention', mentioned: { id: finn?.accountId, name: 'Finn Weber' }, text: '<at>Finn Weber</at>' },
    ]);
    const html = String(last()?.attachments?.[0]?.content);
    expect(html).toContain('itemid="0">API Credentials</span>&nbsp;');
    expect(html).toContain('itemid="2">Finn Weber</span> Matchwell &amp; &lt;b&gt;');
    expect(teams.messages(oid(anna), 'channel')[0]?.text).toContain('<at>Finn Weber</at> Matchwell & <b>');
  });

  test.each([
    ['a stranger', 'channel', 'assign @[Nobody Atall] x'],
    ['somebody of another conversation', 'groupChat', 'assign @[Clara Vogel] x'],
    ['an address', 'channel', 'assign anna@registers.example x'],
  ] as const)('of %s are none: the text stays as it was typed', async (_what, where, text) => {
    await teams.sendMessage(oid(anna), where, text);
    expect(last()?.text).toBe(`<at>API Credentials</at> ${text}`);
    expect(mentionsOf(last())).toEqual([bot('API Credentials')]);
  });

  test('are not made in the 1:1 chat', async () => {
    await teams.sendMessage(oid(anna), 'personal', 'assign @[Daan Smit] x');
    expect(last()?.text).toBe('assign @[Daan Smit] x');
    expect(mentionsOf(last())).toEqual([]);
  });

  test('work in a message that is not for the bot, which it does not get', async () => {
    const body = { as: oid(anna), conversationId: teams.channelId('IT operations'), text: 'Hi @[Daan Smit]' };
    await fetch(`${teams.url}/api/message`, { method: 'POST', body: JSON.stringify({ ...body, mentioned: false }) });
    expect(teams.messages(oid(daan), body.conversationId)).toMatchObject([{ text: 'Hi <at>Daan Smit</at>' }]);
    expect(bench.seen).toEqual([]);
  });
});

describe('the connector’s members', () => {
  test('have the fields that Teams gives, and a guest has the name in this tenant', async () => {
    const { body } = await roster('Registry systems', `members/${encodeURIComponent(clara?.accountId ?? '')}`);
    expect(body).toEqual({
      ...{ id: clara?.accountId, name: 'Clara Vogel', givenName: 'Clara', surname: 'Vogel' },
      ...{ objectId: clara?.oid, aadObjectId: clara?.oid, tenantId: bench.world.tenantId, userRole: 'guest' },
      ...{ email: 'clara.vogel@stammzell.example', userPrincipalName: clara?.upn },
    });
    expect((await roster('Registry systems', `members/${finn?.oid}`)).body).toMatchObject({
      userRole: 'guest',
      userPrincipalName: 'finn.weber_stammzell.example#EXT#@registers.example',
      email: 'finn.weber@stammzell.example',
    });
  });

  test('are found by account, object id and user principal name, and only in their conversations', async () => {
    for (const id of [clara?.accountId, clara?.oid.toUpperCase(), clara?.upn]) {
      expect((await roster('Registry systems', `members/${encodeURIComponent(id ?? '')}`)).status).toBe(200);
    }
    for (const id of [anna?.accountId, '29:nobody', `28:${bench.world.botId}`]) {
      const answered = await roster('Registry systems', `members/${encodeURIComponent(id ?? '')}`);
      expect([answered.status, codeOf(answered)]).toEqual([404, 'MemberNotFoundInConversation']);
    }
  });

  test('come in pages of fifty at least', async () => {
    const { body } = await roster('IT operations', 'pagedmembers?pageSize=2');
    expect(body['members']).toHaveLength(bench.world.people.length);
    expect(body).not.toHaveProperty('continuationToken');
    expect(codeOf(await roster('IT operations', 'pagedmembers?continuationToken=x'))).toBe('BadArgument');
    const rest = await roster('IT operations', 'pagedmembers?continuationToken=5');
    expect(rest.body['members']).toHaveLength(bench.world.people.length - 5);
  });
});

describe('somebody who has left the directory', () => {
  const leave = (on: boolean) => bench.control('leave-directory', { on, value: oid(finn) });
  const stateOf = (body: Record<string, unknown>) =>
    (body['people'] as readonly { oid: string; left: boolean }[]).find((one) => one.oid === finn?.oid)?.left;

  test('is no member any more, cannot be mentioned, and comes back', async () => {
    expect(stateOf(await leave(true))).toBe(true);
    expect(codeOf(await roster('Registry systems', `members/${oid(finn)}`))).toBe('MemberNotFoundInConversation');
    expect(JSON.stringify((await roster('Registry systems', 'members')).body)).not.toContain('Finn');
    await teams.sendMessage(oid(clara), teams.channelId('Registry systems'), 'assign @[Finn Weber] x');
    expect(bench.seen.at(-1)?.activity.text).toContain('@[Finn Weber]');
    expect(stateOf(await leave(false))).toBe(false);
    expect((await roster('Registry systems', `members/${oid(finn)}`)).status).toBe(200);
  });

  test('gets neither a targeted message nor a new 1:1 chat', async () => {
    await leave(true);
    const path = `/${encodeURIComponent(teams.channelId('Registry systems'))}/activities?isTargetedActivity=true`;
    const message = { type: 'message', text: 'psst', recipient: { id: finn?.accountId } };
    expect(codeOf(await bench.api('POST', path, message))).toBe('BadArgument');
    const chat = { isGroup: false, tenantId: bench.world.tenantId, members: [{ id: finn?.accountId }] };
    expect(codeOf(await bench.api('POST', '', chat))).toBe('BadArgument');
  });

  test('still reaches the bot for as long as the client’s own token lives', async () => {
    await leave(true);
    expect((await teams.sendMessage(oid(finn), 'personal', 'list')).status).toBe(200);
    expect(bench.seen.at(-1)?.activity.from.aadObjectId).toBe(finn?.oid);
  });

  test('is refused by the switch if nobody has the object id', async () => {
    const told = await bench.control('leave-directory', { on: true, value: 'x' });
    expect(told['failed']).toBe('nobody has the object id x');
  });
});
