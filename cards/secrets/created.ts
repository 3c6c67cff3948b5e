import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { shownDay, shownMoment } from '../shared/dates.ts';
import { secretMarks, shownName } from '../shared/describe.ts';
import { DELIVERED, deliveredRemoval, LABELS } from '../shared/sentences.ts';
import template from './created.json' with { type: 'json' };
import { CREATED, secretSteps, valueGone } from './sentences.ts';

/** Says that a secret exists now, and which message shows its value or how that message went. It never holds the value. */
export function createdCard(outcome: Extract<Outcome, { kind: 'created' }>): Rendered {
  const { application, secret, where, minutes, isFirst = false, gone } = outcome;
  return fill(template, CREATED.title, {
    title: CREATED.title,
    applicationLabel: LABELS.application,
    applicationName: shownName(application.displayName),
    clientId: plainText(application.clientId),
    secretLabel: LABELS.secret,
    secretName: `${shownName(secret.name)} (${secretMarks(secret, secret.sharesName)})`,
    expiryLabel: LABELS.expires,
    expiry: shownDay(secret.end),
    keyId: plainText(secret.keyId),
    where: gone === undefined ? DELIVERED[where] : valueGone(gone.how, shownMoment(gone.at)),
    removal: gone === undefined ? deliveredRemoval(minutes) : '',
    mayBeLost: gone?.how === 'time',
    stepsTitle: LABELS.nextSteps,
    steps: secretSteps(isFirst, gone !== undefined).map(({ lead, text }) => ({ lead, text })),
  });
}
