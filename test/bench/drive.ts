import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Turn, Workload } from './world/activities.ts';
import type { Place } from './world/place.ts';

/** How many turns are under way at the same time. */
export const IN_FLIGHT = 16;

type Around = Pick<Place, 'world' | 'people' | 'connector' | 'applications'>;

/** A bot that runs, and the Authorization header that it takes. */
export interface Target {
  readonly url: string;
  readonly authorization: string;
}

let nextPerson = 0;

/**
 * Lets people take so many turns, and returns the milliseconds of each: from the request of Teams until the bot has
 * answered it and its message has arrived. Everybody has one turn at a time. Throws if an answer is not the right one.
 */
export async function drive(place: Around, target: Target, workload: Workload, turns: number, inFlight = IN_FLIGHT) {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const times: number[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < turns) {
      begun += 1;
      const person = place.people[nextPerson++ % place.people.length];
      if (person === undefined) throw new Error('nobody is there to take a turn');
      times.push(await timeOf(place, agent, target, workload(place, person)));
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, work));
  } finally {
    agent.destroy();
  }
  return times;
}

async function timeOf(
  { connector }: Around,
  agent: Agent,
  { url, authorization }: Target,
  turn: Turn,
): Promise<number> {
  const message = turn.answer === 'message' ? connector.next(turn.conversationId) : undefined;
  const start = performance.now();
  const { status, body } = await post(agent, `${url}/api/messages`, authorization, turn.body);
  if (status < 200 || status > 299) throw new Error(`a turn was answered with ${status}: ${body}`);
  const answer = (await message) ?? body;
  const took = performance.now() - start;
  if (!answer.includes(turn.expected)) throw new Error(`“${turn.expected}” is missing in the answer: ${answer}`);
  return took;
}

/** Sends a request of Teams to the bot. */
export function post(agent: Agent, url: string, authorization: string, body: string) {
  return new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json; charset=utf-8' };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      text(response).then((read) => resolve({ status: response.statusCode ?? 0, body: read }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
