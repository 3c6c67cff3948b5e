import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

const SCRIPT = 'infra/pipelines/azure.sh';
/** Stands for each program: writes down how it was called, and answers with its first argument but for what is told to fail. */
const PROGRAM = `#!/usr/bin/env bash
echo "$(basename "$0") $*" >> "$CALLS"
[[ -n "\${FAILING:-}" && "$(basename "$0") $*" == *"$FAILING"* ]] && exit 1
[[ "$(basename "$0")" == jq ]] && { cat > /dev/null; echo token-of-this-run; }
[[ "$*" == *webAppName* ]] && echo contoso
[[ "$*" == *publicUrl* ]] && echo https://bot.contoso.com
[[ "$*" == *outputs.hosting* ]] && echo "\${HOSTING:-AppService}"
[[ "$*" == *outputs.callers* ]] && echo "\${CALLERS:-everybody}"
[[ "$*" == *outputs.registry* ]] && echo contoso.azurecr.io
[[ "$*" == *storageSizeGB* ]] && echo "\${DISK:-}"
[[ "$*" == "containerapp list"* ]] && echo "\${IMAGE:-}"
[[ "$*" == *latestReadyRevisionName* ]] && echo "\${READY:-true}"
[[ "$*" == *"properties.outputs --output json"* ]] && echo "$OUTPUTS"
[[ "$*" == *"cloud show"* ]] && echo https://management.core.windows.net/
[[ "$*" == *http_code* ]] && echo "\${DOOR:-401}"
[[ "$*" == *hostNameSslStates* ]] && echo contoso-staging.scm.azurewebsites.net
[[ "$*" == *"/api/vfs/LogFiles/"* ]] && echo "\${REPORT:-exit code 0}"
[[ "$*" == *"job start"* ]] && echo contoso-doctor-1
[[ "$*" == *"job execution show"* ]] && echo "\${JOB:-Succeeded}"
[[ "$*" == *"--slot staging"*defaultHostName* ]] && echo contoso-staging.azurewebsites.net
[[ "$*" == *defaultHostName* && "$*" != *--slot* ]] && echo contoso.azurewebsites.net
exit 0
`;

let folder = '';

/** Each file of tests calls this once: the programs are there during each of its tests. */
export function recordPrograms(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-credentials-pipeline-'));
    for (const name of ['az', 'npm', 'curl', 'jq', 'sleep', 'unzip']) {
      await writeFile(join(folder, name), PROGRAM);
      await chmod(join(folder, name), 0o755);
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
}

/** Returns the exit code, what was said, and the calls in their order. */
export function run(step: string, more: Readonly<Record<string, string>> = {}) {
  return runBash([SCRIPT, ...step.split(' ')], more);
}

/** Does the same with bash and these arguments. */
export async function runBash(given: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const calls = join(folder, 'calls');
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    CALLS: calls,
    RESOURCE_GROUP: 'group',
    PARAMETERS: 'infra/azure/my.bicepparam',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/?a=b',
    AZURE_CLIENT_ID: 'client',
    AZURE_TENANT_ID: 'tenant',
    AZURE_SUBSCRIPTION_ID: 'subscription',
    ...more,
  };
  await rm(calls, { force: true });
  const ended = await new Promise<{ readonly code: number; readonly said: string }>((resolve) => {
    execFile('bash', given, { env }, (fault, said) => resolve({ code: fault === null ? 0 : Number(fault.code), said }));
  });
  const written = await readFile(calls, 'utf8').catch(() => '');
  return { ...ended, calls: written.split('\n').filter((line) => line !== '') };
}

/** Returns the index of the first call that has each of these texts; -1 if there is none. */
export function places(calls: readonly string[], ...texts: readonly string[]): readonly number[] {
  return texts.map((text) => calls.findIndex((call) => call.includes(text)));
}
