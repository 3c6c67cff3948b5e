import { EXPOSED_HOURS } from '../../../bot/domain/rotation/rotation.ts';
import { waitText } from '../../rotation/sentences.ts';

export const LEAKED = {
  title: '⚠ That looks like the value of a client secret',
  kept: 'I did nothing else with your message, and I have not kept the value. Delete the message: everybody who can read it could use the value.',
  fitting:
    'It begins like these secrets of your applications. If it is one of them and others may have seen it, press “Others may know it”.',
  none: 'It begins like none of the live secrets of your applications. If it belongs to somebody else, tell them: they should replace it.',
} as const;

export const EXPOSE_FORM = {
  title: 'Replace a secret that others may know?',
  steps: [
    '1. I open the form for a new secret, and show you its value.',
    '2. You let your system use the new one.',
    '3. When the time that you choose is over, I remove the old one by myself. Until then each manager can say that it stays.',
    'I tell the other managers of the application at once.',
  ],
  hoursLabel: 'Remove the old secret',
  hoursError: 'Please choose when the old secret is removed.',
  warning:
    'Until it is removed, everybody who has the value can use it. From then on, what still uses it cannot connect.',
} as const;

/** What one can choose, as the form sends it and as it is read. */
export const EXPOSE_HOURS = EXPOSED_HOURS.map((hours) => ({
  value: String(hours),
  title: `${waitText(hours)} after the new one was created`,
}));
