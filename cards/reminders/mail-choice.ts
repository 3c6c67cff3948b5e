import { MAIL_CHOICES } from '../../bot/domain/shared/command.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { fill, type Rendered } from '../fill.ts';
import template from './mail-choice.json' with { type: 'json' };
import { MAIL_CHOICE } from './sentences.ts';

/** Says how the person gets e-mails about expiring secrets, and offers the other ways. */
export function mailChoiceCard({ choice, changed }: Extract<Outcome, { kind: 'mail-choice' }>): Rendered {
  const title = changed ? MAIL_CHOICE.changed : MAIL_CHOICE.title;
  const others = MAIL_CHOICES.filter((other) => other !== choice);
  return fill(template, title, {
    title,
    colour: changed ? 'Good' : 'Default',
    lines: [{ text: MAIL_CHOICE.texts[choice] }],
    choices: others.map((mail) => ({ mail, title: MAIL_CHOICE.buttons[mail] })),
  });
}
