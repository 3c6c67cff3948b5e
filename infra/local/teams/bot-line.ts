import type { ConnectorKeys, TokenOverrides } from './keys.ts';
import { hidden, type TrafficLog } from './traffic-log.ts';
import type { Activity, BotAnswer } from './types.ts';

export interface PostOptions extends TokenOverrides {
  /** The whole authorization header, or null to send none. */
  readonly authorization?: string | null;
  readonly timeoutMs?: number;
}

/** The line from the connector to the bot. It signs, posts and records activities. */
export interface BotLine {
  url: string;
  /** Posts an activity. The status is 0 if the bot cannot be reached or does not answer in time. */
  post(activity: unknown, options?: PostOptions): Promise<BotAnswer>;
}

interface LineParts {
  readonly keys: ConnectorKeys;
  readonly botId: string;
  readonly serviceUrl: () => string;
  readonly traffic: TrafficLog;
}

const DEADLINE_MS = 15_000;

export function createBotLine(parts: LineParts): BotLine {
  const line: BotLine = {
    url: '',
    post: async (activity, options = {}) => {
      const authorization = await header(parts, options);
      const answer = await send(line.url, activity, authorization, options.timeoutMs ?? DEADLINE_MS);
      parts.traffic.record({
        at: new Date().toISOString(),
        from: 'Teams',
        to: 'Bot',
        method: 'POST',
        path: pathOf(line.url, activity),
        status: answer.status,
        request: hidden(activity),
        response: hidden(answer.body),
      });
      return answer;
    },
  };
  return line;
}

async function header(parts: LineParts, options: PostOptions): Promise<string | null> {
  if (options.authorization !== undefined) return options.authorization;
  return `Bearer ${await parts.keys.sign(parts.botId, parts.serviceUrl(), options)}`;
}

async function send(url: string, activity: unknown, authorization: string | null, timeout: number): Promise<BotAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
      body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      signal: AbortSignal.timeout(timeout),
    });
    return { status: response.status, body: parsed(await response.text()) };
  } catch {
    return { status: 0, body: null };
  }
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function pathOf(url: string, activity: unknown): string {
  const { type, name } = (typeof activity === 'object' ? (activity ?? {}) : {}) as Activity;
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return `${path} (${[type, name].filter((one) => typeof one === 'string').join(' ')})`;
}
