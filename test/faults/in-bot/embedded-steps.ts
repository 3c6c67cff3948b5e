// Node loads this before the bot (`node --import`). The bot knows nothing of it: the embedded database tells its steps, and
// ends the process with SIGKILL at the step that was asked for.
import { PGlite } from '@electric-sql/pglite';
import { type Phase, sqlStep } from '../tools/step-names.ts';
import { createFrames, textsIn } from '../tools/wire.ts';

interface Wanted {
  readonly name: string;
  readonly nth: number;
  readonly phase: Phase;
  readonly how: 'kill' | 'fail';
}

/** What a test asks of this process. */
type Asked =
  | { readonly embedded: 'record' | 'steps' | 'calm' }
  | { readonly embedded: 'arm'; readonly wanted: Wanted }
  | { readonly embedded: 'query'; readonly statement: string };

let wanted: Wanted | undefined;
let seen = 0;
let recorded: string[] = [];
let opened: PGlite | undefined;

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('embedded' in message)) return;
  const asked = message as Asked;
  if (asked.embedded === 'query') {
    void opened?.query(asked.statement).then(({ rows }) => process.send?.({ rows }));
    return;
  }
  if (asked.embedded === 'record') recorded = [];
  wanted = asked.embedded === 'arm' ? asked.wanted : undefined;
  seen = 0;
  process.send?.({ steps: recorded });
});
// To wait for such a message must not keep the program from ending.
process.channel?.unref();

function meet(name: string | undefined, phase: Phase): void {
  if (name === undefined) return;
  if (phase === 'before') recorded.push(name);
  if (wanted?.name !== name || wanted.phase !== phase) return;
  seen += 1;
  if (seen !== wanted.nth) return;
  if (wanted.how === 'kill') process.kill(process.pid, 'SIGKILL');
  wanted = undefined;
  process.send?.({ injected: true });
  throw Object.assign(new Error('could not write: No space left on device'), { code: '53100' });
}

/** The statement of a message, or undefined if the message is none that carries one out. */
const texts = new Map<string, string>();
let text = '';
function statementIn(message: Uint8Array): string | undefined {
  let isRun = false;
  // The first message of a connection has no type.
  if (message[0] === 0) return undefined;
  for (const part of createFrames(false)(Buffer.from(message))) {
    if (part.type === 'Q') [text = ''] = textsIn(part, 1);
    if (part.type === 'P') {
      const [name = '', statement = ''] = textsIn(part, 2);
      texts.set(name, statement);
      text = statement;
    }
    if (part.type === 'B') text = texts.get(textsIn(part, 2)[1] ?? '') ?? text;
    isRun ||= part.type === 'Q' || part.type === 'E';
  }
  return isRun ? sqlStep(text) : undefined;
}

const sync = PGlite.prototype.execProtocolRawSync;
PGlite.prototype.execProtocolRawSync = function runStep(message) {
  opened = this;
  const name = statementIn(message);
  meet(name, 'before');
  const answer = sync.call(this, message);
  meet(name, 'after');
  return answer;
};
