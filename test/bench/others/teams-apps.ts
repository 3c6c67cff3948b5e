import { createServer } from 'node:http';
import { PUBLIC } from '@microsoft/teams.api';
import { App, ExpressAdapter } from '@microsoft/teams.apps';
import { ConsoleLogger } from '@microsoft/teams.common';
import express from 'express';
import { appToken } from '../echoes/app-token.ts';
import { settings } from '../echoes/settings.ts';

/** The echo of the Teams SDK's own first page, in a cloud whose issuer is the stand-in. */

const { botId, tenantId, tokenIssuer, openIdMetadataUrl, loginUrl } = settings;
const token = await appToken();
const server = express();
server.get('/readyz', (_request, response) => void response.sendStatus(200));
const app = new App({
  clientId: botId,
  tenantId,
  // The SDK's own client would look for the stand-in at Microsoft. This one costs less.
  token: async () => token,
  cloud: { ...PUBLIC, loginEndpoint: loginUrl, openIdMetadataUrl, tokenIssuer },
  httpServerAdapter: new ExpressAdapter(server),
  logger: new ConsoleLogger('echo', { level: 'error' }),
});
app.on('message', async ({ activity, send }) => {
  await send(`Echo: ${activity.text}`);
});
await app.initialize();
createServer(server).listen(settings.port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
