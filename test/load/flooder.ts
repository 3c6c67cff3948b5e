import { randomBytes } from 'node:crypto';
import { Agent, get } from 'node:http';

/**
 * A process of its own, so that it takes no time from the one that measures: `node flooder.ts <address> <connections>`.
 * It asks for the address over and over, with `{made-up}` replaced by another text each time. When its input ends, it
 * prints how many answers it got.
 */
const [address = '', connections = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
let answers = 0;

function ask(): void {
  // The text has the form of a genuine one.
  const madeUp = randomBytes(51).toString('base64url').slice(0, 67);
  get(address.replace('{made-up}', madeUp), { agent, headers: { cookie: '__Host-sign-in=x' } }, (response) => {
    response.resume();
    response.once('end', () => {
      answers += 1;
      ask();
    });
  }).on('error', () => setTimeout(ask, 10));
}

for (let i = 0; i < Number(connections); i++) ask();
process.stdin.resume().once('end', () => process.stdout.write(`${answers}\n`, () => process.exit(0)));
