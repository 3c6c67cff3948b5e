import { z } from 'zod';
import { CODE_OF, type LoggedSignIn } from '../../../domain/secrets/sign-in-log.ts';
import { DirectoryFault } from '../../../ports/secrets/directory.ts';
import type { LogPart, SignInLog } from '../../../ports/secrets/sign-in-log.ts';
import { GUID, parsed } from '../answers.ts';
import type { GraphClient } from '../client.ts';
import { toFault } from '../errors.ts';
import { instantIn } from './instant.ts';
import type { ReportBudget } from './report-budget.ts';

/** Graph gives 1,000 entries with one request. */
const PAGE_SIZE = 1_000;
/** So many pages are read for one question. */
const PAGE_LIMIT = 3;
const SUCCESS = 0;

/** The log is in Graph's beta: an entry with another shape is left out, and the part says so. */
const ENTRY = z.object({
  id: z.string().min(1).max(200),
  createdDateTime: z.string(),
  appId: z.string().nullish(),
  servicePrincipalCredentialKeyId: z.string().nullish(),
  clientCredentialType: z.string().nullish(),
  status: z.object({ errorCode: z.number() }),
});
/** Types of credentials that are no client secrets: https://learn.microsoft.com/graph/api/resources/signin (clientCredentialType) */
const NO_SECRETS = new Set(['clientAssertion', 'certificate', 'federatedIdentityCredential', 'managedIdentity']);
const PAGE = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

interface Question {
  readonly code: number;
  readonly since: Date;
  readonly clientId?: string;
}

/**
 * `GET /beta/auditLogs/signIns` for applications: https://learn.microsoft.com/graph/api/signin-list. It can be filtered by
 * one error code, and gives the newest entries first. Each page takes a request of the budget.
 */
export function createSignInLog(client: GraphClient, budget: Pick<ReportBudget, 'wait'>, clock: () => Date): SignInLog {
  const ask = async (question: Question, stopping: AbortSignal): Promise<LogPart> => {
    try {
      return await read(client, question, clock, () => budget.wait(stopping));
    } catch (error) {
      throw toFault(error, 'read');
    }
  };
  return {
    refused: (why, since, stopping) => ask({ code: CODE_OF[why], since }, stopping),
    succeeded: (clientId, since, stopping) => {
      if (!GUID.test(clientId)) throw new DirectoryFault('absent', { ambiguous: false });
      return ask({ code: SUCCESS, since, clientId: clientId.toLowerCase() }, stopping);
    },
  };
}

async function read(
  client: GraphClient,
  question: Question,
  clock: () => Date,
  turn: () => Promise<void>,
): Promise<LogPart> {
  const found: Found[] = [];
  const partOf = (complete: boolean) => ({ ...partIn(found, clock()), complete });
  const filter = filterOf(question);
  let ask = () => client.read('/auditLogs/signIns').version('beta').filter(filter).top(PAGE_SIZE).get();
  for (let count = 0; count < PAGE_LIMIT; count += 1) {
    await turn();
    const page = parsed(PAGE, await ask(), 'no log of sign-ins');
    found.push(...page.value.flatMap((each) => entryIn(each, question)));
    const next = page['@odata.nextLink'] ?? undefined;
    if (next === undefined) return partOf(true);
    if (!client.isOwn(next)) throw new DirectoryFault('unexpected', { ambiguous: false });
    ask = () => client.read(next).get();
  }
  return partOf(false);
}

function partIn(found: readonly Found[], now: Date): Omit<LogPart, 'complete'> {
  const entries = found.flatMap((each) => (each === 'unreadable' ? [] : each.entry));
  const unclear = found.flatMap((each) => (each === 'unreadable' ? now : each.mayBeAnySecret ? each.entry.at : []));
  const newest = Math.max(...unclear.map((at) => at.getTime()));
  return { entries, unclearAt: unclear.length === 0 ? undefined : new Date(newest) };
}

function filterOf({ code, since, clientId }: Question): string {
  return [
    "signInEventTypes/any(t: t eq 'servicePrincipal')",
    `createdDateTime ge ${since.toISOString()}`,
    ...(clientId === undefined ? [] : [`appId eq '${clientId}'`]),
    `status/errorCode eq ${code}`,
  ].join(' and ');
}

type Found = { readonly entry: LoggedSignIn; readonly mayBeAnySecret: boolean } | 'unreadable';

/** The entry, if it answers the question. */
function entryIn(value: unknown, { code, since, clientId: asked }: Question): readonly Found[] {
  const entry = ENTRY.safeParse(value).data;
  const at = instantIn(entry?.createdDateTime);
  if (entry === undefined || at === undefined) return ['unreadable'];
  const clientId = guidIn(entry.appId);
  if (entry.status.errorCode !== code || at < since || (asked !== undefined && clientId !== asked)) return [];
  const keyId = guidIn(entry.servicePrincipalCredentialKeyId);
  const mayBeAnySecret = keyId === undefined && !NO_SECRETS.has(entry.clientCredentialType ?? '');
  return [{ entry: { id: entry.id, at, clientId, keyId }, mayBeAnySecret }];
}

function guidIn(text: string | null | undefined): string | undefined {
  return text != null && GUID.test(text) ? text.toLowerCase() : undefined;
}
