import { type Asker, baseConversationId } from '../../bot/domain/shared/person.ts';
import type { VerifiedClaims } from '../../bot/domain/sign-in/session.ts';
import { CODE_ATTEMPTS, type Handshake, type SignIn } from '../../bot/domain/sign-in/sign-in.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import { keyOf, lowerAsker, lowerPerson } from './ledger.ts';

interface Entry {
  signIn: SignIn;
  readonly ticketHash: string;
  handshake: Handshake | undefined;
  finished: { readonly claims: VerifiedClaims; readonly codeHash: string } | undefined;
  wrongCodes: number;
}

export function createFakeSignIns(): Ledger['signIns'] {
  const entries = new Map<string, Entry>();
  const exchanges = new Set<string>();
  const live = (now: Date) => [...entries.values()].filter(({ signIn }) => signIn.expiresAt > now);
  const pending = (id: string) => {
    const entry = entries.get(id);
    return entry?.finished === undefined ? entry : undefined;
  };
  return {
    open: async (signIn, ticketHash) => {
      const kept = { ...structuredClone(signIn), asker: lowerAsker(signIn.asker) };
      entries.set(signIn.id, { signIn: kept, ticketHash, handshake: undefined, finished: undefined, wrongCodes: 0 });
    },
    byTicket: async (hash, now) => live(now).find((e) => e.ticketHash === hash && e.finished === undefined)?.signIn,
    byId: async (id, now) => live(now).find(({ signIn }) => signIn.id === id)?.signIn,
    begin: async (id, handshake) => {
      const entry = pending(id);
      if (entry !== undefined) entry.handshake = { ...handshake };
    },
    takeHandshake: async (stateHash, now) => {
      const entry = live(now).find((e) => e.handshake?.stateHash === stateHash);
      if (entry?.handshake === undefined) return undefined;
      const { signIn, handshake } = entry;
      entry.handshake = undefined;
      return { signIn, handshake };
    },
    challenge: async (id, challenge) => {
      const entry = pending(id);
      if (entry !== undefined) entry.signIn = { ...entry.signIn, challenge };
    },
    finish: async (id, claims, codeHash) => {
      const entry = pending(id);
      if (entry === undefined) return;
      entry.handshake = undefined;
      entry.finished = { claims: { ...structuredClone(claims), person: lowerPerson(claims.person) }, codeHash };
    },
    redeem: async (asker, codeHash, now) => {
      const finished = live(now).filter((e) => e.finished !== undefined && isOf(e, asker));
      const valid = finished.filter((e) => e.wrongCodes < CODE_ATTEMPTS);
      const match = valid.find((e) => fits(e, asker, codeHash));
      if (match?.finished !== undefined) {
        entries.delete(match.signIn.id);
        return { ...match.signIn, claims: match.finished.claims };
      }
      for (const entry of valid) entry.wrongCodes += 1;
      return finished.length > 0 && valid.length === 0 ? 'exhausted' : 'wrong';
    },
    takeById: async (id, asker, now) => {
      const entry = live(now).find(({ signIn }) => signIn.id === id);
      if (entry === undefined || !isOf(entry, asker) || !isHere(entry, asker)) return undefined;
      entries.delete(id);
      return entry.signIn;
    },
    claimExchange: async (person, exchangeId) => {
      const key = `${keyOf(person)}/${exchangeId}`;
      const first = !exchanges.has(key);
      exchanges.add(key);
      return first;
    },
  };
}

function isOf({ signIn }: Entry, asker: Asker): boolean {
  return keyOf(signIn.asker.person) === keyOf(asker.person);
}

function isHere({ signIn }: Entry, asker: Asker): boolean {
  return baseConversationId(signIn.asker.conversation.id) === baseConversationId(asker.conversation.id);
}

function fits(entry: Entry, asker: Asker, codeHash: string): boolean {
  const { finished } = entry;
  if (finished?.codeHash !== codeHash || !isHere(entry, asker)) return false;
  return keyOf(finished.claims.person) === keyOf(asker.person);
}
