/** The bot may make `count` requests within `withinMs` milliseconds. */
interface Limit {
  readonly count: number;
  readonly withinMs: number;
}

/** The limits for each conversation: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const PER_CONVERSATION: readonly Limit[] = [
  { count: 7, withinMs: 1000 },
  { count: 8, withinMs: 2000 },
  { count: 60, withinMs: 30_000 },
  { count: 1800, withinMs: 3_600_000 },
];

/** The limit for all requests of an app in a tenant, from the same page. */
const PER_APP: readonly Limit[] = [{ count: 50, withinMs: 1000 }];

/** The limits of the Bot Connector. A request that is refused does not count. */
export interface Limits {
  /** Any request of the app. Gives the milliseconds to wait, or undefined if it may pass. */
  request(now: number): number | undefined;
  /** A send or a change in a conversation. */
  send(conversationId: string, now: number): number | undefined;
}

export function createLimits(): Limits {
  const app = createWindow(PER_APP);
  const conversations = new Map<string, ReturnType<typeof createWindow>>();
  return {
    request: app,
    send: (id, now) => {
      const window = conversations.get(id) ?? createWindow(PER_CONVERSATION);
      conversations.set(id, window);
      return window(now);
    },
  };
}

/** Lets everything through. */
export const NO_LIMITS: Limits = { request: () => undefined, send: () => undefined };

/** Keeps the times of the requests that were let through: as many as the largest limit counts. */
function createWindow(limits: readonly Limit[]): (now: number) => number | undefined {
  const kept = Math.max(...limits.map(({ count }) => count));
  const passed: number[] = [];
  return (now) => {
    const waits = limits.map(({ count, withinMs }) => {
      const oldest = passed.at(-count);
      return oldest === undefined ? 0 : oldest + withinMs - now;
    });
    const wait = Math.max(...waits);
    if (wait > 0) return wait;
    passed.push(now);
    if (passed.length > kept) passed.shift();
    return undefined;
  };
}
