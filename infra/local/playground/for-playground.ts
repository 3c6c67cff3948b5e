type Json = Readonly<Record<string, unknown>>;

const OAUTH_CARD = 'application/vnd.microsoft.card.oauth';
const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/**
 * What the bot sends, as the Playground takes it. It would open a sign-in of its own in the place of a sign-in card, so that
 * this becomes a card with a link to the bot's page. It knows no message for one person in a place of several.
 */
export function forPlayground({ recipient, ...activity }: Json): Json {
  const attachments = activity['attachments'];
  return Array.isArray(attachments) ? { ...activity, attachments: attachments.map(linked) } : activity;
}

function linked(attachment: Json): Json {
  if (attachment['contentType'] !== OAUTH_CARD) return attachment;
  const { text, buttons } = attachment['content'] as { readonly text: string; readonly buttons: readonly Json[] };
  const actions = buttons.map(({ title, value }) => ({ type: 'Action.OpenUrl', title, url: value }));
  const body = [{ type: 'TextBlock', text, wrap: true }];
  return { contentType: ADAPTIVE_CARD, content: { type: 'AdaptiveCard', version: '1.5', body, actions } };
}
