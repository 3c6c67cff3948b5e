// An `az` for tests. It knows `account show` and `rest`, and like the real CLI it keeps its token to itself.
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const [TENANT, TOKEN, LOG] = ['{{tenant}}', '{{token}}', '{{log}}'];
const given = process.argv.slice(2);
appendFileSync(LOG, `${given.join(' ')}\n`);

function fail(message) {
  process.stderr.write(`ERROR: ${message}\n`);
  process.exit(1);
}

async function rest() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    args: given.slice(1),
    options: {
      method: text,
      url: text,
      resource: text,
      body: text,
      output: text,
      'only-show-errors': { type: 'boolean' },
    },
  });
  const response = await fetch(values.url, {
    method: values.method ?? 'GET',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(values.body === undefined ? {} : { body: JSON.stringify(JSON.parse(values.body)) }),
  });
  const answer = await response.text();
  if (!response.ok) fail(`${response.status === 403 ? 'Forbidden' : 'Bad Request'}(${answer})`);
  process.stdout.write(answer);
}

if (TENANT === '') fail("Please run 'az login' to setup account.");
if (given[0] === 'account') process.stdout.write(`${TENANT}\n`);
else await rest();
