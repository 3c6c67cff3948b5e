import { type AuthProvider, CloudAdapter } from '@microsoft/agents-hosting';
import express from 'express';
import { appToken } from '../echoes/app-token.ts';
import { settings } from '../echoes/settings.ts';

/**
 * An echo of the Microsoft 365 Agents SDK on express, as its samples are. The SDK takes the keys of the Bot Framework's
 * own issuer from Microsoft's address only, so its tokens come from another issuer whose keys are at the stand-in.
 */

const { botId, tenantId, tokenIssuer } = settings;
const token = await appToken();
const adapter = new CloudAdapter({
  clientId: botId,
  tenantId,
  clientSecret: settings.secret,
  authorityEndpoint: new URL(settings.openIdMetadataUrl).origin,
  issuers: [tokenIssuer],
  validateIssuer: true,
});

/** The SDK's own client would look for the stand-in at Microsoft. This one costs less. */
const own = async (): Promise<string> => token;
const provider: AuthProvider = {
  getAccessToken: own,
  getAgenticApplicationToken: own,
  getAgenticInstanceToken: own,
  getAgenticUserToken: own,
  acquireTokenOnBehalfOf: own,
};
const { connectionManager } = adapter;
adapter.connectionManager = {
  getConnection: () => provider,
  getDefaultConnection: () => provider,
  getTokenProvider: () => provider,
  getTokenProviderFromActivity: () => provider,
  getDefaultConnectionConfiguration: () => connectionManager.getDefaultConnectionConfiguration(),
};

const server = express();
server.use(express.json());
server.get('/readyz', (_request, response) => void response.sendStatus(200));
server.post(
  '/api/messages',
  (request, response, next) => void adapter.authorizeRequest(request, response, next),
  (request, response, next) => {
    adapter
      .process(request, response, async (context) => {
        await context.sendActivity(`Echo: ${context.activity.text}`);
      })
      .catch(next);
  },
);
server.listen(settings.port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
