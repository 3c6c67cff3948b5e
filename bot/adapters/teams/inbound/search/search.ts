import { z } from 'zod';
import { valueHints } from '../../../../domain/secrets/leaked-value.ts';
import type { Outcome } from '../../../../domain/shared/outcome.ts';
import type { Asker } from '../../../../domain/shared/person.ts';
import type { Command } from '../../../../usecases/commands.ts';
import type { InvokeAnswer } from '../../outbound/respond.ts';
import { SEARCH_PRECONDITION, searchAnswer } from '../../outbound/search-answer.ts';
import type { Activity } from '../activity.ts';
import { type Exchange, exchanged } from '../invokes.ts';
import { parseCode } from '../parse.ts';
import { linksFor, type Replies, type ReplyDeps } from '../replying.ts';

/** The command of the compose box, and its field, as the manifest names them. */
const COMMAND = 'find';
const FIELD = 'words';
/** So many results does Teams ask for at once. */
const PAGE = 25;
const MOST_SKIPPED = 1_000;

const QUERY = z.object({
  commandId: z.literal(COMMAND),
  parameters: z
    .array(z.object({ name: z.string(), value: z.unknown().optional() }))
    .max(10)
    .catch([]),
  queryOptions: z
    .object({ skip: z.int().min(0).max(MOST_SKIPPED).catch(0), count: z.int().min(1).max(PAGE).catch(PAGE) })
    .catch({ skip: 0, count: PAGE }),
  state: z.unknown().optional(),
  authentication: z
    .object({ token: z.string().min(1).max(20_000) })
    .optional()
    .catch(undefined),
});

/** What was typed into the search, and what a sign-in that its answer asked for has brought. */
export interface Search {
  readonly command: Command;
  readonly code: string | undefined;
  readonly token: string | undefined;
}

/** Undefined if this is no search of ours. Without the field it is the search that runs before anybody types. */
export function parseSearch({ value }: Activity): Search | undefined {
  const { data } = QUERY.safeParse(value);
  if (data === undefined) return undefined;
  const typed = data.parameters.find(({ name }) => name === FIELD)?.value;
  const words = typeof typed === 'string' ? typed.slice(0, 300) : '';
  const hints = valueHints(words);
  const command: Command = hints.length > 0 ? { kind: 'leaked', hints } : { kind: 'find', words, ...data.queryOptions };
  const { state, authentication } = data;
  return { command, code: parseCode(state), token: authentication?.token };
}

/**
 * Answers a search of the compose box. Nothing is kept of the conversation: the bot may be no member of it. The code or the
 * token of a sign-in is looked at only if a session is missing, because Teams may send it with each of several searches.
 */
export async function search(
  deps: ReplyDeps,
  replies: Replies,
  { command, code, token }: Search,
  asker: Asker,
): Promise<InvokeAnswer> {
  const work = (async (): Promise<Outcome | 'more-needed'> => {
    const outcome = await replies.run(command, asker);
    if (outcome.kind !== 'sign-in') return outcome;
    if (code !== undefined) return replies.run({ kind: 'code', code }, asker);
    return token === undefined
      ? outcome
      : withToken(deps, replies, command, { signInId: outcome.signInId, token }, asker);
  })();
  const result = (await replies.inTime(work)) ?? ({ kind: 'working' } as const);
  if (result === 'more-needed') return SEARCH_PRECONDITION;
  return searchAnswer(result, linksFor(deps.links, asker), deps.zone, command.kind === 'find' && command.skip > 0);
}

async function withToken(
  deps: ReplyDeps,
  replies: Replies,
  command: Command,
  input: Exchange,
  asker: Asker,
): Promise<Outcome | 'more-needed'> {
  const result = await exchanged(deps, input, asker);
  if (result.kind === 'signed-in') return result.outcome;
  return result.kind === 'duplicate' ? replies.run(command, asker) : 'more-needed';
}
