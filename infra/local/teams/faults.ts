export type SendKind = 'targeted' | 'personal' | 'group' | 'update' | 'delete';

export interface TeamsFault {
  readonly on: SendKind | 'any';
  /** answer: refuse with the status; accept-then-…: do it, then answer with the status or never; hang: never answer. */
  readonly how: 'answer' | 'accept-then-fail' | 'accept-then-hang' | 'hang';
  readonly status?: number;
  readonly code?: string;
  /** The Retry-After header, or null to send none. If it is left out, it is 1 with a 429, and none otherwise. */
  readonly retryAfterSeconds?: number | null;
  /** Only requests in this conversation fail. If it is left out, requests in every conversation do. */
  readonly conversationId?: string;
}

/** The value of the invoke `signin/failure`. */
export interface SignInFailure {
  readonly code: string;
  readonly message: string;
}

export interface TeamsFaults {
  /** While on, everything the bot sends, changes or opens is answered 429. */
  throttle: boolean;
  /** The Retry-After of `throttle`, or null to send none. */
  throttleRetryAfterSeconds: number | null;
  /** While on, every targeted message is refused as if the bot were not in the roster. */
  refuseTargeted: boolean;
  /** How many devices of a person send the silent token exchange. Each of them sends the same id. */
  devices: number;
  /** While it is off there is no silent token exchange: a person has to press the button of the sign-in card. */
  silentSignIn: boolean;
  /** If it is set, every attempt at single sign-on ends with this failure, for instance `installedappnotfound`. */
  signInFailure: SignInFailure | undefined;
  /**
   * Whether the client also hides the card after a failure that it calls silent. Sources disagree: Microsoft's page says
   * that people see nothing, and https://github.com/microsoft/teams-sdk/discussions/2881 that the button is shown.
   */
  hideFailedSignIn: boolean;
  /** Plans the fault for the next `times` requests of its kind. */
  next(times: number, fault: TeamsFault): void;
  /** Forgets everything that is planned, and turns everything off. */
  clear(): void;
  take(kind: SendKind, conversationId: string): TeamsFault | undefined;
  /** Returns the 429 with which everything is answered while `throttle` is on. */
  throttled(): TeamsFault | undefined;
}

const CALM = {
  throttle: false,
  throttleRetryAfterSeconds: 2,
  refuseTargeted: false,
  devices: 1,
  silentSignIn: true,
  signInFailure: undefined,
  hideFailedSignIn: false,
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
      const index = planned.findIndex((one) => fits(one, kind, conversationId));
      return index < 0 ? undefined : planned.splice(index, 1)[0];
    },
  };
  return faults;
}

function fits({ on, conversationId }: TeamsFault, kind: SendKind, where: string): boolean {
  return (on === kind || on === 'any') && (conversationId ?? where) === where;
}
