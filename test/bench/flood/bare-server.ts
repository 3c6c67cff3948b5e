import { createServer } from 'node:http';
import { listen } from '../../../infra/local/http.ts';

/** Answers everything at once: a flood of it costs the machine what the flood itself costs. */
const server = createServer((request, response) => {
  request.resume();
  response.statusCode = 429;
  response.end('{}');
});
process.send?.(await listen(server));
