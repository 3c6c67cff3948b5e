import { execFile } from 'node:child_process';
import { type AskGraph, codeOf, type GraphAnswer } from '../doctor/graph.ts';

const TIMEOUT_MS = 60_000;

/** Whether the Azure CLI is installed, and which tenant its user is signed in to. */
export type AzureCli =
  | { readonly kind: 'signed-in'; readonly tenantId: string; readonly ask: AskGraph }
  | { readonly kind: 'absent' | 'signed-out' };

interface AzResult {
  readonly code: number | 'absent';
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Finds the Azure CLI. `ask` asks Graph through `az rest`, with the rights of the person who is signed in there; that
 * person's token never reaches this process.
 * https://learn.microsoft.com/cli/azure/use-azure-cli-rest-command
 */
export async function findAzureCli(graphUrl: string): Promise<AzureCli> {
  const { code, stdout } = await az(['account', 'show', '--query', 'tenantId', '--output', 'tsv']);
  if (code === 'absent') return { kind: 'absent' };
  const tenantId = stdout.trim().toLowerCase();
  if (code !== 0 || tenantId === '') return { kind: 'signed-out' };
  return { kind: 'signed-in', tenantId, ask: (method, path, body) => rest(graphUrl, method, path, body) };
}

async function rest(graphUrl: string, method: string, path: string, body: object | undefined): Promise<GraphAnswer> {
  // Without --resource the CLI would guess from the address which API the token is for.
  const target = ['--method', method, '--url', `${graphUrl}${path}`, '--resource', graphUrl];
  const content = body === undefined ? [] : ['--body', JSON.stringify(body)];
  const { code, stdout, stderr } = await az(['rest', ...target, ...content, '--output', 'json', '--only-show-errors']);
  if (code === 0) return { ok: true, body: parsed(stdout), code: undefined };
  return { ok: false, body: undefined, code: codeIn(stderr) ?? 'az rest failed' };
}

/** Graph's code in the CLI's message about a refusal, which quotes the answer: `ERROR: Forbidden({"error": …})`. */
function codeIn(text: string): string | undefined {
  const [json] = /\{.*\}/s.exec(text) ?? [];
  return (json === undefined ? undefined : codeOf(parsed(json))) ?? /\bAADSTS\d{4,8}\b/.exec(text)?.[0];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Runs the Azure CLI. On Windows `az` is a command file, which only a shell can start, so there it counts as absent. */
function az(args: readonly string[]): Promise<AzResult> {
  return new Promise((resolve) => {
    const options = { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile('az', [...args], options, (error, stdout, stderr) => {
      const absent = error?.code === 'ENOENT';
      resolve({ code: absent ? 'absent' : error === null ? 0 : 1, stdout, stderr });
    });
  });
}
