import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, createBench, SETTINGS } from './command.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const OTHER = '55555555-5555-4555-8555-555555555555';

function written(): { readonly version: string; readonly id: string } {
  const manifest = unzipSync(bench.written() ?? new Uint8Array())['manifest.json'] ?? new Uint8Array();
  return JSON.parse(strFromU8(manifest));
}

describe('the version of the app package', () => {
  it('is that of the sources at first', () => {
    bench.pack();
    expect(written().version).toBe('1.0.0');
  });

  it('stays if nothing has changed since the last package', () => {
    bench.pack();
    const first = bench.written();
    bench.pack();
    expect(bench.written()).toEqual(first);
  });

  it('rises by itself each time something has changed', () => {
    bench.pack();
    bench.pack({ TERMS_URL: 'https://example.org/new-terms' });
    expect(written().version).toBe('1.0.1');
    bench.pack({ TERMS_URL: 'https://example.org/newer-terms' });
    const { stdout } = bench.pack({ TERMS_URL: 'https://example.org/newer-terms' });
    expect(written().version).toBe('1.0.2');
    expect(stdout).toContain('API Credentials 1.0.2,');
  });

  it('is that of the sources again when those are newer', () => {
    bench.pack();
    bench.manifest((manifest) => Object.assign(manifest, { version: '2.0.0' }));
    bench.pack();
    expect(written().version).toBe('2.0.0');
  });

  it('is the one that is asked for', () => {
    bench.pack({}, '--app-version', '1.4.0');
    expect(written().version).toBe('1.4.0');
    bench.pack({ TERMS_URL: 'https://example.org/new-terms' });
    expect(written().version).toBe('1.4.1');
  });

  it.each([
    ['1.4.0', /Teams takes an update only if its version is higher/],
    ['1.3.9', /the package before had 1\.4\.0/],
    ['1.4', /write three numbers, such as 1\.0\.1/],
    ['01.4.1', /write three numbers/],
  ])('is refused if Teams would not take it as an update: %s', (version, words) => {
    bench.pack({}, '--app-version', '1.4.0');
    const before = bench.written();
    const { status, stderr } = bench.pack({ TERMS_URL: 'https://example.org/new' }, '--app-version', version);
    expect([status, stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(bench.written()).toEqual(before);
  });

  it('is raised from a package alone: another file in its place counts as none', () => {
    mkdirSync(join(bench.folder, '.package'));
    writeFileSync(join(bench.folder, '.package/api-credentials.zip'), 'no zip');
    bench.pack();
    expect(written().version).toBe('1.0.0');
  });
});

describe('the id of the app package', () => {
  it('is refused if the last package had another one, and nothing is written', () => {
    bench.pack();
    const { status, stderr } = bench.pack({ TEAMS_APP_ID: OTHER });
    expect(status).toBe(1);
    expect(stderr).toContain(`Set TEAMS_APP_ID to ${SETTINGS.TEAMS_APP_ID}, or write into another folder with --out`);
    expect(written().id).toBe(SETTINGS.TEAMS_APP_ID);
  });

  it('may be another one in another folder', () => {
    bench.pack();
    expect(bench.pack({ TEAMS_APP_ID: OTHER }, '--out', '.package/other').status).toBe(0);
  });
});

describe('the name of the developer', () => {
  it('is itself named if it is too long', () => {
    const { status, stderr } = bench.pack({ DEVELOPER_NAME: 'Stichting World Marrow Donor Association' });
    expect(status).toBe(1);
    expect(stderr).toContain('DEVELOPER_NAME must have at most 32 characters: it has 8 too many');
    expect(stderr).not.toContain('developer/name');
  });
});
