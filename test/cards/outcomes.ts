import type { Application, ClientSecret } from '../../bot/domain/application.ts';
import { HELP_TOPICS } from '../../bot/domain/command.ts';
import type { ApplicationView, Outcome } from '../../bot/domain/outcome.ts';
import type { Refusal } from '../../bot/domain/refusal.ts';
import { applicationView, secretView } from '../../bot/domain/view.ts';
import { REFUSALS } from '../../cards/sentences.ts';

export const NOW = new Date('2026-11-24T10:15:00Z');
const NONCE = 'sfU0bG1hZ2ljLW5vbmNlLTMyLWJ5dGVzLWxvbmctaXNo';
const CLIENT = '3f0c8a52-7a0e-4d0b-9a3e-5d0f6f1c2b';

export function secret(n: number, name: string, hint: string, end: string): ClientSecret {
  const keyId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const start = new Date(`${Number(end.slice(0, 4)) - 1}${end.slice(4)}T09:00:00Z`);
  return { keyId, name, hint, start, end: new Date(`${end}T09:00:00Z`) };
}

export function application(n: number, displayName: string, secrets: readonly ClientSecret[]): ApplicationView {
  const plain: Application = { clientId: `${CLIENT}${String(n).padStart(2, '0')}`, displayName, secrets };
  return applicationView(plain, NOW);
}

const VALID = secret(1, 'Secret by Anna Visser', 'x7Q', '2027-09-04');
const EXPIRING = secret(2, 'Secret by Pieter de Groot', 'kT~', '2026-12-12');
const EXPIRED = secret(3, 'Secret by Anna Visser (2025)', 'a_9', '2026-10-02');

export const SMC = application(1, 'Partner-NL-Stichting-Voorbeeld-SMC', [VALID, EXPIRING, EXPIRED]);
const DM = application(2, 'Partner-NL-Stichting-Voorbeeld-DM', [EXPIRED]);
const ALTERNATIVE = application(3, 'PartnerAlternative-NL-Stichting-Voorbeeld-SMC', [VALID]);
const ODD = application(4, 'Legacy export job', []);

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
};
const example = {
  tokenUrl: 'https://login.microsoftonline.com/example.org/oauth2/v2.0/token',
  scope: 'api://example/.default',
};
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
      { kind: 'help', topic, example: { ...example, clientId: undefined }, signedIn: false } satisfies Outcome,
    ]),
  ),
  'help-token-named': {
    kind: 'help',
    topic: 'token',
    example: { ...example, clientId: SMC.clientId },
    signedIn: true,
  },
  'help-signed-in': { kind: 'help', topic: 'overview', example: { ...example, clientId: undefined }, signedIn: true },
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
  'choose-secret': { kind: 'choose-secret', application: SMC, hint: 'zz' },
  'choose-secret-none': { kind: 'choose-secret', application: ODD, hint: '' },
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
