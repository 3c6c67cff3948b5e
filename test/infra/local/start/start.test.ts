import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject, type ProjectCopy, type StartedProject } from './project-copy.ts';

/** The first start prepares the database. */
const START_MS = 400_000;
const ANSWER_MS = 30_000;
const READY = /API Credentials is ready: (http:\S+)/;

let project: ProjectCopy;

beforeAll(async () => {
  project = await copyProject();
});

afterAll(() => project.remove());

async function readyAt(started: StartedProject): Promise<string> {
  return READY.exec(await started.printed(READY))?.[1] ?? '';
}

/** Reads the ports of the bots from the logs in the folders of the runs. */
async function portsOfBots(): Promise<readonly unknown[]> {
  const folders = (await readdir(join(project.folder, '.local'))).filter((name) => name.startsWith('run-'));
  const logs = await Promise.all(
    folders.map((name) => readFile(join(project.folder, '.local', name, 'bot.log'), 'utf8')),
  );
  return logs.map((log) => /"port":(\d+),"msg":"listening"/.exec(log)?.[1]);
}

async function sayHelp(page: string): Promise<void> {
  const state = await stateOf(page);
  const conversationId = state.conversations.find(({ kind }) => kind === 'personal')?.id;
  await fetch(`${page}/api/message`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: state.me, conversationId, text: 'help' }),
  });
}

interface PageState {
  readonly me: string;
  readonly conversations: readonly {
    readonly id: string;
    readonly kind: string;
    readonly messages: readonly { readonly author: { readonly oid: string | null } }[];
  }[];
}

async function stateOf(page: string): Promise<PageState> {
  return (await (await fetch(`${page}/api/state`)).json()) as PageState;
}

/** The messages of the 1:1 chat, and how many of them the person wrote. */
async function chatAt(page: string): Promise<{ readonly all: number; readonly own: number }> {
  const { me, conversations } = await stateOf(page);
  const messages = conversations.find(({ kind }) => kind === 'personal')?.messages ?? [];
  return { all: messages.length, own: messages.filter(({ author }) => author.oid === me).length };
}

/** Says help, and waits for the answer of the bot. */
async function askForHelp(page: string): Promise<void> {
  const before = await chatAt(page);
  await sayHelp(page);
  await expect.poll(async () => (await chatAt(page)).all, { timeout: ANSWER_MS }).toBeGreaterThan(before.all + 1);
}

async function newestRun(): Promise<string> {
  const runs = (await readdir(join(project.folder, '.local'))).filter((name) => name.startsWith('run-'));
  const made = await Promise.all(
    runs.map(async (name) => ({ name, at: (await stat(join(project.folder, '.local', name))).mtimeMs })),
  );
  return made.sort((a, b) => b.at - a.at)[0]?.name ?? '';
}

describe('npm start', () => {
  it(
    'works twice at the same time, each time with a page and a bot of its own',
    async () => {
      const runs = [project.start(), project.start()];
      const pages = await Promise.all(runs.map(readyAt));
      const ports = await portsOfBots();
      await askForHelp(pages[0] ?? '');
      const [first, second] = await Promise.all(pages.map(chatAt));
      await Promise.all(runs.map((run) => run.stop()));
      expect(new Set(pages).size).toBe(2);
      expect(new Set(ports).size).toBe(2);
      expect(ports).not.toContain(undefined);
      expect([first?.own, second?.own]).toEqual([1, 0]);
    },
    START_MS,
  );
});

describe('the clock of the world', () => {
  it(
    'moves on by a week for the bot as it runs, which does its daily sweep at once',
    async () => {
      const run = project.start();
      const page = await readyAt(run);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ control: 'pass-week', on: true });
      const answer = await (await fetch(`${page}/api/control`, { method: 'POST', headers, body })).json();
      await askForHelp(page);
      const heads = await readFile(join(project.folder, '.local', await newestRun(), 'bot.log'), 'utf8');
      await run.stop();
      const inAWeek = new Date(Date.now() + 7 * 86_400_000);
      const today = inAWeek.toLocaleDateString('en-GB', { dateStyle: 'full' });
      expect(answer).toMatchObject({ failed: null, bot: 'running', today });
      expect(heads).toMatch(new RegExp(`"time":"${inAWeek.toISOString().slice(0, 10)}.*"msg":"sweep"`));
    },
    START_MS,
  );
});

describe('npm run dev', () => {
  it(
    'starts the bot again when a source changes, waits if it does not start, and keeps what was said',
    async () => {
      const file = join(project.folder, 'cards/index.ts');
      const source = await readFile(file, 'utf8');
      const run = project.start('--watch');
      const page = await readyAt(run);
      await askForHelp(page);
      await writeFile(file, 'const = 1;');
      await run.printed(/SyntaxError[\s\S]*The bot starts again when a file of bot\/ or cards\/ changes/);
      await writeFile(file, source);
      await run.printed(/The bot is ready again/);
      await askForHelp(page);
      const { own } = await chatAt(page);
      await run.stop();
      expect(own).toBe(2);
      expect(run.output().match(/Starting Entra, Graph and Teams/g)).toHaveLength(1);
      expect(run.output()).not.toMatch(/\n\s+at /);
    },
    START_MS,
  );
});
