import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OVERWRITTEN } from '../../cards/secrets/sentences.ts';
import { REFUSALS } from '../../cards/shared/sentences.ts';
import * as secrets from '../../infra/local/graph/secrets.ts';
import * as botLines from '../../infra/local/teams/bot-line.ts';
import * as connectors from '../../infra/local/teams/connector/connector.ts';
import type { MessageView } from '../../infra/local/teams/index.ts';
import { filesWith, holds } from './canary.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import { cardOf, linkOf, type Person, type Pressed, personAt } from './person.ts';

/** What went over the wire in full, before the local world masks it. */
const wire = {
  values: [] as string[],
  sent: [] as { address: string; body: string }[],
  answers: [] as string[],
};

/** Reads along in the stand-ins, from their next start. */
function readAlong(): void {
  const { addPassword } = secrets;
  vi.spyOn(secrets, 'addPassword').mockImplementation((...given) => {
    const added = addPassword(...given);
    if ('secretText' in added) wire.values.push(String(added.secretText));
    return added;
  });
  const { connector } = connectors;
  vi.spyOn(connectors, 'connector').mockImplementation((parts, incoming, path) => {
    wire.sent.push({ address: `${incoming.method} ${path}${incoming.url.search}`, body: incoming.body });
    return connector(parts, incoming, path);
  });
  const { createBotLine } = botLines;
  vi.spyOn(botLines, 'createBotLine').mockImplementation((parts) => {
    const line = createBotLine(parts);
    const { post } = line;
    line.post = async (...given) => {
      const answer = await post(...given);
      wire.answers.push(JSON.stringify(answer.body));
      return answer;
    };
    return line;
  });
}

const DEADLINE_MS = 20_000;
const LIFE = { SECRET_MESSAGE_MINUTES: '0.05' };
const PLACE = 'Partner-NL-Matchwell-DM';
const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

let bot: LocalBot;
let manager: Person;
let seeded: ReadonlySet<string>;

beforeAll(async () => {
  readAlong();
  // The embedded database has one process at a time: at its start, nobody else can hold a lease.
  bot = await startLocalBot(LIFE, { embedded: true });
  seeded = new Set(everySecret().map((secret) => secret.keyId));
  manager = personAt(bot, 'Anna', 'channel');
  bot.teams.faults.silentSignIn = false;
  await manager.signIn(linkOf(cardOf(await manager.ask('list'))));
});
afterEach(() => {
  bot.graph.faults.clear();
  bot.teams.faults.clear();
});
afterAll(async () => {
  await bot?.close();
  vi.restoreAllMocks();
});

const text = (value: unknown) => JSON.stringify(value);
const everySecret = () => bot.world.applications.flatMap((one) => one.passwordCredentials);
const named = (name: string) => everySecret().filter((secret) => secret.displayName === name);
const isSecretMessage = (message: MessageView) => text(message).includes('codeSnippet');

/** Opens a form; the returned function submits it. */
async function form(name: string): Promise<() => Promise<Pressed>> {
  const card = cardOf(await manager.ask(`create ${PLACE}`));
  return () => manager.press(card, 'submit-create', { name, expiry: EXPIRY });
}

/** The addresses of the calls to Teams that carried a value. */
function sendsOf(value: string): readonly string[] {
  return wire.sent.filter(({ body }) => holds(body, value)).map(({ address }) => decodeURIComponent(address));
}

function newestValue(): string {
  const value = wire.values.at(-1);
  if (value === undefined) throw new Error('no secret was ever created');
  return value;
}

/** The private notice that a creation was taken back. */
function toldUndone(name: string): Promise<MessageView> {
  const isNotice = (message: MessageView) =>
    message.author.oid === null && text(cardOf(message)).includes(name) && text(cardOf(message)).includes('removed');
  return bot.teams.waitFor(() => manager.sees().find(isNotice), DEADLINE_MS);
}

function expectOthersSawNothing(...secrets: readonly string[]): void {
  for (const person of bot.world.people.filter(({ oid }) => oid !== manager.who.oid)) {
    const seen = (['channel', 'groupChat', 'personal'] as const).flatMap((kind) => {
      try {
        return bot.teams.messages(person.oid, kind);
      } catch {
        return [];
      }
    });
    for (const secret of secrets) expect(holds(text(seen), secret), `${person.name} sees it`).toBe(false);
  }
}

describe('threat 12, crash between add and delivery: a bot killed in the middle of a creation', () => {
  it('removes the secret that Entra had created but nobody received, and tells the person privately', async () => {
    const name = 'Killed before the answer';
    const submit = await form(name);
    bot.graph.faults.next({ method: 'POST', path: /addPassword/, kind: 'commit-then-hang' });
    const pressed = submit();
    await bot.teams.waitFor(() => named(name).length === 1);
    await bot.kill();
    await pressed;
    bot.graph.faults.clear();
    await bot.start();
    const told = await toldUndone(name);
    expect(told.targeted).toBe(true);
    expect(named(name)).toHaveLength(0);
    expect(sendsOf(newestValue())).toEqual([]);
    expectOthersSawNothing(name, newestValue());
  });

  it('removes the secret whose message Teams accepted but the bot never recorded, and says that the value is dead', async () => {
    const name = 'Killed after the send';
    const submit = await form(name);
    bot.teams.faults.next(1, { on: 'targeted', how: 'accept-then-hang' });
    const pressed = submit();
    const delivered = await bot.teams.waitFor(() => manager.sees().find(isSecretMessage));
    expect(holds(text(delivered), newestValue())).toBe(true);
    await bot.kill();
    await pressed;
    bot.teams.faults.clear();
    await bot.start();
    const told = await toldUndone(name);
    expect(told.targeted).toBe(true);
    expect(text(cardOf(told))).toContain('does not work');
    expect(named(name)).toHaveLength(0);
    expect(sendsOf(newestValue())).toHaveLength(1);
    expectOthersSawNothing(name, newestValue());
  });
});

describe('a bot killed before anything reached Teams', () => {
  it('removes the secret that it could not deliver in time', async () => {
    const name = 'Killed before the send';
    const submit = await form(name);
    bot.teams.faults.next(1, { on: 'targeted', how: 'hang' });
    const pressed = submit();
    await bot.teams.waitFor(() => named(name).length === 1 && sendsOf(newestValue()).length === 1);
    await bot.kill();
    await pressed;
    bot.teams.faults.clear();
    await bot.start();
    expect((await toldUndone(name)).targeted).toBe(true);
    expect(named(name)).toHaveLength(0);
    expect(sendsOf(newestValue())).toHaveLength(1);
    expectOthersSawNothing(name, newestValue());
  });

  it('tries a removal again that Entra had refused', async () => {
    const name = 'Removal failed at first';
    const submit = await form(name);
    bot.teams.faults.next(1, { on: 'targeted', how: 'answer', status: 502 });
    bot.graph.faults.next({ method: 'POST', path: /removePassword/, kind: 'fail', status: 503 });
    const pressed = await submit();
    expect(text(pressed.value)).toContain(REFUSALS['removal-pending']);
    await expectReferenceInLog(pressed.value);
    expect(named(name)).toHaveLength(1);
    await bot.kill();
    await bot.start();
    expect((await toldUndone(name)).targeted).toBe(true);
    expect(named(name)).toHaveLength(0);
  });
});

describe('a secret message that Teams refuses', () => {
  it('goes to the 1:1 chat if the targeted message is refused, and to nobody else', async () => {
    const name = 'Refused in the channel';
    const chat = personAt(bot, 'Anna', 'personal');
    const submit = await form(name);
    bot.teams.faults.refuseTargeted = true;
    const delivered = bot.teams.waitFor(() => chat.sees().find(isSecretMessage), DEADLINE_MS);
    const pressed = await submit();
    expect(holds(text(await delivered), newestValue())).toBe(true);
    expect(pressed.status).toBe(200);
    expect(named(name)).toHaveLength(1);
    expect(sendsOf(newestValue())).toEqual([
      expect.stringContaining('isTargetedActivity=true'),
      expect.stringContaining(`${bot.teams.conversationId(manager.who.oid, 'personal')}/activities`),
    ]);
    expectOthersSawNothing(name, newestValue());
    await bot.teams.waitFor(() => !chat.sees().some(isSecretMessage), DEADLINE_MS);
  });

  it('leads to the removal of the secret if both messages are refused, and the person hears that nothing was created', async () => {
    const name = 'Refused everywhere';
    const submit = await form(name);
    bot.teams.faults.refuseTargeted = true;
    bot.teams.faults.next(1, { on: 'personal', how: 'answer', status: 403, code: 'ConversationBlockedByUser' });
    const pressed = await submit();
    expect(text(pressed.value)).toContain(REFUSALS['nothing-created']);
    expect(named(name)).toHaveLength(0);
    await expectReferenceInLog(pressed.value);
    expectOthersSawNothing(name, newestValue());
  });

  it.each([500, 502, 503])(
    'is never sent again after a %i that follows the delivery: the secret goes',
    async (status) => {
      const name = `Accepted then ${status}`;
      const submit = await form(name);
      bot.teams.faults.next(1, { on: 'targeted', how: 'accept-then-fail', status });
      const pressed = await submit();
      expect(text(pressed.value)).toContain(REFUSALS['nothing-created']);
      expect(named(name)).toHaveLength(0);
      expect(sendsOf(newestValue())).toHaveLength(1);
      expectOthersSawNothing(name, newestValue());
    },
  );
});

describe('a secret message that arrived', () => {
  it('is removed when its time is up', async () => {
    const name = 'Gone by itself';
    const known = new Set(manager.sees().map(({ id }) => id));
    const isNew = (message: MessageView) => isSecretMessage(message) && !known.has(message.id);
    const pressed = await (await form(name))();
    expect(pressed.status).toBe(200);
    expect(manager.sees().filter(isNew)).toHaveLength(1);
    await bot.teams.waitFor(() => !manager.sees().some(isNew), DEADLINE_MS);
    expect(named(name)).toHaveLength(1);
  });

  it('is removed even if the bot was killed and started in between', async () => {
    const name = 'Gone after a restart';
    const known = new Set(manager.sees().map(({ id }) => id));
    const isNew = (message: MessageView) => isSecretMessage(message) && !known.has(message.id);
    await (await form(name))();
    await bot.kill();
    expect(manager.sees().filter(isNew)).toHaveLength(1);
    await bot.start();
    await bot.teams.waitFor(() => !manager.sees().some(isNew), DEADLINE_MS);
    expect(named(name)).toHaveLength(1);
  });
});

describe('Teams that does not do at once what the bot asks', () => {
  it('still brings an answer to the person after a 429', async () => {
    bot.teams.faults.next(1, { on: 'targeted', how: 'answer', status: 429, retryAfterSeconds: 1 });
    expect(text(cardOf(await manager.ask('list')))).toContain(PLACE);
  });

  it('takes the value out of a message that it does not let the bot delete', async () => {
    const name = 'Never deleted';
    bot.teams.faults.next(30, { on: 'delete', how: 'answer', status: 501, code: 'NotImplemented' });
    await (await form(name))();
    const value = newestValue();
    const isOverwritten = (message: MessageView) => text(message).includes(OVERWRITTEN);
    await bot.teams.waitFor(() => manager.sees().find(isOverwritten), DEADLINE_MS);
    expect(holds(text(manager.sees()), value)).toBe(false);
    expect(named(name)).toHaveLength(1);
  });
});

/** The reference on a refusal's card is also in the log. */
async function expectReferenceInLog(card: unknown): Promise<void> {
  const reference = /Reference: ([0-9a-f]{8})/.exec(text(card))?.[1];
  expect(reference, text(card)).toBeDefined();
  await expect.poll(() => bot.log(), { timeout: 5_000 }).toContain(`"reference":"${reference}"`);
}

const RAW =
  /Raw words|Error:|Authorization_RequestDenied|Request_ResourceNotFound|TooMany|ServiceUnav|AsPerAppPolicy|inner/;

describe('a fault of Entra', () => {
  it.each([
    [403, 'Authorization_RequestDenied', 'directory-forbidden'],
    [404, 'Request_ResourceNotFound', 'directory-absent'],
    [429, 'TooManyRequests', 'busy'],
    [503, 'ServiceUnavailable', 'outcome-unknown'],
    [400, 'TooManyAppPasswords', 'two-at-most'],
    [400, 'CredentialTypeNotAllowedAsPerAppPolicy', 'credential-type'],
    [400, 'Directory_ResourceSizeExceeded', 'full'],
  ] as const)('while adding (%i %s) becomes a plain sentence with a reference', async (status, code, refusal) => {
    const name = `Trouble ${status} ${code}`;
    const submit = await form(name);
    bot.graph.faults.next({ method: 'POST', path: /addPassword/, kind: 'fail', status, code, message: 'Raw words' });
    const pressed = await submit();
    expect(text(pressed.value)).toContain(REFUSALS[refusal]);
    expect(text(pressed.value)).not.toMatch(RAW);
    expect(named(name)).toHaveLength(0);
    await expectReferenceInLog(pressed.value);
  });

  it('becomes a plain sentence with a reference if the application is gone since the form was opened', async () => {
    const submit = await form('Trouble with a gone application');
    const gone = { status: 404, code: 'Request_ResourceNotFound', message: 'Raw words' };
    bot.graph.faults.next({ method: 'GET', path: /appId=/, kind: 'fail', ...gone });
    const pressed = await submit();
    expect(text(pressed.value)).toContain(REFUSALS['directory-absent']);
    expect(text(pressed.value)).not.toMatch(RAW);
    await expectReferenceInLog(pressed.value);
  });

  it.each([
    [403, 'Authorization_RequestDenied', 'directory-forbidden'],
    [429, 'TooManyRequests', 'busy'],
    [503, 'ServiceUnavailable', 'directory-unreachable'],
  ] as const)('while reading (%i %s) becomes a plain sentence with a reference', async (status, code, refusal) => {
    const fault = {
      kind: 'fail',
      status,
      code,
      message: 'Raw words',
      times: 5,
      retryAfterSeconds: status === 429 ? 30 : 0,
    };
    bot.graph.faults.next({ method: 'GET', ...fault, kind: 'fail' });
    const answer = await manager.ask('list');
    expect(answer.targeted).toBe(true);
    expect(text(cardOf(answer))).toContain(REFUSALS[refusal]);
    expect(text(answer)).not.toMatch(RAW);
    await expectReferenceInLog(cardOf(answer));
  });
});

describe('after all faults', () => {
  it('threat 10, value leaks: no value is anywhere but in the one message that delivered it', async () => {
    expect(wire.values.length).toBeGreaterThanOrEqual(11);
    expect(await filesWith(bot.folder, ['Gone after a restart']), 'the search finds what is there').not.toEqual([]);
    expect(await filesWith(bot.folder, wire.values)).toEqual([]);
    expect(wire.answers.length).toBeGreaterThan(20);
    const chat = `${bot.teams.conversationId(manager.who.oid, 'personal')}/activities`;
    for (const value of wire.values) {
      for (const address of sendsOf(value))
        expect(address.endsWith('isTargetedActivity=true') || address.endsWith(chat)).toBe(true);
      expect(wire.answers.some((answer) => holds(answer, value))).toBe(false);
      expect(holds(text(bot.teams.traffic.entries), value)).toBe(false);
    }
    expectOthersSawNothing(...wire.values);
  });

  it('no secret exists that nobody received', () => {
    const left = everySecret().filter((secret) => !seeded.has(secret.keyId));
    const delivered = ['Refused in the channel', 'Gone by itself', 'Gone after a restart', 'Never deleted'];
    expect(left.map((secret) => secret.displayName).sort()).toEqual(delivered.sort());
  });
});
