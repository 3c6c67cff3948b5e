import { NOBODY_CAN_BE_TOLD } from '../../../domain/messages/notice.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import type { Log } from '../../../ports/shared/log.ts';
import type { Gate } from '../inbound/gate.ts';

const READY_WITHIN_MS = 5000;
/** Load balancers ask about once a second. */
const KEPT_MS = 1000;
/** Whether an administrator can be told changes rarely, and makes nothing unready. */
const TOLD_KEPT_MS = 60_000;

export interface ReadinessDeps {
  readonly ledger: Pick<Ledger, 'check'>;
  readonly gate: Pick<Gate, 'ready'>;
  readonly log: Log;
  /** Resolves if everything else is ready for turns; rejects if it is not. */
  readonly ready?: (() => Promise<unknown>) | undefined;
  /** Whether a message to the administrators would reach somebody. */
  readonly canTell?: (() => Promise<boolean>) | undefined;
  /** Whether turns should be sent to another process. */
  readonly isDraining: () => boolean;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

export interface ReadyAnswer {
  readonly status: 200 | 503;
  readonly body: Readonly<Record<string, string | boolean>>;
}

/**
 * The answer of /readyz. All who ask within a second share one look at the database and the keys. That the process stops
 * is said at once.
 */
export function createReadiness(deps: ReadinessDeps): () => Promise<ReadyAnswer> {
  let shared: { readonly answer: Promise<ReadyAnswer>; doneAt: number } | undefined;
  const canTell = createCanTell(deps);
  const fresh = () => {
    const answer = look(deps, canTell);
    const begun = { answer, doneAt: Number.POSITIVE_INFINITY };
    void answer.then(() => {
      begun.doneAt = deps.now();
    });
    shared = begun;
    return answer;
  };
  return () => {
    if (deps.isDraining()) return Promise.resolve({ status: 503, body: { status: 'stopping' } });
    return shared !== undefined && deps.now() - shared.doneAt < KEPT_MS ? shared.answer : fresh();
  };
}

/** Never rejects. */
async function look(
  { ledger, gate, ready, log }: ReadinessDeps,
  canTell: () => Promise<boolean>,
): Promise<ReadyAnswer> {
  const checks = { database: () => ledger.check(), keys: () => gate.ready(), 'token for Teams': async () => ready?.() };
  const entries = Object.entries(checks).map(async ([name, check]) => [name, await succeeds(check)] as const);
  const results: Readonly<Record<string, boolean>> = Object.fromEntries(await Promise.all(entries));
  const missing = Object.keys(results).filter((name) => results[name] !== true);
  const all = missing.length === 0;
  if (!all) log.warn('not ready', { reason: missing.join(', ') });
  const { database = false, keys = false } = results;
  const warning = database && !(await canTell()) ? { warning: NOBODY_CAN_BE_TOLD } : {};
  return { status: all ? 200 : 503, body: { status: all ? 'ready' : 'not ready', database, keys, ...warning } };
}

/** Asks at most once a minute, so the answer may be a minute old. If it cannot be found out, nothing is said. */
function createCanTell({ canTell, now }: ReadinessDeps): () => Promise<boolean> {
  let kept: { readonly at: number; readonly answer: boolean } | undefined;
  return async () => {
    if (canTell === undefined) return true;
    if (kept !== undefined && now() - kept.at < TOLD_KEPT_MS) return kept.answer;
    const answer = await canTell().catch(() => undefined);
    if (answer !== undefined) kept = { at: now(), answer };
    return answer ?? true;
  };
}

async function succeeds(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, READY_WITHIN_MS, false);
  });
  const held = check().then(
    () => true,
    () => false,
  );
  return Promise.race([held, late]).finally(() => clearTimeout(timer));
}
