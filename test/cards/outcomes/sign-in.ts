import type { SignInOutcome } from '../../../bot/domain/sign-in/outcomes.ts';
import { NOW } from './applications.ts';
import type { OutcomeSamples } from './variants.ts';

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
const signIn = { kind: 'sign-in', signInId: 'id', url: 'https://bot.example/sign-in/ticket', lack: undefined } as const;

export const SIGN_IN_OUTCOMES = {
  'sign-in': {
    plain: { ...signIn, need: 'read', sso: true },
    'step-up': { ...signIn, need: 'step-up', sso: false },
    'after a consent was missing': { ...signIn, need: 'read', sso: false, lack: 'consent' },
  },
  'signed-in': { plain: { kind: 'signed-in', name: 'Anna Visser' } },
  'signed-out': { plain: { kind: 'signed-out' } },
  'not-signed-in': { plain: { kind: 'not-signed-in' } },
  'who-am-i': {
    plain: who,
    administrator: { ...who, administrator: true, managed: 0, stepUpUntil: undefined },
  },
} satisfies OutcomeSamples<SignInOutcome>;
