import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import type { SignIn } from '../../../../bot/domain/sign-in/sign-in.ts';
import type { Ledger } from '../../../../bot/ports/shared/ledger.ts';
import { later, NOW, someone } from '../../samples/ledger.ts';

/** The contract of every store for what a sign-in does not allow. */
export function signInsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`sign-ins on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const claimsOf = ({ person }: Pick<Asker, 'person'>, more: string = 'Ada') => ({
      ...{ person, name: more, roles: [], acrs: [], authTime: NOW, issuedAt: NOW },
    });
    async function opened(asker: Asker): Promise<SignIn> {
      const signIn = { id: randomUUID(), asker, command: { kind: 'sign-in' }, need: 'read' } as const;
      const whole = { ...signIn, challenge: undefined, expiresAt: later(1_000) };
      await ledger.signIns.open(whole, randomUUID());
      return whole;
    }
    const handshake = () => ({
      ...{ stateHash: randomUUID(), cookieHash: randomUUID(), nonce: randomUUID(), codeVerifier: randomUUID() },
    });

    it('are finished by their code until they expire, and not at that moment', async () => {
      const ada = someone();
      await ledger.signIns.finish((await opened(ada)).id, claimsOf(ada), 'code');
      expect(await ledger.signIns.redeem(ada, 'code', later(1_000))).toBe('wrong');
      expect(await ledger.signIns.redeem(ada, 'code', later(999))).toMatchObject({ asker: { person: ada.person } });
    });

    it('give the claims of the code that was used, if a person has several', async () => {
      const ada = someone();
      for (const code of ['first', 'second']) {
        await ledger.signIns.finish((await opened(ada)).id, claimsOf(ada, code), code);
      }
      expect(await ledger.signIns.redeem(ada, 'second', NOW)).toMatchObject({ claims: { name: 'second' } });
      expect(await ledger.signIns.redeem(ada, 'first', NOW)).toMatchObject({ claims: { name: 'first' } });
    });

    it('are not redeemed if Entra signed in somebody else', async () => {
      const ada = someone();
      await ledger.signIns.finish((await opened(ada)).id, claimsOf(someone()), 'code');
      expect(await ledger.signIns.redeem(ada, 'code', NOW)).toBe('wrong');
    });

    it('stay as they were finished if they are begun, challenged or finished again', async () => {
      const ada = someone();
      const signIn = await opened(ada);
      expect(await ledger.signIns.finish(signIn.id, claimsOf(ada), 'code')).toBe(true);
      const again = handshake();
      await ledger.signIns.begin(signIn.id, again);
      await ledger.signIns.challenge(signIn.id, '{"x":1}');
      expect(await ledger.signIns.takeHandshake(again.stateHash, NOW)).toBeUndefined();
      expect(await ledger.signIns.finish(signIn.id, claimsOf(ada, 'Mallory'), 'other')).toBe(false);
      expect(await ledger.signIns.redeem(ada, 'other', NOW)).toBe('wrong');
      const redeemed = await ledger.signIns.redeem(ada, 'code', NOW);
      expect(redeemed).toMatchObject({ claims: { name: 'Ada' }, challenge: undefined });
    });

    it('are not taken for an exchange from another conversation, or after they expired', async () => {
      const ada = someone();
      const signIn = await opened(ada);
      const elsewhere = { ...ada, conversation: { ...ada.conversation, id: '19:other@thread.tacv2' } };
      expect(await ledger.signIns.takeById(signIn.id, elsewhere, NOW)).toBeUndefined();
      expect(await ledger.signIns.takeById(signIn.id, ada, later(1_000))).toBeUndefined();
      expect(await ledger.signIns.latest(elsewhere, NOW)).toBeUndefined();
      expect(await ledger.signIns.takeById(signIn.id, ada, NOW)).toMatchObject({ id: signIn.id });
    });
  });
}
