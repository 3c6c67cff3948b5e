import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApplicationRef } from '../../../bot/domain/shared/application.ts';
import { named } from '../../../bot/domain/shared/person.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW, someone } from '../samples/ledger.ts';
import { clearAway, deliveryOf } from '../samples/reminders.ts';

/** The contract of every store of the applications that somebody manages. */
export function knownApplicationsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`known applications on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearAway(ledger));
    const one = (displayName = 'Partner-NL-A-DM') => ({ clientId: randomUUID(), displayName });
    const lose = async (...applications: readonly ApplicationRef[]) => {
      const told: ApplicationRef[] = [];
      const ids = applications.map(({ clientId }) => clientId.toUpperCase());
      await ledger.knownApplications.gone(ids, NOW, (news) => {
        told.push(...news);
        return [];
      });
      return told;
    };

    it('gives the name that was read last, and an empty one for what was never seen', async () => {
      const [known, unknown] = [one(), one()];
      await ledger.knownApplications.seen([{ ...known, displayName: 'before' }]);
      await ledger.knownApplications.seen([known]);
      await ledger.knownApplications.seen([]);
      expect(await ledger.knownApplications.namesOf([unknown.clientId, known.clientId])).toEqual([
        { ...unknown, displayName: '' },
        known,
      ]);
    });

    it('tells once of what is gone, again if it came back in between, and never of nothing', async () => {
      const [a, b, never] = [one('a'), one('b'), one('')];
      await ledger.knownApplications.seen([a, b]);
      expect(await lose(a, never)).toEqual(expect.arrayContaining([a, never]));
      expect(await lose(b, a, never)).toEqual([b]);
      expect(await lose(a, b)).toEqual([]);
      expect(await lose()).toEqual([]);
      await ledger.knownApplications.seen([a]);
      expect(await lose(a, b)).toEqual([a]);
    });

    it('does not take an application for gone that is assigned again', async () => {
      const [a, b] = [one('a'), one('b')];
      await ledger.knownApplications.seen([a, b]);
      await lose(a, b);
      await ledger.assignments.add(named(someone()), a.clientId, event());
      expect(await lose(a, b)).toEqual([a]);
    });

    it('puts names with U+0000 or half a surrogate pair into the outbox as they are', async () => {
      const message = { id: randomUUID(), to: { kind: 'administrators' } as const, at: NOW };
      const applications = [{ clientId: randomUUID(), displayName: 'a\0b\ud800 "c" \\u0000' }];
      const content = { kind: 'alarm', notice: { kind: 'applications-gone', applications } } as const;
      await ledger.knownApplications.gone([randomUUID()], NOW, () => [{ ...message, content }]);
      expect((await ledger.outbox.claimNext(later(1), later(2), 'teams'))?.content).toEqual(content);
      await deliveryOf(ledger).sent(message.id, undefined, []);
    });

    it('puts the message into the outbox with it', async () => {
      const message = { id: randomUUID(), to: { kind: 'administrators' } as const, at: NOW };
      const content = { kind: 'alarm', notice: { kind: 'undelivered', count: 0 } } as const;
      await ledger.knownApplications.gone([randomUUID()], NOW, () => [{ ...message, content }]);
      expect((await ledger.outbox.claimNext(later(1), later(2), 'teams'))?.id).toBe(message.id);
      await deliveryOf(ledger).sent(message.id, undefined, []);
    });
  });
}
