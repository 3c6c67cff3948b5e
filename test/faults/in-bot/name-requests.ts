// Node loads this before the bot (`node --import`). The bot knows nothing of it: each of its requests says which process
// sends it, so that the services know whom a fault is for.
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

subscribe('http.client.request.created', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  request.setHeader('x-sent-by', process.env['FAULTS_NAME'] ?? '');
});

// If the tests end without a word, their processes end with them.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
