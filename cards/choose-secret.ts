import type { Outcome } from '../bot/domain/outcome.ts';
import { plainText } from '../bot/domain/text.ts';
import { SECRETS_SHOWN } from './application.ts';
import template from './choose-secret.json' with { type: 'json' };
import { applicationData, limited, secretRow } from './describe.ts';
import { fill, type Rendered } from './fill.ts';
import { LABELS, moreSecrets } from './sentences.ts';
import { CHOOSE_SECRET, noSuchHint } from './sentences-secret.ts';

/** Which secret to delete or to rotate. */
export function chooseSecretCard(outcome: Extract<Outcome, { kind: 'choose-secret' }>): Rendered {
  const { application } = outcome;
  const words = CHOOSE_SECRET[outcome.purpose];
  const hint = plainText(outcome.hint, 40);
  const row = limited(
    application.secrets,
    SECRETS_SHOWN,
    (secret) => ({ ...secretRow(secret, application.clientId), button: words.button, verb: words.verb }),
    moreSecrets,
  );
  const advice = application.secrets.length === 0 ? words.none : words.choose;
  const lines = hint === '' ? [advice] : [noSuchHint(hint), advice];
  return fill(template, CHOOSE_SECRET.title, {
    ...applicationData(application),
    title: CHOOSE_SECRET.title,
    applicationLabel: LABELS.application,
    lines: lines.map((text) => ({ text })),
    secrets: row.rows,
    hasMore: row.hasMore,
    more: row.more,
  });
}
