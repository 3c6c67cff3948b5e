import { type AppLinks, noteText, renderOutcome, signInButton, signInText } from '../../../../cards/index.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';

/** Names the bot's sign-in to Teams; no token service is behind it. */
export const CONNECTION_NAME = 'api-credentials';

export const CARD = 'application/vnd.microsoft.card.adaptive';
const OAUTH_CARD = 'application/vnd.microsoft.card.oauth';

type SignIn = Extract<Outcome, { kind: 'sign-in' }>;
export type Json = Readonly<Record<string, unknown>>;

/** The answer to an invoke: the HTTP status and its body. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body?: Json;
}

/** A message that is one card. A notification shows its `summary`. */
export function cardMessage(card: Json, summary?: string): Json {
  const attachments = [{ contentType: CARD, content: card }];
  return { type: 'message', ...(summary === undefined ? {} : { summary }), attachments };
}

export function textMessage(text: string): Json {
  return { type: 'message', textFormat: 'plain', text };
}

/** An outcome as a message of its own. */
export function outcomeMessage(outcome: Outcome, botId: string, links: AppLinks, zone: string): Json {
  if (outcome.kind === 'sign-in') {
    const attachments = [{ contentType: OAUTH_CARD, content: oauthCard(outcome, botId, links) }];
    return { type: 'message', summary: signInText(outcome.need, outcome.lack, links.guidance), attachments };
  }
  const { card, fallbackText } = renderOutcome(outcome, links, zone);
  return cardMessage(card, fallbackText);
}

/**
 * An outcome as the answer to a card's button. See decision 0003: the answer replaces the card for the person who
 * pressed, and for nobody else.
 */
export function actionAnswer(outcome: Outcome, botId: string, links: AppLinks, zone: string): InvokeAnswer {
  if (outcome.kind === 'sign-in') {
    return inner(401, 'application/vnd.microsoft.activity.loginRequest', oauthCard(outcome, botId, links));
  }
  const { card, fallbackText } = renderOutcome(outcome, links, zone);
  if (outcome.kind === 'note') return actionNote(noteText(outcome.note, zone));
  // The button sits on the message that has just been removed: a card would bring it back.
  if (outcome.kind === 'stored') return actionNote(fallbackText);
  return inner(200, CARD, card);
}

/** An answer that is a sentence beside the card, which stays as it is. */
export function actionNote(text: string): InvokeAnswer {
  return inner(200, 'application/vnd.microsoft.activity.message', text);
}

/** An answer that is a plain sentence in place of a card. */
export function actionError(code: string, message: string): InvokeAnswer {
  return inner(400, 'application/vnd.microsoft.error', { code, message });
}

/** The silent sign-on was not enough: Teams shows the button. */
export function actionPrecondition(message: string): InvokeAnswer {
  return inner(412, 'application/vnd.microsoft.error.preconditionFailed', { code: '412', message });
}

/** Teams reads the inner status code; the HTTP status is 200 throughout. */
function inner(statusCode: number, type: string, value: unknown): InvokeAnswer {
  return { status: 200, body: { statusCode, type, value } };
}

function oauthCard({ need, lack, signInId, url, sso }: SignIn, botId: string, { guidance }: AppLinks): Json {
  return {
    text: signInText(need, lack, guidance),
    connectionName: CONNECTION_NAME,
    ...(sso ? { tokenExchangeResource: { id: signInId, uri: `api://botid-${botId}` } } : {}),
    buttons: [{ type: 'signin', title: signInButton(need), value: url }],
  };
}
