import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Act, GO, type Plan, pauseOf } from './plan.ts';
import { sqlStep } from './step-names.ts';
import { createFrames, failingQuery, textsIn, type WireMessage } from './wire.ts';

/** Stands between one process of the bot and PostgreSQL, and asks the plan before and after every statement. */
export interface PostgresProxy {
  /** The address of the database for the process. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startPostgresProxy(by: string, databaseUrl: string, plan: Plan): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const backend = connect(Number(target.port), target.hostname);
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        sockets.delete(socket);
        for (const other of [client, backend]) other.destroy();
      });
    }
    relay(by, plan, client, backend);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What the client has sent since its last statement; the statement is complete with Sync or a simple query. */
interface Statement {
  readonly bytes: Buffer;
  readonly name: string | undefined;
}

function relay(by: string, plan: Plan, client: Socket, backend: Socket): void {
  const fromClient = createFrames(true);
  const fromServer = createFrames(false);
  const texts = new Map<string, string>();
  const queue: Statement[] = [];
  let parts: Buffer[] = [];
  let text = '';
  let answer: Buffer[] = [];
  let running: Statement | undefined;

  const met = async (name: string | undefined, phase: 'before' | 'after'): Promise<Act | 'gone'> => {
    const act = name === undefined ? GO : plan.meet({ by, name, phase });
    await pauseOf(act);
    if (act.how === 'kill' || act.how === 'cut') {
      client.destroy();
      return 'gone';
    }
    return act;
  };
  const begin = async (): Promise<void> => {
    if (running !== undefined) return;
    running = queue.shift();
    if (running === undefined) return;
    const act = await met(running.name, 'before');
    if (act === 'gone') return;
    backend.write(act.how === 'fail' ? failingQuery(act.state) : running.bytes);
  };
  const end = async (): Promise<void> => {
    const done = answer;
    answer = [];
    const act = await met(running?.name, 'after');
    if (act === 'gone') return;
    const bytes = Buffer.concat(done);
    if (act.how === 'half') {
      client.end(bytes.subarray(0, Math.floor(bytes.length / 2)));
      return;
    }
    client.write(bytes);
    running = undefined;
    await begin();
  };
  const hear = (message: WireMessage): void => {
    const { type, bytes } = message;
    // The start, the password and the farewell are no statements.
    if (type === undefined || type === 'p' || type === 'X') {
      backend.write(bytes);
      return;
    }
    parts.push(bytes);
    if (type === 'Q') [text = ''] = textsIn(message, 1);
    if (type === 'P') {
      const [name = '', statement = ''] = textsIn(message, 2);
      texts.set(name, statement);
      text = statement;
    }
    if (type === 'B') text = texts.get(textsIn(message, 2)[1] ?? '') ?? text;
    if (type !== 'Q' && type !== 'S') return;
    queue.push({ bytes: Buffer.concat(parts), name: sqlStep(text) });
    parts = [];
    void begin();
  };
  client.on('data', (chunk) => {
    for (const message of fromClient(chunk)) hear(message);
  });
  backend.on('data', (chunk) => {
    for (const { type, bytes } of fromServer(chunk)) {
      if (running === undefined) client.write(bytes);
      else answer.push(bytes);
      if (type === 'Z' && running !== undefined) void end();
    }
  });
}
