import type { WayEnd } from '../../domain/messages/outcomes.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import { isAdministrator } from './administrators.ts';
import type { Deps, TurnDeps } from './deps.ts';
import { personKey, readReach } from './read-reach.ts';
import { refused } from './refuse.ts';

/** How long a change waits for another one that also ends a way. */
const WAIT_MS = 2_000;
/** As many applications as the answer names. */
const NAMED = 5;

/** One way in which the people of applications are reached, and which is about to end. */
export type Way =
  | { readonly end: Extract<WayEnd, 'unlink'>; readonly link: string }
  | { readonly end: Extract<WayEnd, 'mail-off'>; readonly person: PersonId }
  | { readonly end: Extract<WayEnd, 'contact'>; readonly contact: string };

/**
 * Ends a way, unless an application would be left without any way that it has now: a live channel, a manager whom the bot
 * has met, a manager who gets mail, or a confirmed contact. Only one way ends at a time, so that two people who end the
 * last two ways at once do not both succeed. The answer names the applications that the asker sees, and counts the others of
 * their organisation. See decision 0034.
 */
export async function unlessLastWay(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'ledger' | 'mailer' | 'askerFacts'>,
  applications: readonly ApplicationRef[],
  way: Way,
  change: () => Promise<Outcome>,
): Promise<Outcome> {
  const done = await deps.ledger.locks.withLock('ways', WAIT_MS, async (): Promise<Outcome> => {
    const left = await leftWithout(deps, applications, way);
    if (left.length === 0) return change();
    const seen = await seenAmong(deps, left);
    return { kind: 'last-way', end: way.end, applications: seen.slice(0, NAMED), total: left.length };
  });
  return done === 'busy' ? refused('busy') : done;
}

async function seenAmong(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'askerFacts'>,
  applications: readonly ApplicationRef[],
): Promise<readonly ApplicationRef[]> {
  if (await isAdministrator(deps)) return applications;
  const managed = new Set((await deps.askerFacts()).managed.map(({ clientId }) => clientId));
  return applications.filter(({ clientId }) => managed.has(clientId));
}

/** The applications that have this way and no other. */
async function leftWithout(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer'>,
  applications: readonly ApplicationRef[],
  way: Way,
): Promise<readonly ApplicationRef[]> {
  const waysOf = await readWays(deps, applications);
  const ending = keyOf(way);
  return applications.filter((application) => {
    const ways = waysOf(application);
    return ways.length > 0 && ways.every((one) => one === ending);
  });
}

/** The ways of each application, as keys. */
async function readWays(
  deps: Pick<Deps, 'settings' | 'ledger' | 'mailer'>,
  applications: readonly ApplicationRef[],
): Promise<(application: ApplicationRef) => readonly string[]> {
  const { managers, links, contacts, canChat, wantsMail } = await readReach(deps, applications);
  return (application) => {
    const own = new Set(scopesOf(deps.settings.apis, application).map(scopeId));
    const theirs = managers.filter(({ clientId }) => clientId === application.clientId).map(({ person }) => person);
    return [
      ...links.filter(({ scope }) => own.has(scopeId(scope))).map(({ id: link }) => keyOf({ end: 'unlink', link })),
      ...theirs.filter(canChat).map((person) => `chat ${personKey(person)}`),
      ...theirs.filter(wantsMail).map((person) => keyOf({ end: 'mail-off', person })),
      ...contacts
        .filter(({ organisation }) => own.has(scopeId(organisation)))
        .map(({ id: contact }) => keyOf({ end: 'contact', contact })),
    ];
  };
}

function keyOf(way: Way): string {
  switch (way.end) {
    case 'unlink':
      return `link ${way.link}`;
    case 'mail-off':
      return `mail ${personKey(way.person)}`;
    case 'contact':
      return `contact ${way.contact}`;
  }
}
