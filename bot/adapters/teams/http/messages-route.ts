import type { Request, Response } from 'restify';
import type { Gate, TurnedAway } from '../inbound/gate.ts';
import type { AllowTurn } from '../inbound/rate-limit.ts';
import type { Gateway } from '../sdk/gateway.ts';
import { readBody } from './body.ts';
import { sendJson } from './http.ts';
import type { createTurnedAwayLog } from './turned-away.ts';

export interface MessagesDeps {
  readonly gate: Gate;
  readonly gateway: Gateway;
  readonly allowTurn: AllowTurn;
  /** Logs what is turned away. */
  readonly noteTurnedAway: ReturnType<typeof createTurnedAwayLog>;
}

/** POST /api/messages: nothing of an activity is acted on before the gate has admitted it. */
export async function receive(
  { gate, gateway, allowTurn, noteTurnedAway }: MessagesDeps,
  request: Request,
  response: Response,
): Promise<void> {
  const turnAway = ({ status, reason }: Pick<TurnedAway, 'reason'> & { readonly status: number }) => {
    noteTurnedAway({ status, reason });
    request.resume();
    sendJson(response, status, { error: 'refused' });
  };
  const authorization = request.headers.authorization;
  const passport = await gate.authenticate(authorization);
  if (passport.kind === 'turned-away') return turnAway(passport);
  const text = await readBody(request);
  if (text === 'too-large') return turnAway({ status: 413, reason: 'body too large' });
  const admitted = gate.admit(passport, text);
  if (admitted.kind === 'turned-away') return turnAway(admitted);
  const { from } = admitted.activity;
  if (!allowTurn(from.aadObjectId?.toLowerCase() ?? from.id))
    return turnAway({ status: 429, reason: 'too many turns' });
  const { status, body } = await gateway.process(admitted);
  sendJson(response, status, body);
}
