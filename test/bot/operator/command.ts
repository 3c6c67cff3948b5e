import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '../../..');
export const TENANT = '11111111-1111-4111-8111-111111111111';
export const AUDIT_KEY = `first:${Buffer.alloc(32, 1).toString('base64')}`;

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What every command needs, and where the data is. */
export function settingsWith(over: Readonly<Record<string, string>>): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TENANT_ID: TENANT,
    BOT_ID: '22222222-2222-4222-8222-222222222222',
    BOT_TYPE: 'SingleTenant',
    BOT_CLIENT_SECRET: 'not-used',
    SIGN_IN_AUTH_CONTEXT: 'policy',
    STEP_UP_AUTH_CONTEXT: 'c1',
    PUBLIC_URL: 'http://localhost:3978',
    ...over,
  };
}

/** One of the operator's commands (`assign`, `audit`, `report`, `sign-out`) as a process of its own. */
export async function command(
  env: Readonly<Record<string, string>>,
  name: 'assign' | 'audit' | 'report' | 'sign-out',
  ...given: readonly string[]
): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, `bot/operator/${name}.ts`), ...given], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}

export function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
