import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnnouncer } from '../../../bot/adapters/teams/outbound/announcer.ts';
import { createConnector } from '../../../bot/adapters/teams/outbound/connector.ts';
import { createRoster } from '../../../bot/adapters/teams/outbound/roster.ts';
import { createSecretDelivery } from '../../../bot/adapters/teams/outbound/secret-delivery.ts';
import { createServiceUrlCheck } from '../../../bot/adapters/teams/outbound/service-urls.ts';
import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import {
  asker,
  conversation,
  recordingLog,
  rememberingConversations,
  startConnector,
  TENANT,
} from '../../bot/adapters/teams/bench.ts';
import { SECRET_MESSAGE } from '../../cards/outcomes/secrets.ts';

/** A host that is not on the list, and that notes every request. */
let stranger: Awaited<ReturnType<typeof startConnector>>;
let tokens = 0;
beforeAll(async () => {
  stranger = await startConnector();
});
afterAll(() => stranger.close());
beforeEach(() => {
  stranger.calls.length = 0;
  tokens = 0;
});

function outbound() {
  const token = async () => {
    tokens += 1;
    return 'bot-token';
  };
  const isServiceUrl = createServiceUrlCheck(['https://smba.test/teams/']);
  const connector = createConnector({ isServiceUrl, token, timeoutMs: 1_000 });
  const announcer = createAnnouncer(connector, { install: 'https://t.test/i', chat: 'https://t.test/c' }, 'UTC');
  const delivery = createSecretDelivery(connector, rememberingConversations(), recordingLog(), 'UTC');
  return { connector, announcer, delivery, roster: createRoster(connector, TENANT) };
}

const MESSAGE = { ...SECRET_MESSAGE, value: new SecretValue('canary') };
const NOTICE = { kind: 'notice', notice: { kind: 'sweep-failing', since: new Date(), reference: 'r' } } as const;

type Outbound = ReturnType<typeof outbound>;
const person = () => asker('personal', stranger.serviceUrl);
const channel = () => conversation('channel', stranger.serviceUrl);
const posted = () => ({ conversation: channel(), activityId: '1' });

/** Everything that the bot sends, to an address that was stored or came with a turn. */
const WAYS: Readonly<Record<string, (to: Outbound) => Promise<unknown>>> = {
  'a value where the person asked': ({ delivery }) => delivery.here(asker('channel', stranger.serviceUrl), MESSAGE),
  'a value to the 1:1 chat': ({ delivery }) => delivery.personally(person(), MESSAGE),
  'the removal of a value': ({ delivery }) => delivery.remove({ ...posted(), targeted: true }),
  'a notice to a channel': ({ announcer }) => announcer.post({ kind: 'channel', conversation: channel() }, NOTICE),
  'a notice to a chat': ({ announcer }) => announcer.post({ kind: 'chat', person: person() }, NOTICE),
  'a notice to one person': ({ announcer }) => announcer.post({ kind: 'private', person: person() }, NOTICE),
  'a redrawn notice': ({ announcer }) => announcer.redraw(posted(), NOTICE),
  'the names of a channel': ({ announcer }) =>
    announcer.namesOf({ teamId: '19:t@thread.tacv2', teamName: 'T', name: 'C', conversation: channel() }),
  'the account of a person': ({ roster }) => roster.personOf(channel(), '29:x'),
  'whether somebody is an outsider': ({ roster }) => roster.isOutsider(channel(), '29:x'),
  'the outsiders of a channel': ({ roster }) => roster.outsidersIn(channel()),
  'the opening of a 1:1 chat': ({ connector }) => connector.openPersonal(channel(), '29:x', TENANT),
  'a message of a turn': ({ connector }) => connector.send({ kind: 'everybody', conversation: channel() }, {}),
};

describe('threat 16, bot token sent to a stranger: a stored address that is not on the list', () => {
  it.each(Object.entries(WAYS))('gets no request and costs no token: %s', async (_what, send) => {
    await send(outbound()).catch(() => undefined);
    expect(stranger.calls).toEqual([]);
    expect(tokens).toBe(0);
  });
});
