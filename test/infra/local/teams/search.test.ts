import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EntraError } from '../../../../infra/local/entra/index.ts';
import { openTeams, type TeamsBench } from '../teams-bench.ts';

let bench: TeamsBench;
let anna: string;
beforeEach(async () => {
  bench = await openTeams();
  anna = bench.world.people.find(({ name }) => name.startsWith('Anna'))?.oid ?? '';
});
afterEach(() => bench.close());

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const LINE = 'application/vnd.microsoft.card.thumbnail';
const CARD = { contentType: ADAPTIVE, content: { type: 'AdaptiveCard', version: '1.5' } };
const FOUND = { ...CARD, preview: { contentType: LINE, content: { title: 'One', text: 'in 5 days' } } };
const RESULT = { type: 'result', attachmentLayout: 'list', attachments: [FOUND] };
const link = (type: string) => ({
  type,
  suggestedActions: { actions: [{ type: 'openUrl', title: 'Sign in', value: 'https://bot.test/sign-in' }] },
});
const answers = (...list: readonly object[]) => {
  let next = 0;
  bench.answer = () => ({ status: 200, body: { composeExtension: list[Math.min(next++, list.length - 1)] } });
};
const asked = () => bench.seen.map(({ activity }) => activity.value);

describe('a search in the compose box', () => {
  test('asks as the manifest says: once when it is opened, and then with what was typed', async () => {
    answers(RESULT);
    await bench.teams.search(anna, 'channel');
    await bench.teams.search(anna, 'channel', 'matchwell');
    expect(bench.seen.map(({ activity }) => activity.name)).toEqual(Array(2).fill('composeExtension/query'));
    const queryOptions = { skip: 0, count: 25 };
    expect(asked()).toEqual([
      { commandId: 'find', parameters: [{ name: 'initialRun', value: 'true' }], queryOptions },
      { commandId: 'find', parameters: [{ name: 'words', value: 'matchwell' }], queryOptions },
    ]);
  });

  test('puts what is picked into a message of the person, and nothing else', async () => {
    answers(RESULT);
    await bench.teams.search(anna, 'groupChat');
    const id = bench.teams.pick(anna, 'groupChat', 0);
    const posted = bench.teams.messages(anna, 'groupChat').find((one) => one.id === id);
    expect(posted).toMatchObject({ author: { oid: anna }, attachments: [CARD], targeted: false });
    expect(() => bench.teams.pick(anna, 'groupChat', 1)).toThrow('no result 1');
  });

  test('tries the token of the client for silentAuth, and not for auth', async () => {
    answers(link('silentAuth'), RESULT);
    expect(await bench.teams.search(anna, 'personal')).toMatchObject({ kind: 'results' });
    expect(asked()[1]).toMatchObject({ authentication: { token: `sso-${anna}` } });
    answers(link('auth'));
    expect(await bench.teams.search(anna, 'personal')).toMatchObject({ kind: 'sign-in', silent: false });
    expect(bench.seen).toHaveLength(3);
  });

  test('shows the link of the first answer if the token is not enough, or if there is none', async () => {
    let count = 0;
    bench.answer = () =>
      ++count === 1 ? { status: 200, body: { composeExtension: link('silentAuth') } } : { status: 412 };
    const shown = { kind: 'sign-in', title: 'Sign in', url: 'https://bot.test/sign-in' };
    expect(await bench.teams.search(anna, 'personal')).toMatchObject(shown);
    expect(count).toBe(2);
    answers(link('silentAuth'));
    bench.refusal = new EntraError(400, 'interaction_required', 50076, 'MFA.');
    expect(await bench.teams.search(anna, 'personal')).toMatchObject(shown);
    await bench.teams.search(anna, 'personal', 'x', '123456');
    expect(asked().at(-1)).toMatchObject({ state: '123456' });
  });

  test.each([
    ['an unknown kind', { type: 'cards' }],
    ['results without a layout', { ...RESULT, attachmentLayout: undefined }],
    ['a card without a line', { ...RESULT, attachments: [CARD] }],
    ['a card of another kind', { ...RESULT, attachments: [{ ...FOUND, contentType: LINE }] }],
    ['a sign-in without its link', { type: 'auth', suggestedActions: { actions: [] } }],
    ['a sentence without words', { type: 'message' }],
  ])('takes no %s', async (_what, answer) => {
    answers(answer);
    await expect(bench.teams.search(anna, 'personal')).rejects.toThrow();
  });
});
