import { MAIL_CHOICES, type MailChoice } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { folded } from '../../domain/shared/text.ts';
import { auditOf } from '../audit/audit-events.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, oneOf } from '../shared/fields.ts';
import { unlessLastWay } from '../shared/last-way.ts';
import { refused } from '../shared/refuse.ts';

interface NotifyCommand {
  readonly kind: 'notify';
  /** Undefined: the asker only wants to know. */
  readonly mail: MailChoice | undefined;
}

const MAIL_WORDS: ReadonlyMap<string, MailChoice | undefined> = new Map<string, MailChoice | undefined>([
  ['', undefined],
  ['mail', undefined],
  ['mail on', 'html'],
  ['mail html', 'html'],
  ['mail text', 'text'],
  ['mail off', 'off'],
]);

/** `notify mail on|text|off` sets how the asker gets e-mails about expiring secrets; `notify mail` shows it. */
export const notifyCommand: CommandModule<NotifyCommand> = {
  kind: 'notify',
  words: ['notify'],
  read: (rest) => {
    const words = folded(rest).replace(/[:,]/g, '');
    return MAIL_WORDS.has(words) ? { kind: 'notify', mail: MAIL_WORDS.get(words) } : undefined;
  },
  button: carries('notify', { mail: oneOf(MAIL_CHOICES).optional() }).transform(({ mail }) => ({
    kind: 'notify',
    mail,
  })),
  need: 'read',
  help: [
    {
      section: 'reminders',
      needsMail: true,
      lead: 'notify mail',
      text: '– how you get e-mails about expiring secrets: on, text or off',
    },
  ],
  menu: [
    {
      title: 'notify mail',
      text: 'How you get e-mails about expiring secrets, if e-mail is set up',
      scopes: ['personal'],
    },
  ],
  perform: (deps, { mail }, asker) => notify(deps, mail, asker),
};

async function notify(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'ledger' | 'mailer' | 'askerFacts'>,
  wanted: MailChoice | undefined,
  asker: Asker,
): Promise<Outcome> {
  if (deps.mailer === undefined) return refused('no-mail');
  const { mailChoices } = deps.ledger;
  const [before = 'html'] = await mailChoices.of([asker.person]);
  if (wanted === undefined || wanted === before) return { kind: 'mail-choice', choice: before, changed: false };
  const change = async (): Promise<Outcome> => {
    await mailChoices.set(asker.person, wanted, auditOf(deps, asker, 'mail.chosen', { detail: wanted }));
    return { kind: 'mail-choice', choice: wanted, changed: true };
  };
  if (wanted !== 'off') return change();
  const { managed } = await deps.askerFacts();
  return unlessLastWay(deps, managed, { end: 'mail-off', person: asker.person }, change);
}
