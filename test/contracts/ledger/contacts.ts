import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../../bot/domain/messages/contact.ts';
import type { ContactStep } from '../../../bot/ports/messages/contacts.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { aMessage } from '../samples/access.ts';
import { event, later, NOW, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, clearAway } from '../samples/reminders.ts';

function anOrganisation(): Contact['organisation'] {
  return { kind: 'organisation', key: `nl/${randomUUID()}`, name: 'Matchwell (NL)' };
}

function aContact(over: Partial<Contact> = {}): Contact {
  return {
    ...{ id: randomUUID(), organisation: anOrganisation(), address: 'Desk@example.org', state: 'waiting' },
    ...{ addedBy: aName(), since: NOW, unreachableSince: undefined, mailedAgain: 0, ...over },
  };
}

const QUIETLY: ContactStep = () => ({ audit: [], messages: [] });
const RECORDED: ContactStep = () => ({ audit: [event()], messages: [] });
const UNRECORDED: ContactStep = ({ id }) => ({ audit: [UNRECORDABLE], messages: [aMessage({ id: `of ${id}` })] });

/** The contract of every store of designated contacts. */
export function contactsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`designated contacts on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const added = async (over: Partial<Contact> = {}) => {
      const contact = aContact(over);
      await ledger.contacts.add([contact], 10, QUIETLY);
      return contact;
    };
    const linked = async (over: Partial<Contact> = {}) => {
      const contact = await added(over);
      const hash = randomUUID();
      await ledger.contacts.offerLink(contact.id, linkOf(hash), later(9));
      return { contact, hash };
    };
    const linkOf = (tokenHash: string) => ({ tokenHash, until: later(60) });
    const rows = async () => (await ledger.audit.rows()).length;

    it('keeps a contact as it was given, and finds it by its id and by its organisation', async () => {
      const contact = aContact();
      const before = await rows();
      const result = await ledger.contacts.add([contact], 10, RECORDED);
      expect(result).toEqual({ added: [contact], known: [], refused: [] });
      expect(await rows()).toBe(before + 1);
      expect(await ledger.contacts.find(contact.id)).toEqual(contact);
      expect(await ledger.contacts.of([contact.organisation.key])).toEqual([contact]);
      expect(await ledger.contacts.of([])).toEqual([]);
      expect(await ledger.contacts.all()).toContainEqual(contact);
      expect(await ledger.contacts.find(randomUUID())).toBeUndefined();
    });

    it('keeps an address once for an organisation, however its letters are written, and names the one that is there', async () => {
      const contact = await added();
      const { organisation } = contact;
      const again = aContact({ organisation, address: 'desk@example.org' });
      expect(await ledger.contacts.add([again], 10, UNRECORDED)).toEqual({ added: [], known: [contact], refused: [] });
      expect(await ledger.contacts.of([organisation.key])).toEqual([contact]);
    });

    it('adds all or none of them: never more than the organisation may have, and nothing that cannot be recorded', async () => {
      const organisation = anOrganisation();
      const three = [1, 2, 3].map((n) => aContact({ organisation, address: `a${n}@example.org` }));
      expect(await ledger.contacts.add(three, 2, QUIETLY)).toBe('full');
      await expect(ledger.contacts.add(three, 3, UNRECORDED)).rejects.toThrow();
      expect(await ledger.contacts.of([organisation.key])).toEqual([]);
    });

    it('never gets too many contacts if several people add some at the same time', async () => {
      const organisation = anOrganisation();
      const results = await Promise.all(
        [1, 2, 3, 4].map((n) =>
          ledger.contacts.add([aContact({ organisation, address: `a${n}@example.org` })], 2, QUIETLY),
        ),
      );
      expect(results.filter((result) => result === 'full')).toHaveLength(2);
      expect(await ledger.contacts.of([organisation.key])).toHaveLength(2);
    });

    it('lets a proposed contact wait for its holder when an administrator adds it too', async () => {
      const proposed = await added({ state: 'proposed' });
      const { organisation, address } = proposed;
      const result = await ledger.contacts.add([aContact({ organisation, address, since: later(1) })], 10, RECORDED);
      expect(result).toEqual({ added: [{ ...proposed, state: 'waiting', since: later(1) }], known: [], refused: [] });
    });

    it('lets a proposed contact be accepted or declined once', async () => {
      const [one, other] = [await added({ state: 'proposed' }), await added({ state: 'proposed' })];
      await expect(ledger.contacts.accept(one.id, later(1), UNRECORDED)).rejects.toThrow();
      expect(await ledger.contacts.accept(one.id, later(1), RECORDED)).toEqual({
        ...one,
        state: 'waiting',
        since: later(1),
      });
      expect(await ledger.contacts.accept(one.id, later(2), UNRECORDED)).toBeUndefined();
      expect(await ledger.contacts.decline(one.id, UNRECORDABLE)).toBeUndefined();
      expect(await ledger.contacts.decline(other.id, event())).toEqual(other);
      expect(await ledger.contacts.find(other.id)).toBeUndefined();
    });

    it('removes a contact in any state, with its row of the record or not at all', async () => {
      const contact = await added();
      await expect(ledger.contacts.remove(contact.id, UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.contacts.remove(contact.id, event())).toEqual(contact);
      expect(await ledger.contacts.remove(contact.id, UNRECORDABLE)).toBeUndefined();
    });

    it('puts in what is said of a change with the change, or nothing of both', async () => {
      await clearAway(ledger);
      const contact = await added({ state: 'proposed' });
      await expect(ledger.contacts.accept(contact.id, NOW, UNRECORDED)).rejects.toThrow();
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toBeUndefined();
      const told: ContactStep = ({ id }) => ({ audit: [event()], messages: [aMessage({ id: `of ${id}` })] });
      await ledger.contacts.accept(contact.id, NOW, told);
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toMatchObject({ id: `of ${contact.id}` });
    });

    it('draws the card on which it was proposed again when it is accepted', async () => {
      await clearAway(ledger);
      const { id, organisation, address, addedBy } = await added({ state: 'proposed' });
      const content = { kind: 'contact-proposed', contact: id, organisation, address, by: addedBy } as const;
      const card = aMessage({ content });
      await ledger.outbox.put([card]);
      await ledger.outbox.claimNext(NOW, later(1), 'teams');
      const conversation = {
        kind: 'channel',
        id: '19:c',
        serviceUrl: 'http://127.0.0.1:1/',
        botAccountId: '28:b',
      } as const;
      await ledger.outbox.sent(card.id, { conversation, activityId: 'a' }, { audit: [], messages: [] });
      expect(await ledger.outbox.claimNext(later(2), later(3), 'teams')).toBeUndefined();
      await ledger.contacts.accept(id, later(2), RECORDED);
      expect(await ledger.outbox.claimNext(later(2), later(3), 'teams')).toMatchObject({ id: card.id, content });
    });

    describe('the link of a first e-mail', () => {
      it('leads to its contact while it lives, and confirms it once', async () => {
        const { contact, hash } = await linked();
        expect(await ledger.contacts.byLink(hash, later(1))).toEqual(contact);
        expect(await ledger.contacts.byLink(hash, later(60))).toBeUndefined();
        expect(await ledger.contacts.confirm(hash, later(60), () => UNRECORDABLE)).toBeUndefined();
        await expect(ledger.contacts.confirm(hash, later(1), () => UNRECORDABLE)).rejects.toThrow();
        const confirmed = { ...contact, state: 'confirmed', since: later(1) };
        expect(await ledger.contacts.confirm(hash, later(1), () => event())).toEqual(confirmed);
        expect(await ledger.contacts.confirm(hash, later(1), () => UNRECORDABLE)).toBeUndefined();
        expect(await ledger.contacts.refuse(hash, later(1), UNRECORDED)).toBeUndefined();
        expect(await ledger.contacts.find(contact.id)).toEqual(confirmed);
      });

      it('is known for ten minutes after it was used, with its answer alone', async () => {
        const { contact, hash } = await linked();
        expect(await ledger.contacts.answered(hash, later(1), 'confirmed')).toBeUndefined();
        const confirmed = await ledger.contacts.confirm(hash, later(1), () => event());
        expect(await ledger.contacts.answered(hash, later(600_000), 'confirmed')).toEqual(confirmed);
        expect(await ledger.contacts.answered(hash, later(10), 'refused')).toBeUndefined();
        expect(await ledger.contacts.answered(randomUUID(), later(10), 'confirmed')).toBeUndefined();
        expect(await ledger.contacts.answered(hash, later(600_001), 'confirmed')).toBeUndefined();
        expect(await ledger.contacts.byLink(hash, later(2))).toBeUndefined();
        expect(await ledger.contacts.remove(contact.id, event())).toEqual(confirmed);
        expect(await ledger.contacts.answered(hash, later(2), 'confirmed')).toBeUndefined();
      });

      it('confirms it once if it is pressed at the same time', async () => {
        const { hash } = await linked();
        const all = await Promise.all([1, 2, 3].map(() => ledger.contacts.confirm(hash, later(1), () => event())));
        expect(all.filter((one) => one !== undefined)).toHaveLength(1);
      });

      it('makes the contact refused if its holder refuses, so that it is neither mailed again nor removed nor forgotten', async () => {
        const address = `${randomUUID()}@example.org`;
        const { contact, hash } = await linked({ address });
        await expect(ledger.contacts.refuse(hash, later(1), UNRECORDED)).rejects.toThrow();
        const refused = { ...contact, state: 'refused', since: later(1) };
        expect(await ledger.contacts.refuse(hash, later(1), RECORDED)).toEqual(refused);
        expect(await ledger.contacts.mailAgain(contact.id, later(9), later(9), UNRECORDED)).toBeUndefined();
        expect(await ledger.contacts.offerLink(contact.id, linkOf(randomUUID()), later(9))).toBeUndefined();
        expect(await ledger.contacts.remove(contact.id, UNRECORDABLE)).toBeUndefined();
        expect(await ledger.contacts.unreachable(contact.id, later(9), UNRECORDED)).toBe(false);
        expect(await ledger.contacts.find(contact.id)).toEqual(refused);
        expect(await ledger.contacts.of([contact.organisation.key])).toEqual([]);
        expect(await ledger.contacts.all()).toContainEqual(refused);
        for (const organisation of [contact.organisation, anOrganisation()])
          expect(await ledger.contacts.add([aContact({ organisation, address })], 1, UNRECORDED)).toEqual({
            added: [],
            known: [],
            refused: [address],
          });
      });

      it('refuses with it what waits for an answer of the same address elsewhere, and keeps what was confirmed', async () => {
        const address = `${randomUUID()}@example.org`;
        const [waiting, confirmed] = [await linked({ address }), await added({ address, state: 'confirmed' })];
        const { hash } = await linked({ address: address.toUpperCase() });
        const before = await rows();
        await ledger.contacts.refuse(hash, later(1), RECORDED);
        expect(await rows()).toBe(before + 2);
        expect(await ledger.contacts.find(waiting.contact.id)).toMatchObject({ state: 'refused' });
        expect(await ledger.contacts.byLink(waiting.hash, later(1))).toBeUndefined();
        expect(await ledger.contacts.find(confirmed.id)).toEqual(confirmed);
      });

      it('does not let an address be added while its holder refuses it', async () => {
        const address = `${randomUUID()}@example.org`;
        const { hash } = await linked({ address });
        const other = aContact({ address });
        await Promise.all([
          ledger.contacts.refuse(hash, later(1), RECORDED),
          ledger.contacts.add([other], 10, RECORDED),
        ]);
        expect(['refused', undefined]).toContain((await ledger.contacts.find(other.id))?.state);
      });

      it('ends when another one is made, when the mail is sent again, and when the contact is removed', async () => {
        const { contact, hash } = await linked();
        const next = randomUUID();
        await ledger.contacts.offerLink(contact.id, linkOf(next), later(9));
        expect(await ledger.contacts.byLink(hash, later(1))).toBeUndefined();
        expect(await ledger.contacts.mailAgain(contact.id, later(1), later(1), RECORDED)).toEqual({
          ...contact,
          since: later(1),
          mailedAgain: 1,
        });
        expect(await ledger.contacts.byLink(next, later(1))).toBeUndefined();
        const gone = await linked();
        await ledger.contacts.remove(gone.contact.id, event());
        expect(await ledger.contacts.byLink(gone.hash, later(1))).toBeUndefined();
      });

      it('stays if a mail that was put in before the last one comes with another link', async () => {
        const { contact } = await linked();
        const again = await ledger.contacts.mailAgain(contact.id, later(5), later(5), RECORDED);
        const hash = randomUUID();
        expect(await ledger.contacts.offerLink(contact.id, linkOf(hash), later(5))).toEqual(again);
        expect(await ledger.contacts.offerLink(contact.id, linkOf(randomUUID()), later(4))).toBeUndefined();
        expect(await ledger.contacts.byLink(hash, later(6))).toEqual(again);
      });

      it('is made for contacts alone that wait for their holder', async () => {
        const [proposed, confirmed] = [await added({ state: 'proposed' }), await added({ state: 'confirmed' })];
        for (const { id } of [proposed, confirmed])
          expect(await ledger.contacts.offerLink(id, linkOf(randomUUID()), later(9))).toBeUndefined();
      });
    });

    it('lets a first e-mail go out again not too soon, and not to a contact that was confirmed and is reached', async () => {
      const [waiting, confirmed] = [await added(), await added({ state: 'confirmed' })];
      const early = new Date(NOW.getTime() - 1);
      expect(await ledger.contacts.mailAgain(waiting.id, later(1), early, UNRECORDED)).toBeUndefined();
      expect(await ledger.contacts.mailAgain(confirmed.id, later(1), later(1), UNRECORDED)).toBeUndefined();
    });

    it('lets a first e-mail go out again three times, until its holder has confirmed it', async () => {
      const { id } = await added();
      for (const n of [1, 2, 3])
        expect(await ledger.contacts.mailAgain(id, later(n), later(n), RECORDED)).toMatchObject({ mailedAgain: n });
      expect(await ledger.contacts.mailAgain(id, later(4), later(4), UNRECORDED)).toBeUndefined();
      const hash = randomUUID();
      await ledger.contacts.offerLink(id, linkOf(hash), later(9));
      expect(await ledger.contacts.confirm(hash, later(5), () => event())).toMatchObject({ mailedAgain: 0 });
    });

    it('says once that a contact cannot be reached, until its first e-mail goes out again', async () => {
      const contact = await added({ state: 'confirmed' });
      await expect(ledger.contacts.unreachable(contact.id, later(1), UNRECORDED)).rejects.toThrow();
      expect(await ledger.contacts.unreachable(contact.id, later(1), RECORDED)).toBe(true);
      expect(await ledger.contacts.unreachable(contact.id, later(2), UNRECORDED)).toBe(false);
      expect(await ledger.contacts.find(contact.id)).toEqual({ ...contact, unreachableSince: later(1) });
      expect(await ledger.contacts.mailAgain(contact.id, later(3), NOW, RECORDED)).toEqual({
        ...contact,
        state: 'waiting',
        since: later(3),
        mailedAgain: 1,
      });
    });

    it('keeps names with U+0000 or half a surrogate pair without a fault', async () => {
      const odd = 'a\0b\ud800';
      const organisation = { ...anOrganisation(), name: odd };
      const contact = await added({ organisation, addedBy: aName(odd) });
      expect((await ledger.contacts.find(contact.id))?.address).toBe(contact.address);
    });
  });
}
