import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Link } from '../../../bot/domain/reminders/link.ts';
import { ADMIN_SCOPE } from '../../../bot/domain/shared/organisation.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { aMessage } from '../samples/access.ts';
import { event, later, NOW, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, clearAway } from '../samples/reminders.ts';

function aChannel(over: Partial<Channel> = {}): Channel {
  return {
    conversation: {
      kind: 'channel',
      id: `19:${randomUUID()}@thread.tacv2`,
      serviceUrl: 'http://127.0.0.1:1/',
      botAccountId: '28:bot',
    },
    teamId: `19:${randomUUID()}@thread.tacv2`,
    teamName: 'Registry',
    name: 'Credentials',
    ...over,
  };
}

function aLink(over: Partial<Link> = {}): Link {
  return {
    id: randomUUID(),
    scope: { kind: 'organisation', key: `nl/${randomUUID()}`, name: 'Matchwell' },
    channel: aChannel(),
    linkedBy: aName(),
    linkedAt: NOW,
    deadSince: undefined,
    ...over,
  };
}

const REVIVED = event({ action: 'link.revived' });

const NOT_TOLD = () => [];

/** The contract of every store of links to channels. */
export function linksContract(name: string, open: () => Promise<Ledger>): void {
  describe(`managers' channels on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const of = async (link: Link) => (await ledger.links.of([link.scope]))[0];
    const linked = async (over: Partial<Link> = {}) => {
      const link = aLink(over);
      expect(await ledger.links.add(link, event({ action: 'link.added' }))).toBeUndefined();
      return link;
    };

    it('keeps a link as it was given, once per scope and channel', async () => {
      const link = await linked();
      const before = (await ledger.audit.rows()).length;
      const again = { ...link, id: randomUUID(), linkedBy: aName(), linkedAt: later(1) };
      expect(await ledger.links.add(again, event())).toEqual(link);
      expect((await ledger.audit.rows()).length).toBe(before);
      expect(await ledger.links.all()).toContainEqual(link);
      expect(await ledger.links.channel(link.channel.conversation.id)).toEqual(link.channel);
    });

    it('adds a link once if many people press at the same time', async () => {
      const link = aLink();
      const all = await Promise.all(
        Array.from({ length: 5 }, () => ledger.links.add({ ...link, id: randomUUID() }, event())),
      );
      expect(all.filter((standing) => standing === undefined)).toHaveLength(1);
    });

    it('adds and removes nothing that cannot be recorded', async () => {
      const link = aLink();
      await expect(ledger.links.add(link, UNRECORDABLE)).rejects.toThrow();
      expect(await of(link)).toBeUndefined();
      await ledger.links.add(link, event());
      await expect(ledger.links.remove(link.id, UNRECORDABLE)).rejects.toThrow();
      const gone = { conversationId: link.channel.conversation.id };
      await expect(ledger.links.die(gone, UNRECORDABLE, NOT_TOLD)).rejects.toThrow();
      expect(await of(link)).toEqual(link);
    });

    it('finds the links of several scopes, and those of an application by its id in any case', async () => {
      const clientId = randomUUID();
      const own = await linked({ scope: { kind: 'application', key: clientId, name: 'Partner-NL-X-DM' } });
      const wide = await linked({ linkedAt: later(1) });
      await linked();
      const scopes = [{ kind: 'application', key: clientId.toUpperCase() } as const, wide.scope];
      expect(await ledger.links.of(scopes)).toEqual([own, wide]);
      expect(await ledger.links.of([{ kind: 'organisation', key: clientId }])).toEqual([]);
      expect(await ledger.links.of([])).toEqual([]);
    });

    it('removes a link once only', async () => {
      const link = await linked();
      expect(await ledger.links.remove(link.id, event())).toEqual(link);
      expect(await ledger.links.remove(link.id, event())).toBeUndefined();
      expect(await ledger.links.remove('a\0b', event())).toBeUndefined();
      expect(await ledger.links.channel(link.channel.conversation.id)).toBeUndefined();
    });

    it('updates the address and the names of a channel, and keeps a name that is left out', async () => {
      const link = await linked();
      const other = await linked({ channel: link.channel });
      const conversation = { ...link.channel.conversation, serviceUrl: 'http://127.0.0.1:2/' };
      await ledger.links.heardFrom({ conversation, teamId: undefined, teamName: 'New name', name: '' }, REVIVED);
      const current = { ...link.channel, conversation, teamName: 'New name' };
      expect((await of(link))?.channel).toEqual(current);
      expect((await of(other))?.channel).toEqual(current);
      await ledger.links.heardFrom(aChannel(), REVIVED);
    });

    it('adds the team of a channel if it was not known', async () => {
      const link = await linked({ channel: aChannel({ teamId: undefined, name: '' }) });
      const known = { ...link.channel, teamId: '19:team@thread.tacv2', name: 'General' };
      await ledger.links.heardFrom(known, REVIVED);
      expect((await of(link))?.channel).toEqual(known);
    });

    it('marks a link as dead once, with one audit row, if its team or its channel is gone', async () => {
      const teamId = randomUUID();
      const [first, second] = [
        await linked({ channel: aChannel({ teamId }) }),
        await linked({ channel: aChannel({ teamId }), linkedAt: later(1) }),
      ];
      const one = await linked();
      const before = (await ledger.audit.rows()).length;
      const died = await ledger.links.die({ teamId }, event({ at: later(5) }), NOT_TOLD);
      expect([...died].sort((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime())).toEqual([
        { ...first, deadSince: later(5) },
        { ...second, deadSince: later(5) },
      ]);
      expect(await ledger.links.die({ teamId }, event({ at: later(6) }), NOT_TOLD)).toEqual([]);
      expect((await ledger.audit.rows()).length).toBe(before + 1);
      const { id: conversationId } = one.channel.conversation;
      expect(await ledger.links.die({ conversationId }, event(), NOT_TOLD)).toMatchObject([{ id: one.id }]);
      expect(await ledger.links.channel(conversationId)).toBeUndefined();
    });

    it('is told of with its end, all of it or nothing', async () => {
      await clearAway(ledger);
      const link = await linked();
      const { id: conversationId } = link.channel.conversation;
      const message = aMessage();
      const told = (died: readonly Link[]) => died.map(({ id }) => ({ ...message, id }));
      await expect(ledger.links.die({ conversationId }, UNRECORDABLE, told)).rejects.toThrow();
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toBeUndefined();
      await ledger.links.die({ conversationId }, event(), told);
      await ledger.links.die({ conversationId }, event(), told);
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toMatchObject({ id: link.id });
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toBeUndefined();
    });

    it('removes all links of a channel with their audit rows and with what is said of them, or nothing of it', async () => {
      await clearAway(ledger);
      const link = await linked();
      const other = await linked({ channel: link.channel, linkedAt: later(1) });
      const elsewhere = await linked();
      const { id: conversationId } = link.channel.conversation;
      await ledger.links.die({ conversationId }, event(), NOT_TOLD);
      await linked({ ...other, id: randomUUID() });
      const told = (removed: readonly Link[]) => removed.map(({ id }) => aMessage({ id }));
      await expect(ledger.links.removeAllOf(conversationId, () => UNRECORDABLE, told)).rejects.toThrow();
      expect(await of(other)).toBeDefined();
      expect(await ledger.outbox.claimNext(later(1), later(9), 'teams')).toBeUndefined();
      const before = (await ledger.audit.rows()).length;
      const removed = await ledger.links.removeAllOf(`${conversationId};messageid=5`, () => event(), told);
      expect(removed.map(({ id, deadSince }) => [id, deadSince === undefined])).toEqual([
        [link.id, false],
        [other.id, true],
      ]);
      expect([await of(link), await of(other), await of(elsewhere)]).toEqual([undefined, undefined, elsewhere]);
      expect((await ledger.audit.rows()).length).toBe(before + 2);
      expect(await ledger.outbox.claimNext(later(1), later(9), 'teams')).toBeDefined();
      await ledger.links.heardFrom(link.channel, REVIVED);
      expect(await ledger.links.removeAllOf(conversationId, () => event(), told)).toEqual([]);
      expect((await ledger.audit.rows()).length).toBe(before + 2);
    });

    it('marks the link of the General channel as dead with its team, because both have one id', async () => {
      const link = await linked({ channel: aChannel({ teamId: undefined }) });
      const { id: teamId } = link.channel.conversation;
      expect(await ledger.links.die({ teamId }, event(), NOT_TOLD)).toMatchObject([{ id: link.id }]);
    });

    it('revives a link when the bot hears from the channel, and when the channel is linked again', async () => {
      const link = await linked();
      const { id: conversationId } = link.channel.conversation;
      await ledger.links.die({ conversationId }, event(), NOT_TOLD);
      await ledger.links.heardFrom(link.channel, REVIVED);
      expect(await of(link)).toEqual(link);
      await ledger.links.die({ conversationId }, event(), NOT_TOLD);
      const again = await linked({ ...link, id: randomUUID(), linkedBy: aName(), linkedAt: later(9) });
      expect(await of(link)).toEqual({ ...again, id: link.id });
    });

    it('keeps a link dead and as it was, and says so, if it must not revive; live ones are kept current', async () => {
      const link = await linked();
      const { id: conversationId } = link.channel.conversation;
      await ledger.links.die({ conversationId }, event({ at: later(1) }), NOT_TOLD);
      const live = await linked({ channel: link.channel });
      const renamed = { ...link.channel, name: 'Renamed' };
      expect(await ledger.links.heardFrom(renamed)).toBe(true);
      expect(await of(link)).toEqual({ ...link, deadSince: later(1) });
      expect((await of(live))?.channel).toEqual(renamed);
      expect(await ledger.links.heardFrom(renamed, REVIVED)).toBe(false);
      expect(await of(link)).toEqual({ ...link, channel: renamed });
      expect(await ledger.links.heardFrom(renamed)).toBe(false);
    });

    it('records the revival of a link once, and leaves it dead if that cannot be recorded', async () => {
      const link = await linked();
      await linked({ channel: link.channel });
      const { id: conversationId } = link.channel.conversation;
      await ledger.links.die({ conversationId }, event({ at: later(1) }), NOT_TOLD);
      await expect(ledger.links.heardFrom(link.channel, UNRECORDABLE)).rejects.toThrow();
      expect((await of(link))?.deadSince).toEqual(later(1));
      const before = (await ledger.audit.rows()).length;
      await ledger.links.heardFrom(link.channel, REVIVED);
      await ledger.links.heardFrom({ ...link.channel, name: 'Renamed' }, UNRECORDABLE);
      expect((await ledger.audit.rows()).slice(before)).toMatchObject([REVIVED]);
    });

    it('keeps a link to the administrators’ own channel', async () => {
      const link = await linked({ scope: ADMIN_SCOPE });
      expect(await ledger.links.of([ADMIN_SCOPE])).toEqual([link]);
      await ledger.links.remove(link.id, event());
    });

    it('keeps names with U+0000 or half a surrogate pair without a fault', async () => {
      const odd = 'a\0b\ud800';
      const link = await linked({ channel: aChannel({ name: odd, teamName: odd }), linkedBy: aName(odd) });
      await ledger.links.heardFrom({ ...link.channel, name: '\0\udc00' }, REVIVED);
      expect((await of(link))?.id).toBe(link.id);
    });
  });
}
