import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BotProcess, createBotProcess } from '../../../infra/local/bot-process.ts';
import { freePort } from '../../contracts/postgres-server.ts';

const NOTE =
  "import { appendFileSync } from 'node:fs'; const note = (text) => appendFileSync(process.env.NOTES, text + '\\n');";
const BOT = `${NOTE} import { createServer } from 'node:http';
note('bot up');
createServer((_, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGINT', () => { note('bot down'); process.exit(0); });`;
const SWEEP = `${NOTE} note('sweep ' + process.argv.slice(2).length + ' arguments, ' + process.env.MARK);
process.exitCode = Number(process.env.SWEEP_CODE);`;

let folder: string;
let bot: BotProcess;
let states: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bot-process-'));
  await mkdir(join(folder, 'bot'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'bot/main.ts'), BOT);
  await writeFile(join(folder, 'bot/operator/sweep.ts'), SWEEP);
  states = [];
});

afterEach(async () => {
  await bot.stop();
  await rm(folder, { recursive: true, force: true });
});

async function create(sweepCode: number): Promise<void> {
  const port = await freePort();
  bot = createBotProcess({
    root: folder,
    logFile: join(folder, 'bot.log'),
    readyUrl: `http://127.0.0.1:${port}/readyz`,
    env: { PORT: String(port), NOTES: join(folder, 'notes'), MARK: 'same environment', SWEEP_CODE: String(sweepCode) },
    onState: (state) => states.push(state),
  });
  await bot.start();
}

const notes = async () => (await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n');

test('a sweep runs with the bot’s settings while the bot is down, and the bot comes back', async () => {
  await create(0);
  await bot.sweep();
  expect(await notes()).toEqual(['bot up', 'bot down', 'sweep 0 arguments, same environment', 'bot up']);
  expect(states).toEqual(['starting', 'running', 'running its daily sweep', 'starting', 'running']);
});

test('sweeps and restarts take turns', async () => {
  await create(0);
  await Promise.all([bot.sweep(), bot.restart(), bot.sweep()]);
  const sweep = 'sweep 0 arguments, same environment';
  const round = ['bot down', sweep, 'bot up'];
  expect(await notes()).toEqual(['bot up', ...round, 'bot down', 'bot up', ...round]);
});

test('a sweep that fails is an error, and the bot comes back all the same', async () => {
  await create(3);
  await expect(bot.sweep()).rejects.toThrow('exit code 3');
  expect(states.at(-1)).toBe('running');
});

test('a bot that was stopped for good is not started by what was still waiting', async () => {
  await create(0);
  const sweep = bot.sweep();
  await bot.stop();
  await sweep.catch(() => undefined);
  expect((await notes()).filter((note) => note === 'bot up')).toHaveLength(1);
});
