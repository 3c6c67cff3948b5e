import type { StoredCommand } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import type { SignInOutcome as AnyOutcome } from '../../domain/sign-in/outcomes.ts';
import { type Need, satisfies, type VerifiedClaims } from '../../domain/sign-in/session.ts';
import { SESSION_LIFETIME_MS, SIGN_IN_LIFETIME_MS } from '../../domain/sign-in/sign-in.ts';
import type { Lack } from '../../domain/sign-in/silent-failure.ts';
import { auditOf } from '../audit/audit-events.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { newReference, refused } from '../shared/refuse.ts';

type SignInOutcome = Extract<AnyOutcome, { kind: 'sign-in' }>;

/** The result of a silent token exchange. `command` is the one that the sign-in had interrupted. */
export type Exchanged =
  | { readonly kind: 'signed-in'; readonly command: StoredCommand }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'more-needed'; readonly detail: string };

/** Whether the person's session is enough. */
export async function isSignedInFor(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'askerFacts'>,
  need: Need,
): Promise<boolean> {
  const now = deps.clock();
  const { session } = await deps.askerFacts();
  return session !== undefined && satisfies(session, need, deps.settings.policy, now);
}

/** Opens a sign-in for the interrupted command: a link bound to this person and conversation. */
export async function beginSignIn(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'links' | 'ledger'>,
  command: StoredCommand,
  need: Need,
  asker: Asker,
): Promise<SignInOutcome> {
  const id = deps.random.id();
  const ticket = await deps.links.make('ticket');
  const expiresAt = new Date(deps.clock().getTime() + SIGN_IN_LIFETIME_MS);
  await deps.ledger.signIns.open(
    { id, asker, command, need, challenge: undefined, expiresAt },
    deps.random.hash(ticket),
  );
  const sso = need === 'read' && asker.conversation.kind !== 'channel';
  return {
    kind: 'sign-in',
    need,
    signInId: id,
    url: `${deps.settings.publicUrl}/sign-in/${ticket}`,
    sso,
    lack: undefined,
  };
}

/**
 * The silent sign-on has failed in Teams: offers the page for the command that waits, without another silent attempt,
 * and says what was missing. Each device of the person reports the failure; the first report counts.
 */
export async function offerPage(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'ledger' | 'links' | 'askerFacts'>,
  lack: Lack,
  asker: Asker,
): Promise<Outcome | undefined> {
  // Another device may have signed the person in meanwhile.
  if (await isSignedInFor(deps, 'read')) return undefined;
  const { signIns } = deps.ledger;
  const now = deps.clock();
  const waiting = await signIns.latest(asker, now);
  if (waiting?.need === 'step-up') return undefined;
  if (waiting !== undefined && !(await signIns.claimExchange(asker.person, failureOf(waiting.id), now)))
    return undefined;
  const outcome = await beginSignIn(deps, waiting?.command ?? { kind: 'sign-in' }, 'read', asker);
  await signIns.claimExchange(asker.person, failureOf(outcome.signInId), now);
  return { ...outcome, sso: false, lack };
}

/** Marks that the failure of a sign-in was answered. A sign-in that is the answer has the mark from the start. */
function failureOf(signInId: string): string {
  return `failure of ${signInId}`;
}

/** Redeems the six digits of the sign-in page. Returns the command to go on with, or the refusal. */
export async function redeemCode(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  code: string,
  asker: Asker,
): Promise<{ readonly command: StoredCommand } | Outcome> {
  const { tid, oid } = asker.person;
  const redeemed = await deps.ledger.signIns.redeem(asker, deps.random.hash(`${tid}:${oid}:${code}`), deps.clock());
  if (redeemed === 'wrong') return refuseCode(deps, 'code-wrong', asker);
  if (redeemed === 'exhausted') return refuseCode(deps, 'code-exhausted', asker);
  if (!(await startSession(deps, redeemed.claims, redeemed.need, asker))) return refuseCode(deps, 'code-wrong', asker);
  return { command: redeemed.command };
}

/**
 * Checks a single sign-on token: it must be the sender's own and satisfy what the sign-in needs. If several devices
 * send one, the first counts.
 */
export async function exchangeToken(deps: Deps, signInId: string, token: string, asker: Asker): Promise<Exchanged> {
  const result = await deps.identity.exchange(token);
  if (result.kind === 'invalid') {
    deps.log.warn('sign-on token refused', { reason: result.reason });
    return { kind: 'more-needed', detail: 'The token was not accepted.' };
  }
  if (!samePerson(result.claims.person, asker.person)) {
    const about = { result: 'refused', detail: 'token of another person' } as const;
    await deps.ledger.audit.record(auditOf(deps, asker, 'sign-in.refused', about));
    return { kind: 'more-needed', detail: 'The token belongs to another person.' };
  }
  const signIn = await deps.ledger.signIns.byId(signInId, deps.clock());
  if (!satisfies(result.claims, signIn?.need ?? 'read', deps.settings.policy, deps.clock())) {
    return { kind: 'more-needed', detail: 'A fresh sign-in with multi-factor authentication is needed.' };
  }
  if (!(await deps.ledger.signIns.claimExchange(asker.person, signInId, deps.clock()))) return { kind: 'duplicate' };
  if (!(await startSession(deps, result.claims, signIn?.need ?? 'read', asker))) return refuseOldToken(deps, asker);
  const taken = await deps.ledger.signIns.takeById(signInId, asker, deps.clock());
  return { kind: 'signed-in', command: taken?.command ?? { kind: 'sign-in' } };
}

/** The sign-in is not used up. Its button leads to the page, and there Entra issues a new token. */
async function refuseOldToken(deps: Pick<Deps, 'clock' | 'random' | 'ledger'>, asker: Asker): Promise<Exchanged> {
  const about = { result: 'refused', detail: 'token from before the sign-out' } as const;
  await deps.ledger.audit.record(auditOf(deps, asker, 'sign-in.refused', about));
  return { kind: 'more-needed', detail: 'The sign-in was ended. A new one is needed.' };
}

async function refuseCode(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  refusal: 'code-wrong' | 'code-exhausted',
  asker: Asker,
): Promise<Outcome> {
  const reference = newReference(deps);
  const about = { result: 'refused', reference, detail: refusal } as const;
  await deps.ledger.audit.record(auditOf(deps, asker, 'sign-in.refused', about));
  return refused(refusal, reference);
}

/** False if the sign-ins of the person were ended after Entra had issued the token. */
async function startSession(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  claims: VerifiedClaims,
  need: Need,
  asker: Asker,
): Promise<boolean> {
  const now = deps.clock();
  const session = { ...claims, signedInAt: now, expiresAt: new Date(now.getTime() + SESSION_LIFETIME_MS) };
  const action = need === 'step-up' ? 'session.stepped-up' : 'session.started';
  return deps.ledger.sessions.start(session, auditOf(deps, asker, action, { detail: asker.conversation.kind }));
}
