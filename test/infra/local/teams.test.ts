import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalTeams } from '../../../infra/local/teams/index.ts';
import { createWorld } from '../../../infra/local/world.ts';
import { codeOf as code, openTeams, type TeamsBench } from './teams-bench.ts';

// Ids are the same in every world.
const world = createWorld(new Date());
const [anna, bram, clara] = world.people.map((one) => one.oid) as [string, string, string];
const account = (oid: string): string => world.people.find((one) => one.oid === oid)?.accountId ?? '';

let bench: TeamsBench;
let teams: LocalTeams;
let seen: TeamsBench['seen'];

beforeEach(async () => {
  bench = await openTeams();
  ({ teams, seen } = bench);
});

afterEach(() => bench.close());

const api: TeamsBench['api'] = (...given) => bench.api(...given);
const channel = (): string => encodeURIComponent(teams.conversationId(anna, 'channel'));
const card = (content: unknown) => ({ contentType: 'application/vnd.microsoft.card.adaptive', content });
const to = (oid: string) => ({ type: 'message', text: 'psst', recipient: { id: account(oid) } });

test('a message reaches the bot with a token that its published keys verify and that names the service URL', async () => {
  await teams.sendMessage(anna, 'personal', 'list');
  const [{ activity, authorization } = { activity: undefined, authorization: '' }] = seen;
  const metadata = (await (await fetch(teams.openIdMetadataUrl)).json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), keys, {
    issuer: metadata.issuer,
    audience: world.botId,
    algorithms: ['RS256'],
  });
  expect(payload['serviceurl']).toBe(activity?.serviceUrl);
  expect(activity).toMatchObject({ type: 'message', text: 'list', channelId: 'msteams' });
  expect(activity?.from.aadObjectId).toBe(anna);
});

test('an activity tells the clock of the machine, at which all people of the local world sit', async () => {
  await teams.sendMessage(anna, 'personal', 'list');
  const told: Readonly<Record<string, unknown>> = { ...seen[0]?.activity };
  const localTimestamp = String(told['localTimestamp']);
  expect(told['localTimezone']).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [, hour, , sign, hours, minutes] = /T(\d\d):(\d\d):.*([+-])(\d\d):(\d\d)$/.exec(localTimestamp) ?? [];
  expect(Number(hour)).toBe(new Date(localTimestamp).getHours());
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  expect(ahead + new Date().getTimezoneOffset()).toBe(0);
});

test('in a channel the text carries the mention and the conversation names the thread', async () => {
  await teams.sendMessage(anna, 'channel', 'list');
  expect(seen[0]?.activity.text).toBe('<at>API Credentials</at> list');
  expect(seen[0]?.activity.conversation.id).toBe(
    `${teams.conversationId(anna, 'channel')};messageid=${seen[0]?.activity.id}`,
  );
});

test('a token that a test changes is sent with the changes', async () => {
  await teams.post({ type: 'message' }, { issuer: 'https://stranger.example', expiresIn: -600 });
  const [, claims = ''] = seen[0]?.authorization.split('.') ?? [];
  const { iss, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string; exp: number };
  expect(iss).toBe('https://stranger.example');
  expect(exp).toBeLessThan(Date.now() / 1000);
});

test('a targeted message is seen by its recipient alone', async () => {
  expect((await api('POST', `/${channel()}/activities?isTargetedActivity=true`, to(anna))).status).toBe(201);
  expect(teams.messages(anna, 'channel')).toMatchObject([{ text: 'psst', targeted: true }]);
  expect(teams.messages(bram, 'channel')).toEqual([]);
  const page = await fetch(`${teams.url}/api/state?as=${bram}`);
  const { conversations } = (await page.json()) as { conversations: unknown };
  expect(JSON.stringify(conversations)).not.toContain('psst');
});

test('a targeted message without recipient, to a stranger or in a 1:1 chat is a bad argument', async () => {
  const group = encodeURIComponent(teams.conversationId(anna, 'groupChat'));
  const personal = encodeURIComponent(teams.conversationId(anna, 'personal'));
  for (const [where, body] of [
    [channel(), { type: 'message', text: 'x' }],
    [group, to(clara)],
    [personal, to(anna)],
  ] as const) {
    const answered = await api('POST', `/${where}/activities?isTargetedActivity=true`, body);
    expect([answered.status, code(answered)]).toEqual([400, 'BadArgument']);
  }
});

test('a targeted message is changed and removed only with the flag and without a recipient', async () => {
  const made = await api('POST', `/${channel()}/activities?isTargetedActivity=true`, to(anna));
  const path = `/${channel()}/activities/${made.body['id']}`;
  expect((await api('PUT', path, { type: 'message', text: 'y' })).status).toBe(400);
  expect((await api('PUT', `${path}?isTargetedActivity=true`, to(anna))).status).toBe(400);
  expect((await api('PUT', `${path}?isTargetedActivity=true`, { type: 'message', text: 'y' })).status).toBe(200);
  expect((await api('DELETE', path)).status).toBe(400);
  expect((await api('DELETE', `${path}?isTargetedActivity=true`)).status).toBe(200);
  expect(code(await api('DELETE', `${path}?isTargetedActivity=true`))).toBe('ActivityNotFoundInConversation');
});

test('a request without an accepted token is refused and does nothing', async () => {
  expect((await api('POST', `/${channel()}/activities`, { type: 'message', text: 'x' }, 'bad')).status).toBe(401);
  expect(teams.messages(anna, 'channel')).toEqual([]);
});

test('a planned fault hits the next sends of its kind and then ends', async () => {
  teams.faults.next(1, { on: 'targeted', how: 'answer', status: 429 });
  teams.faults.next(1, { on: 'targeted', how: 'accept-then-fail', status: 502 });
  const send = () => api('POST', `/${channel()}/activities?isTargetedActivity=true`, to(anna));
  expect((await send()).status).toBe(429);
  expect((await send()).status).toBe(502);
  expect((await send()).status).toBe(201);
  expect(teams.messages(anna, 'channel')).toHaveLength(2);
  teams.faults.refuseTargeted = true;
  expect(code(await send())).toBe('BotNotInConversationRoster');
});

test('a 1:1 chat is created for a known member of the tenant only', async () => {
  const wish = { isGroup: false, tenantId: world.tenantId, members: [{ id: account(anna) }] };
  expect((await api('POST', '', wish)).body['id']).toBe(teams.conversationId(anna, 'personal'));
  expect((await api('POST', '', { ...wish, members: [{ id: '29:nobody' }] })).status).toBe(400);
  expect(code(await api('GET', '/19:nowhere/members'))).toBe('ConversationNotFound');
  expect((await api('GET', `/${channel()}/pagedmembers`)).body['members']).toHaveLength(world.people.length);
});

test('the card an invoke answers with replaces the card for that person only', async () => {
  const made = await api('POST', `/${channel()}/activities`, { type: 'message', attachments: [card({ n: 1 })] });
  bench.answer = () => ({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { n: 2 } },
  });
  const value = { action: { type: 'Action.Execute', verb: 'list', data: {} }, trigger: 'manual' };
  const id = String(made.body['id']);
  await teams.invoke(anna, teams.conversationId(anna, 'channel'), 'adaptiveCard/action', value, id);
  expect(teams.messages(anna, 'channel')[0]?.attachments[0]?.content).toEqual({ n: 2 });
  expect(teams.messages(bram, 'channel')[0]?.attachments[0]?.content).toEqual({ n: 1 });
});

test('the traffic list never shows the text of a code block', async () => {
  const block = {
    type: 'CodeBlock',
    codeSnippet: 'canary~value',
    fallback: { type: 'TextBlock', text: 'canary~value' },
  };
  await api('POST', `/${channel()}/activities?isTargetedActivity=true`, {
    ...to(anna),
    attachments: [card({ body: [block] })],
  });
  expect(JSON.stringify(teams.messages(anna, 'channel'))).toContain('canary~value');
  expect(JSON.stringify(teams.traffic.entries)).not.toContain('canary~value');
});

test('the page refuses calls from another origin or under another name', async () => {
  const call = (headers: Record<string, string>) =>
    fetch(`${teams.url}/api/control`, { method: 'POST', headers, body: JSON.stringify({ control: 'pass-day' }) });
  expect((await call({ origin: 'https://stranger.example' })).status).toBe(403);
  expect((await call({ origin: teams.url })).status).toBe(200);
});

test('a person outside a conversation can neither read nor write there', async () => {
  const response = await fetch(`${teams.url}/api/message`, {
    method: 'POST',
    body: JSON.stringify({ as: clara, conversationId: teams.conversationId(anna, 'groupChat'), text: 'x' }),
  });
  expect(response.status).toBe(403);
  expect(() => teams.messages(clara, 'groupChat')).toThrow('is in no groupChat');
});

test('installing tells the bot about every chat, about every team once, and about every private and shared channel', async () => {
  await teams.install();
  expect(seen.filter(({ activity }) => activity.type === 'installationUpdate')).toHaveLength(world.people.length + 3);
  expect(seen.filter(({ activity }) => activity.type === 'conversationUpdate')).toHaveLength(world.people.length + 5);
});

test('an invoke that nobody answers is sent once more', async () => {
  await bench.stopBot();
  const result = await teams.invoke(anna, teams.conversationId(anna, 'personal'), 'signin/failure', { code: 'x' });
  expect(result.status).toBe(0);
  expect(teams.traffic.entries).toHaveLength(2);
});
