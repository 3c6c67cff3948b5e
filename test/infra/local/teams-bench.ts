import { createServer } from 'node:http';
import type { EntraError } from '../../../infra/local/entra/index.ts';
import { listen, listener, stop } from '../../../infra/local/http.ts';
import { type LocalTeams, startTeams, type WorldControls } from '../../../infra/local/teams/index.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';

/** The activities that the bot got. */
export interface Seen {
  readonly type: string;
  readonly name?: string;
  readonly action?: string;
  readonly text?: string;
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
  readonly attachments?: readonly { readonly content: unknown }[];
  readonly id: string;
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string };
  readonly from: { readonly aadObjectId: string };
  readonly value?: Record<string, unknown>;
  readonly membersRemoved?: readonly { readonly id: string }[];
  readonly channelData?: Record<string, unknown>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The stand-in for Teams, with a bot that only writes down what it gets. */
export interface TeamsBench {
  readonly world: LocalWorld;
  readonly teams: LocalTeams;
  readonly seen: { readonly activity: Seen; readonly authorization: string }[];
  /** Sets what the bot answers from now on. */
  answer: (activity: Seen) => { status: number; body?: unknown };
  /** If it is set, Entra refuses the Teams client with it. */
  refusal: EntraError | undefined;
  /** Makes a request of the bot below `v3/conversations`. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<Answered>;
  /** Reads what is below `v3/teams`. */
  teamApi(path: string): Promise<Answered>;
  /** Uses a control of the page. Returns the state afterwards. */
  control(control: string, input?: { on?: boolean; value?: string }): Promise<Record<string, unknown>>;
  /** Stops the bot. */
  stopBot(): Promise<void>;
  close(): Promise<void>;
}

interface BenchOptions {
  readonly limits?: boolean;
  readonly controls?: WorldControls;
}

export async function openTeams(options: BenchOptions = {}): Promise<TeamsBench> {
  const world = createWorld(new Date());
  const seen: TeamsBench['seen'] = [];
  const bot = createServer(
    listener(async ({ body, headers }) => {
      const activity = JSON.parse(body) as Seen;
      seen.push({ activity, authorization: headers.authorization ?? '' });
      return bench.answer(activity);
    }),
  );
  const port = await listen(bot);
  const entra = {
    teamsToken: async (oid: string) => {
      if (bench.refusal !== undefined) throw bench.refusal;
      return `sso-${oid}`;
    },
    verifyAppToken: async (token: string, audience: string) =>
      token === 'good' && audience === 'https://api.botframework.com',
  };
  const teams = await startTeams({ world, entra, retryAfterMs: 2000, ...options });
  teams.setBot(`http://127.0.0.1:${port}`);
  let up = true;
  const stopBot = async (): Promise<void> => {
    if (up) await stop(bot);
    up = false;
  };
  const bench: TeamsBench = {
    world,
    teams,
    seen,
    answer: () => ({ status: 200 }),
    refusal: undefined,
    api: (method, path, ...given) => request(teams, method, `conversations${path}`, ...given),
    teamApi: (path) => request(teams, 'GET', `teams/${path}`),
    control: async (control, input = {}) => {
      const body = JSON.stringify({ control, ...input });
      const response = await fetch(`${teams.url}/api/control`, { method: 'POST', body });
      return (await response.json()) as Record<string, unknown>;
    },
    stopBot,
    close: async () => {
      await teams.close();
      await stopBot();
    },
  };
  return bench;
}

async function request(teams: LocalTeams, method: string, path: string, body?: unknown, token = 'good') {
  const response = await fetch(`${teams.serviceUrl}v3/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

/** Returns the connector's own word for the error. */
export function codeOf({ body }: Pick<Answered, 'body'>): unknown {
  return (body['error'] as { code?: unknown } | undefined)?.code;
}

/** Makes a message with one Adaptive Card. */
export function withCard(content: unknown) {
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}
