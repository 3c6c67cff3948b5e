import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import type { TeamsSettings } from '../settings.ts';
import { CONNECTOR } from './credentials.ts';

const CALLER = 'urn:botframework:azure';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Runs activities that the gate has admitted. The SDK's own check of the token is not asked again: it keeps its keys for
 * an hour (botframework-connector, openIdMetadata.js) and would refuse every turn after a key rotation.
 */
export class AdmittedAdapter extends TeamsAdapter {
  async run(
    settings: TeamsSettings,
    body: Readonly<Record<string, unknown>>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Answer> {
    const activity = body as Partial<SdkActivity> as SdkActivity;
    const claimsIdentity = verifiedIdentity(settings, activity.serviceUrl);
    const connectorFactory = this.botFrameworkAuthentication.createConnectorFactory(claimsIdentity);
    const verified = { audience: CONNECTOR, claimsIdentity, callerId: CALLER, connectorFactory };
    const answer = await this.processActivity(verified, { ...activity }, logic);
    return { status: answer?.status ?? 200, body: answer?.body };
  }
}

/**
 * The claims that the gate has verified: they agree with the settings and the activity, or it would have turned it
 * away.
 */
function verifiedIdentity({ botId, botTokenIssuer }: TeamsSettings, serviceUrl: string): ClaimsIdentity {
  const claims = { iss: botTokenIssuer, aud: botId, serviceurl: serviceUrl };
  return new ClaimsIdentity(
    Object.entries(claims).map(([type, value]) => ({ type, value })),
    true,
  );
}
