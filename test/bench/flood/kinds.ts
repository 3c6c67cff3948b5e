import { randomBytes } from 'node:crypto';
import type { Target } from '../drive.ts';

export interface FloodKind {
  readonly name: string;
  readonly rate: number;
  readonly connections: number;
  readonly requests: readonly string[];
}

/** So many different made-up texts are sent in turn. */
const VARIANTS = 200;
const [PERSON_RATE, STRANGER_RATE] = [300, 500];
const CONNECTIONS = 250;

/** The floods that are tried. `turn`: the body of a turn of one person who is signed in. */
export function floodKinds({ authorization }: Pick<Target, 'authorization'>, turn: string): readonly FloodKind[] {
  const strangers = { rate: STRANGER_RATE, connections: CONNECTIONS };
  return [
    { ...strangers, name: 'one signed-in person: list', rate: PERSON_RATE, requests: [posted(turn, authorization)] },
    { ...strangers, name: '/api/messages without a token', requests: [posted(turn)] },
    {
      ...strangers,
      name: '/api/messages, forged signatures',
      requests: madeUp((text) => posted(turn, `${authorization.slice(0, -text.length)}${text}`)),
    },
    { ...strangers, name: '/sign-in/, made-up tickets', requests: madeUp((text) => asked(`/sign-in/${text}`)) },
    {
      ...strangers,
      name: '/sign-in/callback, made-up states',
      requests: madeUp((text) => asked(`/sign-in/callback?code=x&state=${text}`)),
    },
    { ...strangers, name: '/readyz', requests: [asked('/readyz')] },
  ];
}

/** The texts have the form of genuine ones. */
function madeUp(make: (text: string) => string): readonly string[] {
  return Array.from({ length: VARIANTS }, () => make(randomBytes(51).toString('base64url').slice(0, 67)));
}

function asked(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: bot.test\r\ncookie: __Host-sign-in=x\r\n\r\n`;
}

function posted(body: string, authorization?: string): string {
  const token = authorization === undefined ? '' : `authorization: ${authorization}\r\n`;
  const length = Buffer.byteLength(body);
  return `POST /api/messages HTTP/1.1\r\nhost: bot.test\r\n${token}content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;
}
