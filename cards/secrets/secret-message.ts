import type { SecretValue } from '../../bot/domain/secrets/issued-secret.ts';
import type { ApplicationRef, ClientSecret } from '../../bot/domain/shared/application.ts';
import type { Ways } from '../../bot/domain/shared/guidance.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { withGuidance } from '../shared/guidance.ts';
import template from './secret-message.json' with { type: 'json' };
import { expiresText, removalText, SECRET_MESSAGE } from './sentences.ts';

/** The one message that carries a value. */
export interface SecretMessageContent {
  readonly nonce: string;
  readonly application: ApplicationRef;
  readonly secret: ClientSecret;
  readonly value: SecretValue;
  readonly minutes: number;
}

/**
 * The only card with a value in it, and the only function that reveals one. Send it to one person and keep no copy.
 * The value comes first. See decision 0043: a phone shows the value in a field.
 */
export function renderSecretMessage(
  message: SecretMessageContent,
  zone = 'UTC',
  ways?: Pick<Ways, 'guidance'>,
): Rendered {
  return withGuidance(ways?.guidance, () => secretMessageCard(message, zone));
}

function secretMessageCard(message: SecretMessageContent, zone: string): Rendered {
  const { nonce, application, secret, value, minutes } = message;
  return fill(template, SECRET_MESSAGE.fallback, {
    title: SECRET_MESSAGE.title,
    valueLabel: SECRET_MESSAGE.valueLabel,
    value: value.reveal(),
    clientIdLabel: SECRET_MESSAGE.clientIdLabel,
    clientId: plainText(application.clientId),
    selectValue: SECRET_MESSAGE.selectValue,
    selectClientId: SECRET_MESSAGE.selectClientId,
    selectError: SECRET_MESSAGE.selectError,
    warning: SECRET_MESSAGE.warning,
    applicationName: shownName(application.displayName),
    secretName: shownName(secret.name),
    expires: expiresText(shownDay(secret.end, zone)),
    removal: removalText(minutes),
    retention: SECRET_MESSAGE.retention,
    nonce,
  });
}
