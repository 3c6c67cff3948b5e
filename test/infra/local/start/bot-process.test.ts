import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BotProcess, createBotProcess } from '../../../../infra/local/bot-process.ts';
import { setWorldAhead } from '../../../../infra/local/clock/world-clock.ts';
import { freePort } from '../../../contracts/postgres-server.ts';

const NOTE =
  "import { appendFileSync } from 'node:fs'; const note = (text) => appendFileSync(process.env.NOTES, text + '\\n');";
const BOT = `${NOTE} import { createServer } from 'node:http';
const server = createServer(({ url }, response) => { if (url === '/day') note('day ' + Date.now()); response.end(); });
server.on('error', () => { console.error('The bot could not start: its port is in use'); process.exit(2); });
server.listen(Number(process.env.PORT), '127.0.0.1', () => { note('bot up'); process.send({ listening: server.address().port }); });
process.once('SIGINT', () => { note('bot down'); process.exit(0); });`;

let port: number;
let folder: string;
let bot: BotProcess;
let states: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bot-process-'));
  await mkdir(join(folder, 'bot'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'bot/main.ts'), BOT);
  states = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await bot.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Bent {
  readonly onPort?: (port: number) => void;
}

async function create({ onPort = () => undefined }: Bent = {}): Promise<void> {
  bot = createBotProcess({
    root: folder,
    logFile: join(folder, 'bot.log'),
    preferredPort: await freePort(),
    settingsFor: (port) => ({
      PORT: String(port),
      NOTES: join(folder, 'notes'),
    }),
    onPort: (chosen) => {
      port = chosen;
      onPort(chosen);
    },
    onState: (state) => states.push(state),
  });
}

async function started(bent: Bent = {}): Promise<void> {
  await create(bent);
  await bot.start();
}

const notes = async () => (await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n');

describe('days that pass', () => {
  const DAY_MS = 86_400_000;
  const days = async () => {
    const said = (await notes()).filter((note) => note.startsWith('day '));
    return said.map((note) => Math.round((Number(note.slice(4)) - Date.now()) / DAY_MS));
  };
  const pass = (count: number) =>
    bot.passDays(count, () => fetch(`http://127.0.0.1:${port}/day`).then(() => undefined));
  afterEach(() => setWorldAhead(0));

  it('move the clock of the bot, which goes on running, before what follows', async () => {
    await started();
    await pass(7);
    await pass(1);
    expect(await days()).toEqual([7, 8]);
    expect((await notes()).filter((note) => !note.startsWith('day '))).toEqual(['bot up']);
    expect(states).toEqual(['starting', ...Array(2).fill(['running', 'running its daily sweep']).flat(), 'running']);
  });

  it('are kept by a bot that starts again, and take turns with that', async () => {
    await started();
    await Promise.all([pass(1), bot.restart(), pass(1)]);
    expect(await days()).toEqual([1, 2]);
    expect((await notes()).filter((note) => !note.startsWith('day '))).toEqual(['bot up', 'bot down', 'bot up']);
  });

  it('throw what follows throws, and the bot runs all the same', async () => {
    await started();
    await expect(bot.passDays(1, () => Promise.reject(new Error('no sweep')))).rejects.toThrow('no sweep');
    expect(states.at(-1)).toBe('running');
  });

  it('do not pass for a bot that was stopped for good', async () => {
    await started();
    await bot.stop();
    await bot.passDays(1, () => Promise.reject(new Error('not stopped')));
    expect((await notes()).filter((note) => note === 'bot up')).toHaveLength(1);
  });
});

describe('the start of the bot', () => {
  it('takes another port if a program that answers every request takes the first one meanwhile', async () => {
    const other = createServer((_request, response) => response.end());
    const ports: number[] = [];
    await create({
      onPort: (port) => {
        ports.push(port);
        if (ports.length === 1) other.listen(port, '127.0.0.1');
      },
    });
    try {
      await bot.start();
    } finally {
      await once(other.close(), 'close');
    }
    expect(new Set(ports).size).toBe(2);
    expect(await notes()).toEqual(['bot up']);
    expect(states).toEqual(['starting', 'running']);
  });

  it('throws the bot’s own sentence, without a stack, if the bot ends for another reason', async () => {
    await writeFile(join(folder, 'bot/main.ts'), 'const = 1;');
    await create();
    const fault = await bot.start().catch((cause: Error) => cause);
    expect(fault).toMatchObject({ message: expect.stringContaining('SyntaxError') });
    expect(String(fault)).not.toMatch(/\n\s+at /);
    expect(states).toEqual(['starting', 'stopped']);
  });

  it('succeeds after a failure as soon as the source is right again', async () => {
    await writeFile(join(folder, 'bot/main.ts'), 'const = 1;');
    await create();
    await bot.restart().catch(() => undefined);
    await writeFile(join(folder, 'bot/main.ts'), BOT);
    await bot.restart();
    expect(await notes()).toEqual(['bot up']);
  });

  it('passes NODE_OPTIONS on, so that a debugger can attach to the bot', async () => {
    vi.stubEnv('NODE_OPTIONS', '--inspect=0');
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await started();
    expect(printed).toHaveBeenCalledWith(expect.stringMatching(/attach to the bot at ws:\/\/127\.0\.0\.1:\d+\//));
    printed.mockRestore();
  });
});
