import { secretView } from '../../../bot/domain/shared/application-view.ts';
import { HELP_TOPICS } from '../../../bot/domain/shared/command.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import type { Refusal } from '../../../bot/domain/shared/refusal.ts';
import { REFUSALS } from '../../../cards/shared/sentences.ts';
import { ACCESS_OUTCOMES } from './access.ts';
import { ALTERNATIVE, DM, EXPIRED, EXPIRING, NONCE, NOW, ODD, SMC, VALID } from './applications.ts';
import { REMINDER_OUTCOMES } from './reminders.ts';
import { ROTATION_OUTCOMES } from './rotation.ts';

export { application, NOW, SMC, secret } from './applications.ts';

const refusals = Object.keys(REFUSALS) as readonly Refusal[];
const createForm = {
  nonce: NONCE,
  application: SMC,
  name: 'Secret by Anna Visser',
  expiry: '2027-11-24',
  firstDay: '2026-11-25',
  lastDay: '2027-11-24',
  problems: [],
};
const deleteForm = {
  nonce: NONCE,
  application: SMC,
  secret: secretView(EXPIRING, NOW),
  lastLive: false,
  typedName: '',
  mismatch: false,
  warnings: [],
};
const example = {
  tokenUrl: 'https://login.microsoftonline.com/example.org/oauth2/v2.0/token',
  scope: 'api://example/.default',
};
const help = { kind: 'help', signedIn: false, mail: false, administrator: false } as const;
const created = { kind: 'created', application: SMC, secret: secretView(VALID, NOW), minutes: 10 } as const;
const who = {
  kind: 'who-am-i',
  name: 'Anna Visser',
  administrator: false,
  managed: 3,
  signedInAt: new Date('2026-11-24T10:05:00Z'),
  sessionUntil: new Date('2026-11-24T18:05:00Z'),
  stepUpUntil: new Date('2026-11-24T10:23:00Z'),
  now: NOW,
} as const;

/** Every kind of outcome, in its variants, by a name for screenshots and test names. */
export const OUTCOMES: Readonly<Record<string, Outcome>> = {
  ...Object.fromEntries(
    HELP_TOPICS.map((topic) => [
      `help-${topic}`,
      { ...help, topic, example: { ...example, clientId: undefined } } satisfies Outcome,
    ]),
  ),
  'help-token-named': { ...help, topic: 'token', example: { ...example, clientId: SMC.clientId }, signedIn: true },
  'help-signed-in': { ...help, topic: 'overview', example: { ...example, clientId: undefined }, signedIn: true },
  'help-administrator': {
    ...help,
    topic: 'overview',
    example: { ...example, clientId: undefined },
    mail: true,
    administrator: true,
  },
  list: {
    kind: 'applications',
    applications: [DM, SMC, ALTERNATIVE, ODD],
    filter: '',
    page: 1,
    pages: 1,
    total: 4,
  },
  'list-middle': { kind: 'applications', applications: [SMC, ODD], filter: 'voorbeeld', page: 2, pages: 3, total: 27 },
  'list-empty': { kind: 'applications', applications: [], filter: 'zzz', page: 1, pages: 1, total: 0 },
  'no-applications': { kind: 'no-applications' },
  application: { kind: 'application', application: SMC },
  'application-bare': { kind: 'application', application: ODD },
  'create-form': { kind: 'create-form', form: createForm },
  'create-form-problems': {
    kind: 'create-form',
    form: { ...createForm, name: '', expiry: '2029-01-01', problems: ['name-empty', 'expiry-too-late'] },
  },
  created: { ...created, where: 'here', shortLived: false },
  'created-personal': { ...created, where: 'personal', shortLived: true },
  'delete-form': { kind: 'delete-form', form: deleteForm },
  'delete-form-last': {
    kind: 'delete-form',
    form: { ...deleteForm, lastLive: true, typedName: 'Partner-NL', mismatch: true },
  },
  'delete-form-too-early': {
    kind: 'delete-form',
    form: { ...deleteForm, warnings: ['old-still-used', 'new-unused', 'unconfirmed'] },
  },
  'delete-form-expired': { kind: 'delete-form', form: { ...deleteForm, secret: secretView(EXPIRED, NOW) } },
  deleted: { kind: 'deleted', application: SMC, secret: secretView(EXPIRED, NOW), already: false },
  'deleted-already': { kind: 'deleted', application: SMC, secret: undefined, already: true },
  'choose-application': {
    kind: 'choose-application',
    purpose: 'create',
    query: 'voorbeeld',
    hint: '',
    candidates: [DM, SMC, ALTERNATIVE],
  },
  'choose-secret': { kind: 'choose-secret', purpose: 'delete', application: SMC, hint: 'zz' },
  'choose-secret-none': { kind: 'choose-secret', purpose: 'delete', application: ODD, hint: '' },
  'choose-secret-rotate': { kind: 'choose-secret', purpose: 'rotate', application: SMC, hint: '' },
  'choose-secret-rotate-none': { kind: 'choose-secret', purpose: 'rotate', application: ODD, hint: '' },
  'not-found': { kind: 'not-found', purpose: 'show', query: 'vorbeld', suggestions: [SMC, DM] },
  'not-found-at-all': { kind: 'not-found', purpose: 'show', query: 'zzz', suggestions: [] },
  'who-am-i': who,
  'who-am-i-administrator': { ...who, administrator: true, managed: 0, stepUpUntil: undefined },
  'not-signed-in': { kind: 'not-signed-in' },
  'signed-out': { kind: 'signed-out' },
  'signed-in': { kind: 'signed-in', name: 'Anna Visser' },
  'sign-in': { kind: 'sign-in', need: 'read', signInId: 'id', url: 'https://bot.example/sign-in/ticket', sso: true },
  'sign-in-step-up': {
    kind: 'sign-in',
    need: 'step-up',
    signInId: 'id',
    url: 'https://bot.example/sign-in/ticket',
    sso: false,
  },
  ...REMINDER_OUTCOMES,
  ...ROTATION_OUTCOMES,
  ...ACCESS_OUTCOMES,
  stored: { kind: 'stored' },
  working: { kind: 'working' },
  ...Object.fromEntries(
    refusals.map((refusal) => [
      `refused-${refusal}`,
      { kind: 'refused', refusal, reference: refusal === 'fault' ? '1a2b3c4d' : undefined } satisfies Outcome,
    ]),
  ),
  unknown: { kind: 'unknown', text: 'make me a sandwich' },
};

export const SECRET_MESSAGE = { nonce: NONCE, application: SMC, secret: VALID, minutes: 10 } as const;
