import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPLICATION_MS } from '../../../../bot/domain/secrets/operation.ts';
import type { ClientSecret } from '../../../../bot/domain/shared/application.ts';
import type { NewOperation } from '../../../../bot/ports/secrets/operations.ts';
import type { Ledger } from '../../../../bot/ports/shared/ledger.ts';
import { event, intent, later, NOW, openedOperation, POLICY, someone } from '../../samples/ledger.ts';

/** The contract of every ledger for the guard of the last live secret. */
export function lastLiveContract(name: string, open: () => Promise<Ledger>): void {
  describe(`the guard of the last live secret in a ledger on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });

    const live = (): ClientSecret => ({ keyId: randomUUID(), name: 's', hint: 'abc', start: NOW, end: later(9e9) });

    async function opened(secrets: readonly ClientSecret[]): Promise<readonly NewOperation[]> {
      const application = { clientId: randomUUID(), displayName: 'Partner-NL-X-DM' };
      const all = [];
      for (const { keyId } of secrets) all.push(await openedOperation(ledger, { kind: 'delete', application, keyId }));
      return all;
    }

    const begin = (nonce: string, secrets: readonly ClientSecret[], at = NOW, confirmedLast = false) =>
      ledger.operations.begin(nonce, { ...intent, at, deletion: { secrets, readAt: at, confirmedLast } }, event());

    it('begins one of the two deletions that many processes begin at the same time', async () => {
      const secrets = [live(), live()];
      const nonces = (await opened(secrets)).map(({ nonce }) => nonce);
      const results = await Promise.all(nonces.map((nonce) => begin(nonce, secrets)));
      expect([...results].sort()).toEqual(['begun', 'last-live']);
      const refused = nonces[results.indexOf('last-live')] ?? '';
      expect((await ledger.operations.find(refused))?.state).toBe('open');
      expect(await begin(refused, secrets, NOW, true)).toBe('begun');
      expect(await ledger.operations.find(refused)).toMatchObject({ state: 'intended', confirmedLast: true });
    });

    it('counts a deletion as done until the directory shows it for certain, and no longer', async () => {
      const secrets = [live(), live()];
      const [first, second] = (await opened(secrets)).map(({ nonce }) => nonce);
      await begin(first ?? '', secrets);
      const settledAt = later(1000);
      await ledger.operations.settle(first ?? '', 'done', event({ at: settledAt }));
      expect((await ledger.operations.find(first ?? ''))?.settledAt).toEqual(settledAt);
      const still = new Date(settledAt.getTime() + REPLICATION_MS);
      expect(await begin(second ?? '', secrets, still)).toBe('last-live');
      expect(await begin(second ?? '', secrets, new Date(still.getTime() + 1))).toBe('begun');
    });

    it('does not count a deletion that was undone', async () => {
      const secrets = [live(), live()];
      const [first, second] = (await opened(secrets)).map(({ nonce }) => nonce);
      await begin(first ?? '', secrets);
      await ledger.operations.settle(first ?? '', 'undone', event());
      expect(await begin(second ?? '', secrets)).toBe('begun');
    });

    it('does not count a secret whose creation is not settled, and counts it when it is', async () => {
      const secrets = [live(), live()];
      const [old, fresh] = secrets;
      const [deletion] = await opened(secrets.slice(0, 1));
      const application = deletion?.application ?? { clientId: '', displayName: '' };
      const creation = await openedOperation(ledger, { application, asker: deletion?.asker ?? someone() });
      const wanted = { secretName: fresh?.name, secretEnd: fresh?.end, knownKeyIds: [old?.keyId ?? ''] };
      await ledger.operations.begin(creation.nonce, { ...intent, ...wanted }, event());
      expect(await begin(deletion?.nonce ?? '', secrets)).toBe('last-live');
      await ledger.operations.added(creation.nonce, fresh?.keyId ?? '', 'abc', event(), POLICY);
      expect(await begin(deletion?.nonce ?? '', secrets)).toBe('last-live');
      await ledger.operations.settle(creation.nonce, 'done', event());
      expect(await begin(deletion?.nonce ?? '', secrets)).toBe('begun');
    });

    it('names the changes of one application that are unsettled or were settled since then', async () => {
      const secrets = [live(), live(), live()];
      const [old, recent, open] = await opened(secrets);
      const nonces = [old, recent, open].map((operation) => operation?.nonce ?? '');
      for (const [index, nonce] of nonces.slice(0, 2).entries()) {
        await begin(nonce, secrets, NOW, true);
        await ledger.operations.settle(nonce, 'done', event({ at: later(index * 1000) }));
      }
      const clientId = old?.application.clientId.toUpperCase() ?? '';
      const states = async (since: Date) =>
        (await ledger.operations.changes(clientId, since)).map(({ nonce, state }) => [nonces.indexOf(nonce), state]);
      expect(await states(later(1000))).toEqual([[1, 'done']]);
      await begin(nonces[2] ?? '', secrets, NOW, true);
      expect((await states(later(1000))).sort()).toEqual([
        [1, 'done'],
        [2, 'intended'],
      ]);
    });
  });
}
