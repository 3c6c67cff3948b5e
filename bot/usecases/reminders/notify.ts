import type { MailChoice } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { auditOf } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';

/** `notify mail on|text|off`: how the asker wants e-mails about expiring secrets; without a choice: how it stands. */
export async function notify(deps: Deps, wanted: MailChoice | undefined, asker: Asker): Promise<Outcome> {
  if (deps.mailer === undefined) return refused('no-mail');
  const { mailChoices } = deps.ledger;
  const [before = 'html'] = await mailChoices.of([asker.person]);
  if (wanted === undefined || wanted === before) return { kind: 'mail-choice', choice: before, changed: false };
  await mailChoices.set(asker.person, wanted, auditOf(deps, asker, 'mail.chosen', { detail: wanted }));
  return { kind: 'mail-choice', choice: wanted, changed: true };
}
