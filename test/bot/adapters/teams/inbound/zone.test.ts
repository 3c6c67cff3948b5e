import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIVITY, readAsker, readChannel } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import { createKnownPeople } from '../../../../../bot/adapters/teams/inbound/known-people.ts';
import { createAnnouncer } from '../../../../../bot/adapters/teams/outbound/announcer.ts';
import { createConnector } from '../../../../../bot/adapters/teams/outbound/connector.ts';
import type { Outcome } from '../../../../../bot/domain/shared/outcome.ts';
import { activity, asker, recordingLog, TENANT, until } from '../bench.ts';
import { startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

const AT = new Date('2026-11-24T23:30:00Z');
const WHO: Outcome = {
  ...{ kind: 'who-am-i' as const, name: 'Ann', administrator: false, managed: 1 },
  ...{ signedInAt: AT, sessionUntil: AT, stepUpUntil: undefined, now: AT },
};
const zoneOf = (extra: Record<string, unknown>) =>
  readAsker(ACTIVITY.parse(activity('https://teams.test/', extra)), TENANT)?.conversation.zone;
const clientInfo = (timezone: unknown) => ({ entities: [{ type: 'mention' }, { type: 'clientInfo', timezone }] });

describe('the zone of a sender', () => {
  test.each([
    [{ localTimezone: 'Asia/Tokyo', localTimestamp: '2026-11-24T11:00:00+01:00' }, 'Asia/Tokyo'],
    [clientInfo('America/New_York'), 'America/New_York'],
    [{ ...clientInfo(7), localTimestamp: '2026-11-24T11:00:00.000+01:00' }, '+01:00'],
    [{ localTimezone: 'Mars/Olympus', ...clientInfo('Asia/Tokyo') }, 'Asia/Tokyo'],
    [{ localTimezone: 'x'.repeat(200), localTimestamp: 'now+99:99' }, undefined],
    [{ localTimezone: null, entities: null, localTimestamp: null }, undefined],
    [{}, undefined],
  ])('is read from %j', (extra, zone) => {
    expect(zoneOf(extra)).toBe(zone);
  });

  test('is not kept with a channel, which has many readers', () => {
    const conversation = { id: '19:c@thread.tacv2', conversationType: 'channel' };
    const parsed = ACTIVITY.parse(activity('https://teams.test/', { conversation, localTimezone: 'Asia/Tokyo' }));
    expect(readChannel(parsed)?.conversation).not.toHaveProperty('zone');
  });
});

describe('an answer', () => {
  const cards = () =>
    bot.connector.calls.map(({ body }) => JSON.stringify(body)).filter((text) => text.includes('2026'));
  const send = (extra: Record<string, unknown> = {}) => bot.post(activity(bot.connector.serviceUrl, extra));

  test('shows the time by the clock of its reader, also if only an earlier message told the zone', async () => {
    bot.script.run = async () => WHO;
    await send({ localTimezone: 'Asia/Tokyo' });
    await until(() => cards().length === 1);
    await send();
    await until(() => cards().length === 2);
    for (const card of cards()) expect(card).toContain('25 November 2026, 08:30"');
    const verb = { action: { type: 'Action.Execute', verb: 'who-am-i', data: {} } };
    const pressed = await send({ type: 'invoke', name: 'adaptiveCard/action', value: verb });
    expect(await pressed.text()).toContain('25 November 2026, 08:30"');
  });
});

describe('the zone that the ledger keeps', () => {
  test('is read once for each person, and not at all if an activity tells it', async () => {
    const asked: string[] = [];
    const people = createKnownPeople({
      ...{ remember: async () => undefined, heardFrom: async () => undefined, log: recordingLog() },
      zoneOf: async ({ oid }) => {
        asked.push(oid);
        return oid === 'a' ? 'Asia/Tokyo' : undefined;
      },
    });
    const from = (oid: string, zone?: string) => {
      const one = asker('personal', 'https://teams.test/');
      const conversation = { ...one.conversation, ...(zone === undefined ? {} : { zone }) };
      return people.withZone({ ...one, person: { ...one.person, oid }, conversation });
    };
    const zones = [await from('a'), await from('a'), await from('b'), await from('b'), await from('b', '+01:00')];
    zones.push(await from('b'), await from('c', 'America/New_York'), await from('c'));
    expect(zones.map(({ conversation }) => conversation.zone)).toEqual([
      ...['Asia/Tokyo', 'Asia/Tokyo', undefined, undefined],
      ...['+01:00', '+01:00', 'America/New_York', 'America/New_York'],
    ]);
    expect(asked).toEqual(['a', 'b']);
  });
});

describe('a message that the bot sends of its own accord', () => {
  const UNDONE = {
    kind: 'notice',
    notice: {
      ...({ kind: 'creation-undone', name: 'x', startedAt: AT } as const),
      application: { clientId: TENANT, displayName: 'Partner-NL-Org-SMC' },
    },
  } as const;
  const links = { install: 'https://teams.test/install', chat: 'https://teams.test/chat' };
  const last = () => JSON.stringify(bot.connector.calls.at(-1)?.body);

  test('shows the time by the clock of the one who reads it, and by the calendar to many', async () => {
    const connector = createConnector({ isServiceUrl: () => true, token: async () => 'bot-token', timeoutMs: 1000 });
    const announcer = createAnnouncer(connector, links, 'Europe/Amsterdam');
    const person = asker('personal', bot.connector.serviceUrl);
    const chat = { ...person.conversation, zone: 'Asia/Tokyo' };
    await announcer.post({ kind: 'chat', person: { ...person, conversation: chat } }, UNDONE);
    expect(last()).toContain('(25 November 2026, 08:30)');
    await announcer.redraw({ conversation: chat, activityId: '1' }, UNDONE);
    expect(last()).toContain('(25 November 2026, 08:30)');
    const group = { ...asker('channel', bot.connector.serviceUrl).conversation, zone: 'Asia/Tokyo' };
    await announcer.post({ kind: 'channel', conversation: group }, UNDONE);
    expect(last()).toContain('(25 November 2026, 00:30 Amsterdam time)');
    await announcer.redraw({ conversation: group, activityId: '1' }, UNDONE);
    expect(last()).toContain('(25 November 2026, 00:30 Amsterdam time)');
    await announcer.redraw({ conversation: group, activityId: '1', targeted: true }, UNDONE);
    expect(last()).toContain('(25 November 2026, 08:30)');
  });
});
