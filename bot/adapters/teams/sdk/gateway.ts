import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TurnState } from '@microsoft/teams-ai/lib/TurnState.js';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Log } from '../../../ports/shared/log.ts';
import type { Activity } from '../inbound/activity.ts';
import type { Admitted } from '../inbound/gate.ts';
import type { Turns } from '../inbound/turn.ts';
import type { InvokeAnswer } from '../outbound/respond.ts';
import type { TeamsSettings } from '../settings.ts';
import { AdmittedAdapter, type Answer } from './admitted-adapter.ts';
import type { BotCredentials } from './credentials.ts';

/** Keeps the activity as the gate has read it with its turn. */
const READ = Symbol('activity');

/**
 * Hosts the SDKs: routes an activity that the gate has admitted to its handler. Nothing of theirs leaves this folder.
 */
export interface Gateway {
  process(admitted: Pick<Admitted, 'activity' | 'body'>): Promise<Answer>;
}

export function createGateway(settings: TeamsSettings, credentials: BotCredentials, turns: Turns, log: Log): Gateway {
  const adapter = createAdapter(settings, credentials);
  adapter.onTurnError = async (_context, cause) => {
    log.error('turn failed', {}, cause);
  };
  const application = createApplication(adapter, turns);
  return {
    process: ({ activity, body }) =>
      adapter.run(body, async (context) => {
        context.turnState.set(READ, activity);
        await application.run(context);
      }),
  };
}

/** Every setting is given: as soon as one is, the SDK fills in no defaults for the others. */
function createAdapter(settings: TeamsSettings, credentials: BotCredentials): AdmittedAdapter {
  const { botId, tenantId, loginUrl, botTokenIssuer, botOpenIdMetadataUrl, botConnectorAudience, cloud } = settings;
  const authority = `${loginUrl}/${tenantId}`;
  return new AdmittedAdapter(
    {
      MicrosoftAppId: botId,
      MicrosoftAppTenantId: tenantId,
      ToChannelFromBotLoginUrl: authority,
      ToChannelFromBotOAuthScope: botConnectorAudience,
      ToBotFromChannelTokenIssuer: botTokenIssuer,
      OAuthUrl: botConnectorAudience,
      ToBotFromChannelOpenIdMetadataUrl: botOpenIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: `${authority}/v2.0/.well-known/openid-configuration`,
      CallerId: cloud === 'gccHigh' || cloud === 'dod' ? 'urn:botframework:azureusgov' : 'urn:botframework:azure',
    },
    credentialsFactory(botId, credentials),
  );
}

type CredentialsFactory = NonNullable<ConstructorParameters<typeof AdmittedAdapter>[1]>;

/** Tokens come from the one place that fetches them. Authentication is on for every id. */
function credentialsFactory(botId: string, { token }: BotCredentials): CredentialsFactory {
  return {
    isValidAppId: async (appId) => appId === botId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    }),
  };
}

/**
 * Plain routes only. The SDK's own helpers for card actions and sign-in are avoided: they can show one person's card
 * to everybody and swallow errors of the token exchange. It has no storage and no typing timer: the SDK shares one timer between turns.
 */
function createApplication(adapter: AdmittedAdapter, turns: Turns): Application {
  const application = new Application<TurnState>({ adapter, startTypingTimer: false, removeRecipientMention: false });
  const invokes: Readonly<Record<string, (activity: Activity) => Promise<InvokeAnswer>>> = {
    'adaptiveCard/action': turns.action,
    'signin/tokenExchange': turns.tokenExchange,
    'signin/verifyState': turns.verifyState,
    'signin/failure': turns.signInFailure,
    'composeExtension/query': turns.search,
  };
  for (const [name, handle] of Object.entries(invokes)) {
    const isIt = async ({ activity }: TurnContext) => activity.type === ActivityTypes.Invoke && activity.name === name;
    application.addRoute(isIt, async (context) => answerInvoke(context, await handle(read(context))), true);
  }
  const events: Readonly<Record<string, (activity: Activity) => Promise<void>>> = {
    [ActivityTypes.Message]: turns.message,
    [ActivityTypes.ConversationUpdate]: turns.membership,
    [ActivityTypes.InstallationUpdate]: turns.membership,
  };
  for (const [type, handle] of Object.entries(events)) {
    application.addRoute(
      async ({ activity }) => activity.type === type,
      async (context) => handle(read(context)),
    );
  }
  return application;
}

function read({ turnState }: TurnContext): Activity {
  const activity: Activity | undefined = turnState.get(READ);
  if (activity === undefined) throw new TypeError('a turn without an admitted activity');
  return activity;
}

async function answerInvoke(context: TurnContext, value: InvokeAnswer): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value });
}
