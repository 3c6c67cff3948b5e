import type { Digest, DigestItem } from '../../domain/reminders/digest.ts';
import { destinationsOf } from '../../domain/reminders/reminder.ts';
import { tellAdministrators } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';
import { factsOf, planAgain } from './plan-reminders.ts';
import type { SendOutcome } from './send-digest.ts';

/** As many names as one notice shows (cards/alarm.ts). */
const NOTICE_SIZE = 50;

/**
 * Something expires, and nobody could be told when it was planned. Looked at again: meanwhile a manager may have been
 * assigned or met, or a channel linked, and those are told instead.
 */
export async function tellOfNobody(deps: Deps, digest: Digest): Promise<SendOutcome> {
  const items = [...digest.items].sort(soonestFirst);
  const refs = [...new Map(items.map(({ application }) => [application.clientId, application])).values()];
  const facts = await factsOf(
    deps,
    refs.map((ref) => ({ ...ref, secrets: [] })),
    deps.clock(),
  );
  // An address that mail could go to would have been planned for, or has just turned out to be none.
  const unmailed = { ...facts, wantsMail: () => false };
  const nobody = refs.filter((ref) => destinationsOf(ref, unmailed).some(({ kind }) => kind === 'administrators'));
  if (nobody.length < refs.length) await planAgain(deps, digest);
  if (nobody.length === 0) return 'dropped';
  for (let from = 0; from < nobody.length; from += NOTICE_SIZE) {
    const applications = nobody.slice(from, from + NOTICE_SIZE);
    const told = await tellAdministrators(deps, { kind: 'nobody-to-tell', applications });
    if (!told) return { kind: 'later', code: 'NoAdministratorMet', afterMs: undefined, maybe: false };
  }
  return { kind: 'sent', posted: undefined };
}

/** What has expired is told last: there is nothing left to prevent. */
function soonestFirst(a: DigestItem, b: DigestItem): number {
  return Number(a.stage === -1) - Number(b.stage === -1) || a.end.getTime() - b.end.getTime();
}
