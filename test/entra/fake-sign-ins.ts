import type { AuditEvent } from '../../bot/domain/audit.ts';
import type { VerifiedClaims } from '../../bot/domain/session.ts';
import type { Handshake, SignIn } from '../../bot/domain/sign-in.ts';
import type { Ledger, SignIns } from '../../bot/ports/ledger.ts';

interface Row {
  readonly signIn: SignIn;
  readonly ticketHash: string;
  handshake?: Handshake | undefined;
  finished?: { readonly claims: VerifiedClaims; readonly codeHash: string };
}

/** The methods that the sign-in pages use, in memory; the others are not theirs to call. */
export function fakeSignIns() {
  const rows: Row[] = [];
  const audited: AuditEvent[] = [];
  const notOurs = () => Promise.reject(new Error('not for the pages'));
  const signIns: SignIns = {
    open: async (signIn, ticketHash) => {
      rows.push({ signIn, ticketHash });
    },
    byTicket: async (hash, now) =>
      rows.find((row) => row.ticketHash === hash && row.finished === undefined && row.signIn.expiresAt > now)?.signIn,
    begin: async (id, handshake) => {
      for (const row of rows) if (row.signIn.id === id) row.handshake = handshake;
    },
    takeHandshake: async (stateHash, now) => {
      const row = rows.find((each) => each.handshake?.stateHash === stateHash && each.signIn.expiresAt > now);
      const handshake = row?.handshake;
      if (row === undefined || handshake === undefined) return undefined;
      row.handshake = undefined;
      return { signIn: row.signIn, handshake };
    },
    finish: async (id, claims, codeHash) => {
      for (const row of rows) if (row.signIn.id === id) row.finished = { claims, codeHash };
    },
    byId: notOurs,
    challenge: notOurs,
    redeem: notOurs,
    takeById: notOurs,
    claimExchange: notOurs,
  };
  const audit: Ledger['audit'] = {
    record: async (event) => {
      audited.push(event);
    },
    rows: notOurs,
  };
  return { signIns, audit, rows, audited };
}
