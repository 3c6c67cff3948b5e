import type { MessagesOutcome, Waiting } from '../../../bot/domain/messages/outcomes.ts';
import { NOW, SMC } from './applications.ts';
import { CONTACTS_OUTCOMES } from './contacts.ts';
import type { OutcomeSamples } from './variants.ts';

const undelivered = { about: 'digest', items: 3, since: NOW, code: 'MessageWritesBlocked' } as const;

const WAITING: readonly Waiting[] = [
  { kind: 'person', name: 'Bram de Vries', chat: 'unopened', about: ['assigned', 'request-news'], since: NOW },
  { kind: 'person', name: '', chat: 'unopened', about: ['assigned'], since: NOW },
  { kind: 'person', name: 'Clara Smit', chat: 'closed', about: ['channel-unlinked'], since: NOW },
  { kind: 'administrators', about: ['alarm'], since: NOW },
];

export const MESSAGES_OUTCOMES = {
  undelivered: {
    plain: {
      kind: 'undelivered',
      messages: [
        { message: 'digest-7', to: { kind: 'channel', name: 'Stichting Voorbeeld IT › API secrets' }, ...undelivered },
        { message: 'digest-8', to: { kind: 'mail', name: 'Anna Visser' }, ...undelivered, code: 'NoMailAddress' },
      ],
      waiting: WAITING,
    },
    waiting: { kind: 'undelivered', messages: [], waiting: WAITING },
    none: { kind: 'undelivered', messages: [], waiting: [] },
  },
  'nudged-all': {
    plain: {
      ...{ kind: 'nudged-all', step: 'ask', about: 'this-week', applications: 14, unmanaged: 1 },
      ...{ told: ['Bram de Vries', ''], untold: ['Clara Smit'] },
    },
    asked: {
      ...{ kind: 'nudged-all', step: 'asked', about: 'away', applications: 1, unmanaged: 0 },
      ...{ told: ['Bram de Vries'], untold: [] },
    },
    nobody: {
      ...{ kind: 'nudged-all', step: 'ask', about: 'cannot-connect', applications: 1, unmanaged: 1 },
      ...{ told: [], untold: [] },
    },
  },
  nudged: {
    plain: { kind: 'nudged', application: SMC, told: ['Bram de Vries', ''], untold: ['Clara Smit'] },
    'nobody-met': { kind: 'nudged', application: SMC, told: [], untold: ['Clara Smit'] },
    'nobody-manages': { kind: 'nudged', application: SMC, told: [], untold: [] },
  },
  ...CONTACTS_OUTCOMES,
} satisfies OutcomeSamples<MessagesOutcome>;
