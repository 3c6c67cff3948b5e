import {
  AuthenticationHandler,
  Client,
  type Context,
  type GraphRequest,
  type Middleware,
  type MiddlewareOptions,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import { askOutside, type Question, ReadResponse, type Send } from '../../ports/shared/ask-outside.ts';
import { unbelieved } from './answers.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { carried, tokenFault, transportFault } from './errors.ts';

/** The time-out of one call, its retries included. */
const DEADLINE_MS = 8_000;
/** A person waits for the answer, so a call does not pause for longer than this. */
export const LONGEST_PAUSE_S = 3;
export const READ_RETRIES = 2;

const ONE_ATTEMPT = new RetryHandlerOptions(0, 0);
const PATIENT = new RetryHandlerOptions(0.5, READ_RETRIES, (_delay, _attempt, _request, options, response) => {
  const pause = Number(response.headers.get('retry-after') ?? '0');
  return pause <= LONGEST_PAUSE_S && options?.signal?.aborted !== true;
});

/** The one status that says that the request was carried out. Another 2xx, for instance a proxy's page, says nothing. */
class Expected implements MiddlewareOptions {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** Marks a request that reads although its method is not GET. */
class Reading implements MiddlewareOptions {}

/** The bot's own token for Graph. */
type TokenSource = () => Promise<string>;

/** The ways to ask Graph v1.0: reads are tried again when it is busy, writes are sent exactly once. */
export interface GraphClient {
  read(path: string): GraphRequest;
  /** Several reads in one request, which is a POST. */
  batch(deadline: AbortSignal): GraphRequest;
  /** Aborts when a call that begins now has taken too long, its retries included. */
  deadline(): AbortSignal;
  /** `status` is the only one that means success. It is needed if the answer has no body, because there is no shape to check. */
  write(path: string, status?: number): GraphRequest;
  /** Whether an address is on the configured Graph. The token is sent to no other address. */
  isOwn(url: string): boolean;
}

export function createGraphClient(graphUrl: string, token: TokenSource, send: Send = askOutside): GraphClient {
  const breaker = createBreaker(() => performance.now());
  const client = Client.initWithMiddleware({
    baseUrl: `${graphUrl}/`,
    defaultVersion: 'v1.0',
    // The SDK sends its token to Microsoft's own hosts and to these.
    customHosts: new Set([new URL(graphUrl).hostname]),
    // The chain leaves out the SDK's redirects, which could take the token to another host, and its telemetry headers.
    middleware: [
      new AuthenticationHandler({
        getAccessToken: () => token().catch((error) => Promise.reject(carried(tokenFault(error)))),
      }),
      new RetryHandler(ONE_ATTEMPT),
      transport(send, breaker),
    ],
  });
  const deadline = () => AbortSignal.timeout(DEADLINE_MS);
  const ask = (path: string, signal: AbortSignal, ...options: MiddlewareOptions[]) =>
    client.api(path).middlewareOptions(options).option('signal', signal);
  return {
    read: (path) => unsealing(ask(path, deadline(), PATIENT)),
    batch: (signal) => unsealing(ask('/$batch', signal, PATIENT, new Reading())),
    deadline,
    write: (path, status) =>
      ask(path, deadline(), ONE_ATTEMPT, ...(status === undefined ? [] : [new Expected(status)])),
    isOwn: (url) => URL.canParse(url) && new URL(url).origin === new URL(graphUrl).origin,
  };
}

/**
 * The text of an answer to a read. What goes through the SDK's functions is held until the next full garbage collection,
 * because these make a hidden class of their own for each call: a sweep would keep every page. So the SDK is handed this,
 * which is empty after the first look, and the text is parsed outside of it. See decision 0030: a sweep is a stream.
 */
class SealedAnswer {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Throws DirectoryFault if it is no JSON. */
  open(): unknown {
    const text = this.#text;
    this.#text = '';
    try {
      return JSON.parse(text);
    } catch {
      throw unbelieved('no JSON');
    }
  }
}

/** An answer that is parsed while the SDK takes it for parsed already. A refusal is read by the SDK itself. */
class SealedResponse extends ReadResponse {
  override readonly json: () => Promise<unknown>;

  constructor(text: string, init: ResponseInit) {
    super('', init);
    const sealed = new SealedAnswer(text);
    this.json = async () => sealed;
  }
}

/** As the SDK decides whether it parses an answer. */
function isJson(headers: Headers): boolean {
  return headers.get('content-type')?.split(';')[0] === 'application/json';
}

/** Makes of a request one that comes to the answer itself. */
function unsealing(request: GraphRequest): GraphRequest {
  const { get, post } = request;
  const opened = (answer: unknown) => (answer instanceof SealedAnswer ? answer.open() : answer);
  return Object.assign(request, {
    get: async () => opened(await get.call(request)),
    post: async (content: unknown) => opened(await post.call(request, content)),
  });
}

/** Reads the request that the SDK has prepared. Its body is text, because every request of ours is JSON. */
function questionOf({ request, options = {} }: Context): readonly [string, Question] {
  const { method = 'GET', headers, body, signal } = options;
  if (typeof request !== 'string' || (body != null && typeof body !== 'string')) {
    throw new TypeError('a request of another kind');
  }
  return [request, { method, headers: new Headers(headers), body: body ?? null, signal: signal ?? null }];
}

async function answerOf(send: Send, breaker: Breaker, context: Context) {
  try {
    const response = await send(...questionOf(context));
    const text = await response.text();
    breaker.answered();
    return { response, text };
  } catch (error) {
    breaker.unanswered();
    throw error;
  }
}

/** Sends a request and reads the whole answer, so that every failure on the way is noticed here. */
function transport(send: Send, breaker: Breaker): Middleware {
  return {
    async execute(context: Context): Promise<void> {
      const reads = context.middlewareControl?.getMiddlewareOptions(Reading) instanceof Reading;
      const access = reads || context.options?.method === 'GET' ? 'read' : 'write';
      try {
        if (access === 'read') breaker.beforeRead();
        const { response, text } = await answerOf(send, breaker, context);
        const { status } = response;
        const headers = new Headers(response.headers);
        const expected = context.middlewareControl?.getMiddlewareOptions(Expected);
        if (expected instanceof Expected && response.ok && status !== expected.status) {
          throw new DirectoryFault('unexpected', { ambiguous: true, cause: new Error(`answered ${status}`) });
        }
        // An answer without a body has no type. The SDK would parse the empty text as JSON and fail a request that succeeded.
        if (text === '') headers.delete('content-type');
        const isSealed = access === 'read' && response.ok && isJson(headers);
        context.response = new (isSealed ? SealedResponse : ReadResponse)(text, { status, headers });
      } catch (error) {
        throw carried(error instanceof DirectoryFault ? error : transportFault(error, access));
      }
    },
  };
}
