import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../bot/doctor/checks.ts';
import { lookAt } from '../../../bot/doctor/run.ts';

const sources = globSync('bot/doctor/**/*.ts').map((path) => ({
  path,
  code: readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^import [^;]*;$/gm, ''),
}));
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
/** A folder in which only the bundle is, and not the sources. */
const ELSEWHERE = new URL('file:///no/such/folder/');

describe('what the doctor says in the bundle', () => {
  it('names no file of the sources, except where it has looked for it', () => {
    const named = sources.flatMap(({ path, code }) =>
      [...code.matchAll(/\b(?:infra|test|cards|appPackage)\/[\w./-]*/g)].map(([file]) => `${path}: ${file}`),
    );
    expect(named).toEqual(Array(2).fill('bot/doctor/checks/deployment.ts: infra/README.md'));
  });

  it('leaves out the page of settings if it is not there', async () => {
    const found = await lookAt(CHECKS.settings, { gaps: ['X is missing'], names: [], root: ELSEWHERE }, undefined);
    expect(JSON.stringify(found)).not.toContain('README');
  });

  it('advises only commands that the bundle has, or says that they are run in the sources', () => {
    const sentences = sources.flatMap(({ code }) => [...code.matchAll(/[^'`\n]*\bnpm (?:run )?([\w-]+)[^'`\n]*/g)]);
    expect(sentences.length).toBeGreaterThan(5);
    const elsewhere = sentences.filter(([, name = '']) => !/ bot\/\S+\.ts$/.test(scripts[name] ?? ''));
    expect(elsewhere.map(([sentence]) => sentence)).toEqual([
      'Run npm ci.',
      expect.stringMatching(/^In the sources, run npm run package/),
    ]);
  });
});
