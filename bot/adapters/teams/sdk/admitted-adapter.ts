import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { ActivityTypes, INVOKE_RESPONSE_KEY, type Activity as SdkActivity, TurnContext } from 'botbuilder';
import { z } from 'zod';

const ANSWER = z.object({ status: z.number(), body: z.unknown().optional() });
const HANDLED: Answer = { status: 200 };
const NO_HANDLER: Answer = { status: 501 };

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/**
 * Runs activities that the gate has admitted. The SDK's own check of the token is not asked again: it keeps its keys for
 * an hour (botframework-connector, openIdMetadata.js) and would refuse every turn after a key rotation. The SDK's own
 * way to start a turn would make two clients for each (botbuilder-core, cloudAdapterBase.js), which took more time than
 * the turn. The bot sends with its own connector; here a handler can give the answer to an invoke, and send nothing.
 */
export class AdmittedAdapter extends TeamsAdapter {
  async run(body: Readonly<Record<string, unknown>>, logic: (context: TurnContext) => Promise<void>): Promise<Answer> {
    const activity = { ...body } as Partial<SdkActivity> as SdkActivity;
    const context = new TurnContext(this, activity);
    await this.runMiddleware(context, logic);
    if (activity.type !== ActivityTypes.Invoke) return HANDLED;
    const answered: Partial<SdkActivity> | undefined = context.turnState.get(INVOKE_RESPONSE_KEY);
    return answered === undefined ? NO_HANDLER : ANSWER.parse(answered.value);
  }
}
