import { ACTIVITY } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import { parseMessage } from '../../../../../bot/adapters/teams/inbound/parse.ts';
import { activity, BOT_ID } from '../bench.ts';

export const CHANNEL = { id: '19:c@thread.tacv2;messageid=1', conversationType: 'channel' };
export const BOT = 'API Credentials';
export const LIST = { kind: 'list', filter: '', page: 1 };

/** A message as the bot reads it. */
export function read(extra: Record<string, unknown>) {
  return ACTIVITY.parse(activity('https://smba.test/emea/', extra));
}

/** What a message with this text asks for. */
export function command(text: string, extra: Record<string, unknown> = {}) {
  return parseMessage(read({ text, ...extra }));
}

/** The copy of a message that Teams sends as HTML. */
export function html(content: string) {
  return { attachments: [{ contentType: 'text/html', content }] };
}

export function mention(id: string, name?: string | null, text?: string | null) {
  return { type: 'mention', mentioned: { id, name }, text };
}

export const BOT_MENTION = mention(`28:${BOT_ID}`, BOT, `<at>${BOT}</at>`);
