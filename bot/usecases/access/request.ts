import {
  type AccessRequest,
  isOpenRequest,
  REQUEST_LIFETIME_MS,
  requestKey,
  requestProblems,
} from '../../domain/access/access-request.ts';
import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import { folded, plainText } from '../../domain/shared/text.ts';
import { auditOf, referenceOf } from '../audit/audit-events.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { allApplications, assignedApplications } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';
import { factsOfRequest, isConfirmer, requestView } from './request-view.ts';

type Submit = Extract<Command, { kind: 'submit-request' }>;

/** `request <application | organisation>`: the form. Only what the asker manages already is looked up. */
export async function openRequest(deps: Deps, query: string, asker: Asker): Promise<Outcome> {
  const own = await managedAlready(deps, query, asker);
  return own ?? { kind: 'request-form', query: plainText(query), why: '', who: '', problems: [] };
}

async function managedAlready(deps: Deps, query: string, asker: Asker): Promise<Outcome | undefined> {
  if (query.trim() === '') return undefined;
  const wanted = requestKey(query);
  const mine = await assignedApplications(deps, asker.person);
  const found = mine.find(({ clientId, displayName }) => clientId === wanted || folded(displayName) === wanted);
  return found === undefined ? undefined : { kind: 'already-manager', application: found };
}

/**
 * Writes the request down, whatever it asks for: what it means is found out afterwards, so that neither words nor time
 * tell the asker whether it exists. See decision 0012: a request is answered before anybody looks up what it asks for.
 */
export async function submitRequest(deps: Deps, { query, why, who }: Submit, asker: Asker): Promise<Outcome> {
  const problems = requestProblems({ query, why, who });
  if (problems.length > 0) return { kind: 'request-form', query, why, who, problems };
  const now = deps.clock();
  const request: AccessRequest = {
    ...{ id: deps.random.token(), asker, query: query.trim(), why: why.trim(), who: who.trim(), state: 'new' },
    ...{ requestedAt: now, expiresAt: new Date(now.getTime() + REQUEST_LIFETIME_MS), repeats: 0 },
    ...{ scope: undefined, confirmation: undefined, decision: undefined },
  };
  const made = auditOf(deps, asker, 'request.made', { reference: referenceOf(deps, request.id) });
  const added = await deps.ledger.requests.add(request, made);
  if (added === 'too-many') return refused('too-many-requests');
  await deps.jobs.wake('tell', now);
  return { kind: 'requested', query: request.query, expiresAt: await endOf(deps, request) };
}

/** One that was asked again ends when it would have. */
async function endOf(deps: Deps, { asker, query, expiresAt }: AccessRequest): Promise<Date> {
  const own = await deps.ledger.requests.of(asker.person);
  const standing = own.find((one) => isOpenRequest(one) && requestKey(one.query) === requestKey(query));
  return standing?.expiresAt ?? expiresAt;
}

/** `requests`: what the asker may review, and what they asked for. */
export async function requests(deps: Deps, asker: Asker): Promise<Outcome> {
  const [administrator, open, asked] = await Promise.all([
    isAdministrator(deps, asker),
    deps.ledger.requests.open(),
    deps.ledger.requests.of(asker.person),
  ]);
  // What their words were found to mean is not for the asker to know.
  const own = asked.map((request) => ({ ...request, scope: undefined }));
  const others = open.filter((request) => !samePerson(request.asker.person, asker.person));
  const managed = administrator || (await deps.ledger.assignments.of(asker.person)).length > 0;
  if (!managed || others.length === 0) return { kind: 'requests', review: [], own };
  const all = await allApplications(deps);
  const facts = await Promise.all(others.map((request) => factsOfRequest(deps, request, all)));
  const visible = facts.filter((one) => administrator || isConfirmer(one, asker.person));
  const review = visible.map((one) => requestView(one, { administrator, confirmer: isConfirmer(one, asker.person) }));
  return { kind: 'requests', review, own };
}
