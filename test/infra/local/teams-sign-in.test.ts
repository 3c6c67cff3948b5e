import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EntraError } from '../../../infra/local/entra/index.ts';
import type { LocalTeams } from '../../../infra/local/teams/index.ts';
import { createWorld } from '../../../infra/local/world.ts';
import { openTeams, type TeamsBench } from './teams-bench.ts';

// Ids are the same in every world.
const { people, botId } = createWorld(new Date());
const [anna, bram] = people.map((one) => one.oid) as [string, string];

let bench: TeamsBench;
let teams: LocalTeams;

beforeEach(async () => {
  bench = await openTeams();
  ({ teams } = bench);
});
afterEach(() => bench.close());

const RESOURCE = { id: 'x1', uri: `api://botid-${botId}` };

/** The bot posts a sign-in card, to one person if it is not a 1:1 chat. */
async function postCard(where: 'personal' | 'groupChat' | 'channel', content: object): Promise<void> {
  const id = encodeURIComponent(teams.conversationId(anna, where));
  const recipient = { id: people.find(({ oid }) => oid === anna)?.accountId };
  const attachments = [{ contentType: 'application/vnd.microsoft.card.oauth', content }];
  const flag = where === 'personal' ? '' : '?isTargetedActivity=true';
  const { status } = await bench.api('POST', `/${id}/activities${flag}`, { type: 'message', recipient, attachments });
  expect(status).toBe(201);
}

const offer = (change: object = {}) => ({
  connectionName: 'sso',
  tokenExchangeResource: RESOURCE,
  buttons: [],
  ...change,
});
const stateOf = (where: 'personal' | 'groupChat' | 'channel') => teams.messages(anna, where)[0]?.signIn;
const until = (where: 'personal' | 'groupChat' | 'channel', state: 'done' | 'needed' | 'failed') =>
  teams.waitFor(() => stateOf(where) === state);
const invokes = () => bench.seen.map(({ activity }) => ({ name: activity.name, value: activity.value }));

describe('a sign-in card with a token exchange', () => {
  test.each(['personal', 'groupChat'] as const)('is answered by the client itself in a %s', async (where) => {
    await postCard(where, offer());
    await until(where, 'done');
    const value = { id: 'x1', connectionName: 'sso', token: `sso-${anna}` };
    expect(invokes()).toEqual([{ name: 'signin/tokenExchange', value }]);
  });

  test('is not answered in a channel: the person has the button', async () => {
    await postCard('channel', offer());
    expect(stateOf('channel')).toBe('needed');
    expect(invokes()).toEqual([]);
  });

  test('shows its button if the bot answers 412', async () => {
    bench.answer = () => ({ status: 412, body: {} });
    await postCard('personal', offer());
    await until('personal', 'needed');
  });

  test('is answered once by each device of the person, with the same id', async () => {
    teams.faults.devices = 3;
    await postCard('personal', offer());
    await until('personal', 'done');
    expect(invokes().map(({ value }) => value?.['id'])).toEqual(['x1', 'x1', 'x1']);
  });

  test('that is for one person is answered by the client of that person only', async () => {
    await postCard('groupChat', offer());
    await until('groupChat', 'done');
    expect(bench.seen.map(({ activity }) => activity.from.aadObjectId)).toEqual([anna]);
    expect(teams.messages(bram, 'groupChat')).toEqual([]);
  });
});

describe('Entra refuses the token', () => {
  test.each([
    ['MFA is missing', new EntraError(400, 'interaction_required', 50076, 'MFA.', { suberror: 'basic_action' })],
    ['consent is missing', new EntraError(400, 'invalid_grant', 65001, 'Consent.', { suberror: 'consent_required' })],
    ['a policy blocks', new EntraError(400, 'invalid_grant', 53003, 'Blocked.', { suberror: 'message_only' })],
    ['the person is signed out', new EntraError(400, 'login_required', 50058, 'No session.')],
  ])('the client shows the button and does not tell the bot if %s', async (_, refusal) => {
    bench.refusal = refusal;
    await postCard('personal', offer());
    await until('personal', 'needed');
    expect(invokes()).toEqual([]);
  });

  test.each([
    ['tokenmissing', new EntraError(400, 'invalid_grant', 50057, 'The user account is disabled.')],
    ['tokenmissing', new EntraError(400, 'invalid_grant', 50034, 'No such account.')],
    ['resourcematchfailed', new EntraError(400, 'invalid_resource', 500011, 'No such resource.')],
  ])('the bot gets signin/failure %s', async (code, refusal) => {
    bench.refusal = refusal;
    await postCard('personal', offer());
    await until('personal', 'needed');
    expect(invokes()).toEqual([{ name: 'signin/failure', value: { code, message: expect.any(String) } }]);
  });
});

describe('a button that needs a sign-in', () => {
  const press = (where: 'personal' | 'channel') =>
    teams.invoke(anna, teams.conversationId(anna, where), 'adaptiveCard/action', { action: { verb: 'list' } });
  const type = 'application/vnd.microsoft.activity.loginRequest';

  test('is pressed again by the client with a token, and that answer is shown', async () => {
    bench.answer = ({ value }) =>
      value?.['authentication'] === undefined
        ? { status: 200, body: { statusCode: 401, type, value: offer() } }
        : { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'done' } };
    expect((await press('personal')).body).toMatchObject({ statusCode: 200, value: 'done' });
    const authentication = { id: 'x1', connectionName: 'sso', token: `sso-${anna}` };
    expect(invokes().map(({ value }) => value?.['authentication'])).toEqual([undefined, authentication]);
  });

  test('shows the sign-in button if the token is not enough, and in a channel at once', async () => {
    bench.answer = ({ value }) =>
      value?.['authentication'] === undefined
        ? { status: 200, body: { statusCode: 401, type, value: offer() } }
        : { status: 200, body: { statusCode: 412, type: 'application/vnd.microsoft.error.preconditionFailed' } };
    expect((await press('personal')).body).toMatchObject({ statusCode: 401, type });
    expect(invokes()).toHaveLength(2);
    expect((await press('channel')).body).toMatchObject({ statusCode: 401, type });
    expect(invokes()).toHaveLength(3);
  });
});

describe('the client cannot use the card', () => {
  test.each([
    ['resourcematchfailed', 'names another resource', { tokenExchangeResource: { id: 'x1', uri: 'api://other' } }],
    ['oauthcardnotvalid', 'has no connection', { connectionName: undefined }],
  ])('the bot gets signin/failure %s if it %s', async (code, _, change) => {
    await postCard('personal', offer(change));
    await until('personal', 'needed');
    expect(invokes()).toEqual([{ name: 'signin/failure', value: { code, message: expect.any(String) } }]);
  });

  test('the bot gets signin/failure resourcematchfailed if the manifest names another resource', async () => {
    bench.world.webApplicationInfo.resource = 'api://other';
    await postCard('personal', offer());
    await until('personal', 'needed');
    expect(invokes()).toMatchObject([{ name: 'signin/failure', value: { code: 'resourcematchfailed' } }]);
  });

  test('the card stays hidden after a silent failure if the client is one that hides it', async () => {
    teams.faults.hideFailedSignIn = true;
    await postCard('personal', offer({ connectionName: undefined }));
    await until('personal', 'failed');
  });

  test('the bot gets any failure that a test plans', async () => {
    teams.faults.signInFailure = { code: 'authrequestfailed', message: 'Failed to handle SSO auth request' };
    await postCard('groupChat', offer());
    await until('groupChat', 'needed');
    expect(invokes()).toMatchObject([{ name: 'signin/failure', value: { code: 'authrequestfailed' } }]);
  });

  test('the bot gets signin/failure invokeerror if it fails to answer the exchange', async () => {
    bench.answer = ({ name }) => ({ status: name === 'signin/tokenExchange' ? 500 : 200 });
    await postCard('personal', offer());
    await until('personal', 'needed');
    expect(invokes().at(-1)).toMatchObject({ name: 'signin/failure', value: { code: 'invokeerror' } });
  });
});
