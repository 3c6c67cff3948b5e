import type { SecretOfApplication } from '../../../bot/domain/secrets/outcomes.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { plainText } from '../../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../../fill.ts';
import { limited, secretMarks, secretRow, shownName } from '../../shared/describe.ts';
import { LABELS, moreSecrets } from '../../shared/sentences.ts';
import exposeTemplate from '../expose-form.json' with { type: 'json' };
import template from '../leaked.json' with { type: 'json' };
import { EXPOSE_FORM, EXPOSE_HOURS, LEAKED } from './sentences.ts';

const SECRETS_SHOWN = 8;

/** Something like a value was sent. Nothing of it is shown. */
export function leakedCard({ fitting }: Extract<Outcome, { kind: 'leaked' }>): Rendered {
  const { rows, hasMore, more } = limited(fitting, SECRETS_SHOWN, rowOf, moreSecrets);
  const lines = [LEAKED.kept, fitting.length > 0 ? LEAKED.fitting : LEAKED.none];
  return fill(template, LEAKED.title, {
    title: LEAKED.title,
    lines: lines.map((text) => ({ text })),
    ...{ secrets: rows, hasMore, more },
  });
}

function rowOf({ application, secret }: SecretOfApplication): CardData {
  return { ...secretRow(secret, plainText(application.clientId)), applicationName: shownName(application.displayName) };
}

/** Asks when a secret in wrong hands is to be removed, and says what happens until then. */
export function exposeFormCard({ exposed, rotation = '' }: Extract<Outcome, { kind: 'expose-form' }>): Rendered {
  const { application, secret } = exposed;
  return fill(exposeTemplate, EXPOSE_FORM.title, {
    title: EXPOSE_FORM.title,
    applicationLabel: LABELS.application,
    applicationName: shownName(application.displayName),
    secretLabel: LABELS.secret,
    secretName: shownName(secret.name),
    marks: secretMarks(secret, secret.sharesName),
    steps: EXPOSE_FORM.steps.map((text) => ({ text })),
    hoursLabel: EXPOSE_FORM.hoursLabel,
    hoursError: EXPOSE_FORM.hoursError,
    hours: EXPOSE_HOURS,
    warning: EXPOSE_FORM.warning,
    clientId: plainText(application.clientId),
    keyId: plainText(secret.keyId),
    rotation,
  });
}
