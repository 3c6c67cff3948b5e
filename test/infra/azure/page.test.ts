import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createAuditAnchor, readWrittenHeads } from '../../../bot/adapters/node/audit-anchor.ts';
import { createLog } from '../../../bot/adapters/node/log.ts';
import { ACCESS_POLICY } from '../../../bot/doctor/access-policy.ts';
import { type PolicyTarget, reviewPolicies } from '../../../bot/doctor/review-policies.ts';
import { GRAPH_PERMISSIONS } from '../../../bot/domain/shared/permissions.ts';
import { readTemplate } from './bicep.ts';
import { deploy, FOLDER, main } from './deployment.ts';
import { evaluate } from './evaluate.ts';

/** The steps, and what comes afterwards. */
const page = ['README', 'operate', 'troubles'].map((name) => readFileSync(`${FOLDER}/${name}.md`, 'utf8')).join('\n');
const company = readFileSync(`${FOLDER}/company.md`, 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;

function all(pattern: RegExp, text = page): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))];
}

/** The cells of the table whose header begins so, without the backticks. */
function rowsUnder(beginning: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(beginning)).split('\n').slice(2);
  const table = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return table.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

/** A hashtable of the page's PowerShell, as the JSON that the command sends. */
function policyIn(variable: string): Readonly<Record<string, unknown>> {
  const [, table = ''] = new RegExp(`^\\$${variable} = (@\\{\\n[\\s\\S]*?\\n\\})$`, 'm').exec(page) ?? [];
  const json = table
    .replaceAll('@{', '{')
    .replace(/@\(([^)]*)\)/g, '[$1]')
    .replace(/(\w+) = /g, '"$1": ')
    .replaceAll("'", '"')
    .replaceAll('$true', 'true')
    .replaceAll(';', ',')
    .replace(/([^{[,\n])\n(\s*")/g, '$1,\n$2');
  return JSON.parse(json);
}

function fail(name: string): never {
  throw new Error(`the page or the parameters lack ${name}`);
}

describe('the page for operators', () => {
  it('names only commands that there are', () => {
    const named = all(/npm run ([\w:]+)/g);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('names only parameters that there are', () => {
    const listed = rowsUnder('| Parameter ').flatMap(([names = '']) => names.split(', '));
    const set = page
      .split('\n')
      .filter((line) => /^\s+--parameters \w+=/.test(line))
      .flatMap((line) => [...line.matchAll(/(\w+)=/g)].map(([, name = '']) => name));
    expect(listed.length).toBeGreaterThan(8);
    expect(set.length).toBeGreaterThan(2);
    expect([...listed, ...set].filter((name) => !main.params.has(name))).toEqual([]);
  });

  it('deploys and releases by the script alone, which keeps the size of the disk', () => {
    const pages = page + company;
    expect(pages).not.toMatch(/\baz (deployment group|webapp deploy|acr build)\b/);
    const steps = all(/infra\/pipelines\/azure\.sh ([a-z-]+)/g, pages);
    expect([...steps].sort()).toEqual(['deploy', 'hand-over', 'out', 'release', 'settings', 'what-if']);
    const script = readFileSync('infra/pipelines/azure.sh', 'utf8');
    expect(steps.filter((step) => !script.includes(`\n  ${step}) `))).toEqual([]);
  });

  it.each(['ServerBusy', 'AadAuthOperationCannotBePerformed', 'AADSTS90009', 'AADSTS50011', 'AADSTS65001'])(
    'has a row for what Azure and Entra answer: %s',
    (code) => {
      expect(rowsUnder('| Symptom ').filter(([symptom = '']) => symptom.includes(code))).toHaveLength(1);
    },
  );

  it('has a row for each refusal of the modules, by the name that Azure shows', () => {
    const modules = readdirSync(`${FOLDER}/modules`).filter((name) => name.endsWith('.bicep'));
    const refusals = modules.flatMap((name) =>
      [...readFileSync(`${FOLDER}/modules/${name}`, 'utf8').matchAll(/@allowed\(\[true\]\)\nparam (\w+)/g)].map(
        ([, parameter = '']) => parameter,
      ),
    );
    expect(refusals.length).toBeGreaterThan(3);
    for (const refusal of refusals)
      expect(rowsUnder('| Symptom ').filter(([symptom = '']) => symptom.includes(refusal))).toHaveLength(1);
  });

  it('enlarges a disk that is nearly full by what `deploy` does not put back', () => {
    const [row = []] = rowsUnder('| Alert ').filter(([title = '']) => title.startsWith('The disk of the database'));
    // What comes last counts, and the script ends with what it is given: its own tests hold that.
    expect(row.at(-1)).toContain('azure.sh deploy --parameters databaseStorageGb=');
  });

  it('deletes the former alert of the disk, and none that a deployment makes', () => {
    const [, name = ''] = /az monitor metrics alert delete --resource-group \$RG --name (\S+)/.exec(page) ?? [];
    expect(name).toBe('$APP-database-disk');
    const made = deploy({}).get('database')?.resource('diskAlert');
    expect(made).toMatchObject({ name: 'contoso-api-credentials-db-1-disk' });
  });

  it('says of AADSTS90009 what the bot asks for', () => {
    const [row] = rowsUnder('| Symptom ').filter(([symptom = '']) => symptom.includes('AADSTS90009'));
    expect(row?.[2]).toContain('<client id>/access_as_user');
    expect(page).not.toMatch(/query "value\[\]\.appRoleId"\n```/);
  });

  it('asks only for outputs that there are', () => {
    const asked = all(/\$\(out (\w+)\)/g);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((name) => !main.outputs.has(name))).toEqual([]);
  });

  it('links only to files that there are', () => {
    const links = all(/\]\((?!https:)([^)#]+)(?:#[^)]*)?\)/g);
    expect(links.filter((path) => !existsSync(join(FOLDER, path)))).toEqual([]);
    expect(all(/\]\((https?:\/\/[^/)]+)/g)).toEqual(['https://learn.microsoft.com']);
  });

  it('lists the rights in Graph that the bot and the Bicep name, and why, and no others', () => {
    const words = {
      always: 'always',
      report: 'signInReport or signInLog',
      optional: 'readPolicies',
      accounts: 'readAccounts',
    };
    expect(rowsUnder('| Permission ')).toEqual(
      GRAPH_PERMISSIONS.map(({ name, when, why }) => [name, words[when], why]),
    );
  });

  it('guards the authentication context that the parameters name', () => {
    const given = readTemplate(`${FOLDER}/main.bicepparam`).variables;
    const parameter = (name: string) => evaluate(given.get(name) ?? fail(name), main, {}, {});
    expect([parameter('signInAuthContext'), parameter('stepUpAuthContext')]).toEqual(['policy', 'c1']);
    expect(page).toContain('authenticationContextClassReferences/c1');
  });

  it('makes policies that the doctor finds sound once they are enabled, and not while they are report-only', () => {
    const made = [policyIn('reading'), policyIn('changing')];
    const verdicts = (state: string) => {
      const policies = made.map((one) => ACCESS_POLICY.parse({ ...one, state }));
      const review = (target: PolicyTarget) => reviewPolicies({ target, policies, staff: new Set() });
      return [review({ kind: 'registration', clientId: '<aadAppClientId>' }), review({ kind: 'context', id: 'c1' })];
    };
    expect(verdicts('enabled')).toEqual([
      { kind: 'guarded', excluded: ['<object id of your emergency account>'], everyTime: false },
      { kind: 'guarded', excluded: ['<object id of your emergency account>'], everyTime: true },
    ]);
    expect(made.map(({ state }) => state)).toEqual(Array(2).fill('enabledForReportingButNotEnforced'));
    expect(verdicts('enabledForReportingButNotEnforced').map(({ kind }) => kind)).toEqual(['unguarded', 'unguarded']);
  });

  it('turns heads in the log into lines that verify reads', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const anchor = createAuditAnchor({ file: undefined, log: createLog('info', sink) });
    const head = { at: new Date(), seq: 7, hash: 'a1'.repeat(32), signature: undefined };
    await anchor.write(head);
    const logged = JSON.parse(lines.join(''));
    expect(page).toContain(`head.msg == "${logged.msg}"`);
    const [, pieces = ''] = /line = strcat\((.+)\)'/.exec(page) ?? [];
    const line = pieces
      .split(', ')
      .map((piece) => (piece.startsWith('"') ? JSON.parse(piece) : logged[piece.replace('head.', '')]))
      .join('');
    expect(readWrittenHeads(line)).toMatchObject([{ seq: 7, hash: head.hash }]);
  });

  it('is what the README points to', () => {
    expect(readFileSync('README.md', 'utf8')).toContain('](infra/azure/README.md)');
  });
});
