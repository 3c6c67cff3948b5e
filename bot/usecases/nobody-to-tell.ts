import type { Digest } from '../domain/digest.ts';
import { destinationsOf } from '../domain/reminder.ts';
import { tellAdministrators } from './administrators.ts';
import type { Deps } from './deps.ts';
import { factsOf, planAgain } from './plan-reminders.ts';
import type { SendOutcome } from './send-digest.ts';

/**
 * Something expires, and nobody could be told when it was planned. Looked at again: meanwhile a manager may have been
 * assigned or met, or a channel linked, and those are told instead.
 */
export async function tellOfNobody(deps: Deps, digest: Digest): Promise<SendOutcome> {
  const refs = [...new Map(digest.items.map(({ application }) => [application.clientId, application])).values()];
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
  const told = await tellAdministrators(deps, { kind: 'nobody-to-tell', applications: nobody });
  if (told) return { kind: 'sent', posted: undefined };
  return { kind: 'later', code: 'NoAdministratorMet', afterMs: undefined, maybe: false };
}
