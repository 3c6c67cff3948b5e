import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { SECRETS_SHOWN } from '../shared/application.ts';
import { applicationData, limited, reportData, secretRow } from '../shared/describe.ts';
import { LABELS, moreSecrets } from '../shared/sentences.ts';
import template from './choose-secret.json' with { type: 'json' };
import { CHOOSE_SECRET, noSuchHint } from './sentences.ts';

/** Asks which secret to delete or to rotate. */
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
    ...reportData(application.secrets.length === 0 ? undefined : application.report),
    title: CHOOSE_SECRET.title,
    applicationLabel: LABELS.application,
    lines: lines.map((text) => ({ text })),
    secrets: row.rows,
    hasMore: row.hasMore,
    more: row.more,
  });
}
