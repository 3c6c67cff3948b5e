export type SendKind = 'targeted' | 'personal' | 'group' | 'update' | 'delete';

export interface TeamsFault {
  readonly on: SendKind | 'any';
  /** answer: refuse with the status; accept-then-…: do it, then answer with the status or never; hang: never answer. */
  readonly how: 'answer' | 'accept-then-fail' | 'accept-then-hang' | 'hang';
  readonly status?: number;
  readonly code?: string;
  /** For the Retry-After header; null for none. Left out: 1 with a 429, none otherwise. */
  readonly retryAfterSeconds?: number | null;
  /** Only requests in this conversation; any where it is left out. */
  readonly conversationId?: string;
}

export interface TeamsFaults {
  /** While on, everything the bot sends, changes or opens is answered 429. */
  throttle: boolean;
  /** What `throttle` gives as Retry-After; null for no such header. */
  throttleRetryAfterSeconds: number | null;
  /** While on, every targeted message is refused as if the bot were not in the roster. */
  refuseTargeted: boolean;
  /** How many devices of a person send the silent token exchange; each sends the same id. */
  devices: number;
  /** Off: no silent token exchange, the button of a sign-in card is all there is. */
  silentSignIn: boolean;
  /** The next `times` requests of that kind fail so. */
  next(times: number, fault: TeamsFault): void;
  /** Forgets everything planned, and turns off what is on. */
  clear(): void;
  take(kind: SendKind, conversationId: string): TeamsFault | undefined;
  /** The 429 that everything gets while `throttle` is on. */
  throttled(): TeamsFault | undefined;
}

const CALM = {
  throttle: false,
  throttleRetryAfterSeconds: 2,
  refuseTargeted: false,
  devices: 1,
  silentSignIn: true,
} as const;

export function createFaults(): TeamsFaults {
  let planned: TeamsFault[] = [];
  const faults: TeamsFaults = {
    ...CALM,
    next: (times, fault) => planned.push(...Array.from({ length: times }, () => fault)),
    clear: () => {
      planned = [];
      Object.assign(faults, CALM);
    },
    throttled: () => {
      const retryAfterSeconds = faults.throttleRetryAfterSeconds;
      return faults.throttle ? { on: 'any', how: 'answer', status: 429, retryAfterSeconds } : undefined;
    },
    take: (kind, conversationId) => {
      const throttled = faults.throttled();
      if (throttled !== undefined) return throttled;
      if (kind === 'targeted' && faults.refuseTargeted) {
        return { on: 'targeted', how: 'answer', status: 403, code: 'BotNotInConversationRoster' };
      }
      const at = planned.findIndex((one) => fits(one, kind, conversationId));
      return at < 0 ? undefined : planned.splice(at, 1)[0];
    },
  };
  return faults;
}

function fits({ on, conversationId }: TeamsFault, kind: SendKind, where: string): boolean {
  return (on === kind || on === 'any') && (conversationId ?? where) === where;
}
