import { confirmingText } from '../../bot/domain/secrets/confirmation.ts';
import type { DeleteForm } from '../../bot/domain/secrets/outcomes.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDay, shownMoment } from '../shared/dates.ts';
import { secretName, shownHint, shownName, statusOf } from '../shared/describe.ts';
import { LABELS, TOO_EARLY } from '../shared/sentences.ts';
import { inUseText, USES, useAsOf } from '../shared/sentences-status.ts';
import template from './delete-form.json' with { type: 'json' };
import { DELETE_CONFIRMATION, DELETE_FORM, deleteWarning } from './sentences.ts';

/**
 * Asks before deleting, and says what goes and what stops. For the last live secret, and for one that is in use, the
 * application's name must be typed.
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
    ...useData(form),
    lastLive: form.lastLive,
    mustType: form.lastLive || secret.lastUse?.inUse === true,
    lastText: DELETE_FORM.lastLive,
    warnings: form.warnings.map((warning) => ({ text: TOO_EARLY[warning] })),
    ...DELETE_CONFIRMATION[confirmingText(application)],
    typedName: plainText(form.typedName),
    mismatch: form.mismatch,
    nonce: form.nonce,
    keyId: plainText(secret.keyId),
    mayExpose: secret.status !== 'expired',
    exposeTitle: DELETE_FORM.expose,
    rotation: form.rotation ?? '',
  });
}

/** When it was last used, as far as Entra's report tells. Nothing if the report is switched off. */
function useData({ secret: { lastUse }, report }: DeleteForm): CardData {
  const { at, inUse = false, safeFrom } = lastUse ?? {};
  const { asOf, logAlone } = report ?? {};
  return {
    hasUse: lastUse !== undefined,
    useLabel: USES.label,
    use: at === undefined ? USES.notKnown : shownMoment(at),
    useAsOf: logAlone === true ? USES.logAloneShort : useAsOf(asOf && shownMoment(asOf)),
    inUse,
    inUseText: at === undefined || safeFrom === undefined ? '' : inUseText(shownMoment(at), shownDay(safeFrom)),
  };
}
