import { CloudAdapter, ConfigurationBotFrameworkAuthentication, MessageFactory } from 'botbuilder';
import { createServer, plugins } from 'restify';
import { appToken } from './app-token.ts';
import { settings } from './settings.ts';

/** The echo bot of botbuilder's own samples, which checks tokens of the stand-in. It has restify for a server. */

const { botId, tenantId, loginUrl } = settings;
const authority = `${loginUrl}/${tenantId}`;
// The SDK's own client would look for the stand-in at Microsoft. This one costs less.
const token = await appToken();
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    MicrosoftAppId: botId,
    MicrosoftAppTenantId: tenantId,
    ToChannelFromBotLoginUrl: authority,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: settings.tokenIssuer,
    OAuthUrl: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: settings.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: `${authority}/v2.0/.well-known/openid-configuration`,
    CallerId: 'urn:botframework:azure',
  },
  {
    isValidAppId: async (appId) => appId === botId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    }),
  },
);
const adapter = new CloudAdapter(authentication);
adapter.onTurnError = async (_context, cause) => {
  process.stderr.write(`${cause.stack}\n`);
};

const server = createServer();
server.use(plugins.bodyParser());
server.get('/readyz', async (_request: unknown, response: { send(status: number): void }) => response.send(200));
server.post('/api/messages', async ({ body, method = 'POST', headers }, response) => {
  await adapter.process({ body, method, headers }, response, async (context) => {
    await context.sendActivity(MessageFactory.text(`Echo: ${context.activity.text}`));
  });
});
server.listen(settings.port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
