import { z } from 'zod';
import { valueHints } from '../../../domain/secrets/leaked-value.ts';
import { type Command, readButton } from '../../../usecases/commands.ts';
import type { Activity } from './activity.ts';
import { leakedInFields } from './leaked.ts';
import { parseText } from './parse-text.ts';
import { readTyped } from './typed-text.ts';

const SUBMITTED = z.object({ verb: z.string() });

/** A message: a button of the older kind, which arrives as a message's value, or typed text. */
export function parseMessage(activity: Activity): Command {
  const submitted = SUBMITTED.safeParse(activity.value);
  if (submitted.success) return buttonOf(submitted.data.verb, activity.value);
  // A mention of a person belongs to a command that is about people; in any other text it is a word like others.
  const { text, withoutPeople, people } = readTyped(activity);
  const hints = valueHints(text);
  if (hints.length > 0) return { kind: 'leaked', hints };
  const aboutPeople = parseText(withoutPeople, people);
  return 'people' in aboutPeople ? aboutPeople : parseText(text);
}

function buttonOf(verb: unknown, data: unknown): Command {
  const hints = leakedInFields(data);
  return hints.length > 0 ? { kind: 'leaked', hints } : readButton(verb, data);
}

const EXCHANGE_ID = z.string().min(1).max(100);
const ACTION = z.object({
  action: z.object({ verb: z.unknown().optional(), data: z.unknown().optional() }),
  trigger: z.unknown().optional(),
  state: z.unknown().optional(),
  authentication: z
    .object({ id: EXCHANGE_ID, token: z.string().min(1).max(20_000) })
    .optional()
    .catch(undefined),
});

/** A pressed button; after a sign-in that its answer asked for, also the page's code or a silent token. */
export interface PressedButton {
  readonly command: Command;
  readonly code: string | undefined;
  readonly exchange: { readonly signInId: string; readonly token: string } | undefined;
  /** The card stays as it is: what the button opens comes in a message of its own. */
  readonly stays: boolean;
  /**
   * The client shows a sign-in that the answer asks for. Teams says `trigger` in every press, and sends the token or the code
   * with the press that it repeats; a client that sends none of them does not know the request.
   */
  readonly drawsSignIn: boolean;
}

export function parseAction(activity: Activity): PressedButton {
  const parsed = ACTION.safeParse(activity.value);
  if (!parsed.success)
    return {
      command: { kind: 'unsupported', text: '' },
      code: undefined,
      exchange: undefined,
      stays: false,
      drawsSignIn: true,
    };
  const { action, trigger, state, authentication } = parsed.data;
  return {
    command: buttonOf(action.verb, action.data),
    code: parseCode(state),
    exchange: authentication === undefined ? undefined : { signInId: authentication.id, token: authentication.token },
    stays: STAYS.safeParse(action.data).success,
    drawsSignIn: [trigger, state, authentication].some((one) => one !== undefined),
  };
}

const STAYS = z.object({ stays: z.literal(true) });

const EXCHANGE = z.object({ id: EXCHANGE_ID, token: z.string().min(1).max(20_000) });

/** signin/tokenExchange. */
export function parseExchange({ value }: Activity): { readonly signInId: string; readonly token: string } | undefined {
  const { data } = EXCHANGE.safeParse(value);
  return data === undefined ? undefined : { signInId: data.id, token: data.token };
}

const VERIFY = z.object({ state: z.unknown().optional() });

/** signin/verifyState; undefined if the page was closed without a code. */
export function parseVerify({ value }: Activity): string | undefined {
  return parseCode(VERIFY.safeParse(value).data?.state);
}

const FAILURE = z.object({ code: z.string().catch(''), message: z.string().catch('') });

/** signin/failure, cut to the length that a log line may have. */
export function parseFailure({ value }: Activity): { readonly code: string; readonly message: string } {
  const { code, message } = FAILURE.safeParse(value).data ?? { code: '', message: '' };
  return { code: printable(code, 60), message: printable(message, 200) };
}

function printable(text: string, limit: number): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, limit);
}

/** The six digits of the sign-in page. */
export function parseCode(state: unknown): string | undefined {
  return typeof state === 'string' && /^\d{6}$/.test(state) ? state : undefined;
}
