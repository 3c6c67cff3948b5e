import { z } from 'zod';
import {
  type Command,
  DIGEST_ITEM_ACTS,
  HELP_TOPICS,
  MAIL_CHOICES,
  PURPOSES,
  ROTATION_ACTS,
} from '../../../domain/shared/command.ts';
import { type Activity, mentionsOf, textOf } from './activity.ts';
import { accessVerbs } from './parse-access.ts';
import { ID, NONCE, QUERY, shape, TYPED, WHOLE } from './parse-shapes.ts';
import { MOST_DAYS, parseText } from './parse-text.ts';

const UNSUPPORTED_BUTTON: Command = { kind: 'unsupported', text: '' };

/** The verbs of our cards, and what each may carry. Everything else in a button's data is left behind. */
const VERBS: ReadonlyMap<string, z.ZodType<Command>> = new Map<string, z.ZodType<Command>>([
  ['help', shape({ topic: z.enum(HELP_TOPICS), query: QUERY }, (data) => ({ kind: 'help', ...data }))],
  [
    'list',
    shape({ filter: QUERY, page: z.int().min(1).max(10_000).default(1) }, (data) => ({ kind: 'list', ...data })),
  ],
  [
    'open',
    shape({ purpose: z.enum(PURPOSES), query: QUERY, hint: QUERY }, (data) => ({
      kind: 'open',
      ...data,
    })),
  ],
  ['delete-secret', shape({ clientId: ID, keyId: ID }, (data) => ({ kind: 'delete-secret', ...data }))],
  [
    'submit-create',
    shape({ nonce: NONCE, name: TYPED, expiry: TYPED }, (data) => ({ kind: 'submit-create', ...data })),
  ],
  ['confirm-delete', shape({ nonce: NONCE, typedName: TYPED }, (data) => ({ kind: 'confirm-delete', ...data }))],
  ['stored', shape({ nonce: NONCE }, (data) => ({ kind: 'stored', ...data }))],
  ...reminderVerbs(),
  ...accessVerbs(),
  ['sign-in', shape({}, () => ({ kind: 'sign-in' }))],
  ['sign-out', shape({}, () => ({ kind: 'sign-out' }))],
  ['who-am-i', shape({}, () => ({ kind: 'who-am-i' }))],
]);

function reminderVerbs(): readonly (readonly [string, z.ZodType<Command>])[] {
  const scope = z.string().max(300).default('');
  return [
    ['rotate-secret', shape({ clientId: ID, keyId: ID }, (data) => ({ kind: 'rotate-secret', ...data }))],
    ['rotations', shape({}, () => ({ kind: 'rotations' }))],
    [
      'rotation',
      shape({ id: NONCE, act: z.enum(ROTATION_ACTS), keyId: z.string().max(100).default('') }, (data) => ({
        kind: 'rotation',
        ...data,
      })),
    ],
    ['expiring', shape({ days: WHOLE.max(MOST_DAYS) }, (data) => ({ kind: 'expiring', ...data }))],
    ['link', shape({ query: QUERY, scope }, (data) => ({ kind: 'link', ...data }))],
    ['unlink', shape({ query: QUERY, scope }, (data) => ({ kind: 'unlink', ...data }))],
    ['unlink-one', shape({ id: ID }, (data) => ({ kind: 'unlink-one', ...data }))],
    ['links', shape({}, () => ({ kind: 'links' }))],
    ['digest', shape({ digest: NONCE, page: WHOLE.max(10_000) }, (data) => ({ kind: 'digest', ...data }))],
    [
      'digest-item',
      shape({ act: z.enum(DIGEST_ITEM_ACTS), digest: NONCE, item: WHOLE.max(100_000) }, (data) => ({
        kind: 'digest-item',
        ...data,
      })),
    ],
    ['notify', shape({ mail: z.enum(MAIL_CHOICES).optional() }, ({ mail }) => ({ kind: 'notify', mail }))],
    ['sweep', shape({ accept: z.boolean().default(false) }, (data) => ({ kind: 'sweep', ...data }))],
    ['undelivered', shape({}, () => ({ kind: 'undelivered' }))],
    [
      'undelivered-act',
      shape({ act: z.enum(['retry', 'drop']), digest: NONCE }, (data) => ({ kind: 'undelivered-act', ...data })),
    ],
  ];
}

/** Verbs of cards that an earlier version posted: their buttons go on working. */
const FORMER_VERBS: ReadonlyMap<string, string> = new Map([
  ['due', 'digest-item'],
  ['judge', 'review'],
]);

/** What a button asks for. `unsupported` for verbs and data that are not ours. */
export function parseButton(verb: unknown, data: unknown): Command {
  const schema = typeof verb === 'string' ? VERBS.get(FORMER_VERBS.get(verb) ?? verb) : undefined;
  return schema?.safeParse(data ?? {}).data ?? UNSUPPORTED_BUTTON;
}

const ASSIGNS = /^(?:\s|&nbsp;|\/)*(?:un)?assign\b/i;
const SUBMITTED = z.object({ verb: z.string() });

/** A message: a button of the older kind, which arrives as a message's value, or typed text. */
export function parseMessage(activity: Activity): Command {
  const submitted = SUBMITTED.safeParse(activity.value);
  if (submitted.success) return parseButton(submitted.data.verb, activity.value);
  const text = textOf(activity);
  // Only where people are named is a mention a part of what is said.
  return ASSIGNS.test(text) ? parseText(textOf(activity, 'all'), mentionsOf(activity)) : parseText(text);
}

const ACTION = z.object({
  action: z.object({ verb: z.unknown().optional(), data: z.unknown().optional() }),
  state: z.unknown().optional(),
  authentication: z
    .object({ id: ID, token: z.string().min(1).max(20_000) })
    .optional()
    .catch(undefined),
});

/** A pressed button; after a sign-in that its answer asked for, also the page's code or a silent token. */
export interface PressedButton {
  readonly command: Command;
  readonly code: string | undefined;
  readonly exchange: { readonly signInId: string; readonly token: string } | undefined;
}

export function parseAction(activity: Activity): PressedButton {
  const parsed = ACTION.safeParse(activity.value);
  if (!parsed.success) return { command: UNSUPPORTED_BUTTON, code: undefined, exchange: undefined };
  const { action, state, authentication } = parsed.data;
  return {
    command: parseButton(action.verb, action.data),
    code: parseCode(state),
    exchange: authentication === undefined ? undefined : { signInId: authentication.id, token: authentication.token },
  };
}

const EXCHANGE = z.object({ id: ID, token: z.string().min(1).max(20_000) });

/** signin/tokenExchange. */
export function parseExchange({ value }: Activity): { readonly signInId: string; readonly token: string } | undefined {
  const { data } = EXCHANGE.safeParse(value);
  return data === undefined ? undefined : { signInId: data.id, token: data.token };
}

const VERIFY = z.object({ state: z.unknown().optional() });

/** signin/verifyState; undefined where the page was closed without a code. */
export function parseVerify({ value }: Activity): string | undefined {
  return parseCode(VERIFY.safeParse(value).data?.state);
}

const FAILURE = z.object({ code: z.string().catch(''), message: z.string().catch('') });

/** signin/failure, cut to what a log line may hold. */
export function parseFailure({ value }: Activity): { readonly code: string; readonly message: string } {
  const { code, message } = FAILURE.safeParse(value).data ?? { code: '', message: '' };
  return { code: printable(code, 60), message: printable(message, 200) };
}

function printable(text: string, limit: number): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, limit);
}

function parseCode(state: unknown): string | undefined {
  return typeof state === 'string' && /^\d{6}$/.test(state) ? state : undefined;
}
