import type { MessagesOutcome } from '../../../bot/domain/messages/outcomes.ts';
import { NOW } from './applications.ts';
import type { OutcomeSamples } from './variants.ts';

const undelivered = { about: 'digest', items: 3, since: NOW, code: 'MessageWritesBlocked' } as const;

export const MESSAGES_OUTCOMES = {
  undelivered: {
    plain: {
      kind: 'undelivered',
      messages: [
        { message: 'digest-7', to: { kind: 'channel', name: 'Stichting Voorbeeld IT › API secrets' }, ...undelivered },
        { message: 'digest-8', to: { kind: 'mail', name: 'Anna Visser' }, ...undelivered, code: 'NoMailAddress' },
      ],
    },
    none: { kind: 'undelivered', messages: [] },
  },
} satisfies OutcomeSamples<MessagesOutcome>;
