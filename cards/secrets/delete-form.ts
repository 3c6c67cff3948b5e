import { confirmingText } from '../../bot/domain/secrets/confirmation.ts';
import type { DeleteForm } from '../../bot/domain/secrets/outcomes.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { secretName, shownHint, shownName, statusOf } from '../shared/describe.ts';
import { LABELS, TOO_EARLY } from '../shared/sentences.ts';
import template from './delete-form.json' with { type: 'json' };
import { DELETE_CONFIRMATION, DELETE_FORM, deleteWarning } from './sentences.ts';

/**
 * Asks before deleting, and says what goes and what stops. For the last live secret the application's name must be
 * typed.
 */
export function deleteFormCard(form: DeleteForm): Rendered {
  const { application, secret } = form;
  return fill(template, DELETE_FORM.title, {
    title: DELETE_FORM.title,
    applicationLabel: LABELS.application,
    applicationName: shownName(application.displayName),
    clientId: plainText(application.clientId),
    secretLabel: LABELS.secret,
    secretName: secretName(secret, secret.sharesName),
    hintLabel: LABELS.hint,
    hint: shownHint(secret.hint),
    expiryLabel: secret.status === 'expired' ? LABELS.expired : LABELS.expires,
    expiry: shownDay(secret.end),
    statusLabel: LABELS.status,
    ...statusOf(secret),
    warning: deleteWarning(secret.status),
    lastLive: form.lastLive,
    lastText: DELETE_FORM.lastLive,
    warnings: form.warnings.map((warning) => ({ text: TOO_EARLY[warning] })),
    ...DELETE_CONFIRMATION[confirmingText(application)],
    typedName: plainText(form.typedName),
    mismatch: form.mismatch,
    nonce: form.nonce,
  });
}
