export type SendKind = 'targeted' | 'personal' | 'group' | 'update' | 'delete';

export interface Fault {
  readonly on: SendKind | 'any';
  /** answer: refuse with the status; accept-then-…: do it, then answer with the status or never; hang: never answer. */
  readonly how: 'answer' | 'accept-then-fail' | 'accept-then-hang' | 'hang';
  readonly status?: number;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
}

export interface TeamsFaults {
  /** While on, every targeted message is refused as if the bot were not in the roster. */
  refuseTargeted: boolean;
  /** How many devices of a person send the silent token exchange; each sends the same id. */
  devices: number;
  /** Off: no silent token exchange, the button of a sign-in card is all there is. */
  silentSignIn: boolean;
  /** The next `times` requests of that kind fail so. */
  next(times: number, fault: Fault): void;
  /** Forgets everything planned. */
  clear(): void;
  take(kind: SendKind): Fault | undefined;
}

export function createFaults(): TeamsFaults {
  let planned: Fault[] = [];
  const faults: TeamsFaults = {
    refuseTargeted: false,
    devices: 1,
    silentSignIn: true,
    next: (times, fault) => planned.push(...Array.from({ length: times }, () => fault)),
    clear: () => {
      planned = [];
      faults.refuseTargeted = false;
      faults.devices = 1;
      faults.silentSignIn = true;
    },
    take: (kind) => {
      if (kind === 'targeted' && faults.refuseTargeted) {
        return { on: 'targeted', how: 'answer', status: 403, code: 'BotNotInConversationRoster' };
      }
      const at = planned.findIndex((one) => one.on === kind || one.on === 'any');
      return at < 0 ? undefined : planned.splice(at, 1)[0];
    },
  };
  return faults;
}
