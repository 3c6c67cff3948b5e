import { settings } from './settings.ts';

/** A token for the connector. It lives for an hour, which is longer than the echo runs. */
export async function appToken(): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: settings.botId,
    client_secret: settings.secret,
    scope: 'https://api.botframework.com/.default',
  };
  const url = `${settings.loginUrl}/${settings.tenantId}/oauth2/v2.0/token`;
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`Entra gave no token: ${answer.status}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
