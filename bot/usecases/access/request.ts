import {
  type AccessRequest,
  isLastingRequest,
  REQUEST_LIFETIME_MS,
  requestKey,
  requestProblems,
} from '../../domain/access/access-request.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { folded, plainText } from '../../domain/shared/text.ts';
import { auditOf, referenceOf } from '../audit/audit-events.ts';
import { assignedApplications } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, QUERY, TYPED } from '../shared/fields.ts';
import { refused } from '../shared/refuse.ts';

interface RequestCommand {
  readonly kind: 'request';
  readonly query: string;
}

/** `request <application | organisation>` opens the form. */
export const requestCommand: CommandModule<RequestCommand> = {
  kind: 'request',
  words: ['request'],
  read: (rest) => ({ kind: 'request', query: rest.replace(/^access( to| for)?( |$)/i, '') }),
  button: carries('request', { query: QUERY }),
  need: 'read',
  help: [
    { section: 'access', lead: 'request', text: 'with the name of an application or organisation – asks for access' },
  ],
  menu: [
    {
      title: 'request',
      text: 'Ask for access to an application or organisation',
      scopes: ['personal', 'team', 'groupChat'],
    },
  ],
  perform: (deps, { query }) => openRequest(deps, query),
};

interface SubmitRequestCommand {
  readonly kind: 'submit-request';
  readonly query: string;
  readonly why: string;
  readonly who: string;
}

/** The submitted form. */
export const submitRequestCommand: CommandModule<SubmitRequestCommand> = {
  kind: 'submit-request',
  button: carries('submit-request', { query: TYPED, why: TYPED, who: TYPED }),
  need: 'read',
  perform: submitRequest,
};

/** Looks up only what the asker manages already: the form tells nobody what exists. */
async function openRequest(
  deps: Pick<TurnDeps, 'directory' | 'ledger' | 'askerFacts'>,
  query: string,
): Promise<Outcome> {
  const own = await managedAlready(deps, query);
  return own ?? { kind: 'request-form', query: plainText(query), why: '', who: '', problems: [] };
}

async function managedAlready(
  deps: Pick<TurnDeps, 'directory' | 'ledger' | 'askerFacts'>,
  query: string,
): Promise<Outcome | undefined> {
  if (query.trim() === '') return undefined;
  const wanted = requestKey(query);
  const { mine } = await assignedApplications(deps);
  const found = mine.find(({ clientId, displayName }) => clientId === wanted || folded(displayName) === wanted);
  return found === undefined ? undefined : { kind: 'already-manager', application: found };
}

/**
 * Writes every request down. What it means is found out later, so that neither the answer nor its time tells the asker
 * whether it exists. See decision 0012: a request is answered before anybody looks
 * up what it asks for.
 */
async function submitRequest(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  { query, why, who }: SubmitRequestCommand,
  asker: Asker,
): Promise<Outcome> {
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
  await deps.jobs.wake('route-requests', now);
  const { id, expiresAt } = (added === 'folded' ? await earlierOf(deps, request) : undefined) ?? request;
  return { kind: 'requested', query: request.query, expiresAt, request: id };
}

/** A request that was made again goes on as the first one, and ends when that ends. */
async function earlierOf(
  deps: Pick<Deps, 'ledger'>,
  { asker, query }: AccessRequest,
): Promise<AccessRequest | undefined> {
  const own = await deps.ledger.requests.of(asker.person);
  return own.find((one) => isLastingRequest(one) && requestKey(one.query) === requestKey(query));
}
