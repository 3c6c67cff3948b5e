import type { Request, Response } from 'restify';
import type { Gate, TurnedAway } from '../inbound/gate.ts';
import type { createLanes } from '../inbound/limits/lanes.ts';
import type { SlowDown } from '../inbound/limits/slow-down.ts';
import type { AllowTurn } from '../inbound/limits/turn-limits.ts';
import type { Gateway } from '../sdk/gateway.ts';
import { readBody } from './body.ts';
import { sendJson } from './http.ts';
import type { createStrangers } from './strangers.ts';
import type { createTurnedAwayLog } from './turned-away.ts';

export interface MessagesDeps {
  readonly gate: Gate;
  readonly gateway: Gateway;
  readonly allowTurn: AllowTurn;
  readonly slowDown: SlowDown;
  /** One person's turns, a few at a time. */
  readonly lanes: ReturnType<typeof createLanes>;
  readonly strangers: ReturnType<typeof createStrangers>;
  /** Logs what is turned away. */
  readonly noteTurnedAway: ReturnType<typeof createTurnedAwayLog>;
}

/** POST /api/messages: nothing of an activity is acted on before the gate has admitted it. */
export async function receive(
  { gate, gateway, allowTurn, slowDown, lanes, strangers, noteTurnedAway }: MessagesDeps,
  request: Request,
  response: Response,
): Promise<void> {
  const turnAway = ({ status, reason }: Pick<TurnedAway, 'reason'> & { readonly status: number }) => {
    noteTurnedAway({ status, reason });
    refuse(status);
  };
  const refuse = (status: number) => {
    request.resume();
    sendJson(response, status, { error: 'refused' });
  };
  const authorization = request.headers.authorization;
  const passport = await gate.authenticate(authorization);
  if (passport.kind === 'turned-away') {
    if (passport.status !== 401) return turnAway(passport);
    // Also counted if its connection is cut instead.
    noteTurnedAway(passport);
    return strangers(response, () => refuse(passport.status));
  }
  const text = await readBody(request);
  if (text === 'too-large') return turnAway({ status: 413, reason: 'body too large' });
  const admitted = gate.admit(passport, text);
  if (admitted.kind === 'turned-away') return turnAway(admitted);
  const { from } = admitted.activity;
  const key = from.aadObjectId?.toLowerCase() ?? from.id;
  const turn = allowTurn(key) ? lanes(key, () => gateway.process(admitted)) : slowDown.answer(admitted.activity, key);
  const answer = await turn;
  if (answer === undefined) return turnAway({ status: 429, reason: 'too many turns' });
  const { status, body } = answer;
  sendJson(response, status, body);
}
