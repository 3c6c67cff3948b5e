import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BotProcess, createBotProcess } from '../../../../infra/local/bot-process.ts';
import { freePort } from '../../../contracts/postgres-server.ts';

const NOTE =
  "import { appendFileSync } from 'node:fs'; const note = (text) => appendFileSync(process.env.NOTES, text + '\\n');";
const BOT = `${NOTE} import { createServer } from 'node:http';
const server = createServer((_, response) => response.end());
server.on('error', () => { console.error('The bot could not start: its port is in use'); process.exit(2); });
server.listen(Number(process.env.PORT), '127.0.0.1', () => { note('bot up'); process.send({ listening: server.address().port }); });
process.once('SIGINT', () => { note('bot down'); process.exit(0); });`;
const SWEEP = `${NOTE} note('sweep ' + process.argv.slice(2).length + ' arguments, ' + process.env.MARK);
process.exitCode = Number(process.env.SWEEP_CODE);`;

let folder: string;
let bot: BotProcess;
let states: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bot-process-'));
  await mkdir(join(folder, 'bot/operator'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'bot/main.ts'), BOT);
  await writeFile(join(folder, 'bot/operator/sweep.ts'), SWEEP);
  states = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await bot.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Bent {
  readonly sweepCode?: number;
  readonly onPort?: (port: number) => void;
}

async function create({ sweepCode = 0, onPort = () => undefined }: Bent = {}): Promise<void> {
  bot = createBotProcess({
    root: folder,
    logFile: join(folder, 'bot.log'),
    preferredPort: await freePort(),
    settingsFor: (port) => ({
      PORT: String(port),
      NOTES: join(folder, 'notes'),
      MARK: 'same environment',
      SWEEP_CODE: String(sweepCode),
    }),
    onPort,
    onState: (state) => states.push(state),
  });
}

async function started(bent: Bent = {}): Promise<void> {
  await create(bent);
  await bot.start();
}

const notes = async () => (await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n');

describe('the daily sweep', () => {
  it('runs with the bot’s settings while the bot is down, and the bot comes back', async () => {
    await started();
    await bot.sweep();
    expect(await notes()).toEqual(['bot up', 'bot down', 'sweep 0 arguments, same environment', 'bot up']);
    expect(states).toEqual(['starting', 'running', 'running its daily sweep', 'starting', 'running']);
  });

  it('takes turns with restarts', async () => {
    await started();
    await Promise.all([bot.sweep(), bot.restart(), bot.sweep()]);
    const sweep = 'sweep 0 arguments, same environment';
    const round = ['bot down', sweep, 'bot up'];
    expect(await notes()).toEqual(['bot up', ...round, 'bot down', 'bot up', ...round]);
  });

  it('throws if it fails, and the bot comes back all the same', async () => {
    await started({ sweepCode: 3 });
    await expect(bot.sweep()).rejects.toThrow('exit code 3');
    expect(states.at(-1)).toBe('running');
  });

  it('does not start a bot that was stopped for good while the sweep waited', async () => {
    await started();
    const sweep = bot.sweep();
    await bot.stop();
    await sweep.catch(() => undefined);
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
