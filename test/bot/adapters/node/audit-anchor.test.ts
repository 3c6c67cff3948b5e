import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createAuditAnchor,
  HeadLineError,
  headLine,
  readWrittenHeads,
} from '../../../../bot/adapters/node/audit-anchor.ts';
import { createAuditSigner } from '../../../../bot/adapters/node/audit-signer.ts';
import { createLog } from '../../../../bot/adapters/node/log.ts';

const HASH = 'ab'.repeat(32);
const AT = new Date('2026-11-24T10:20:30.456Z');
const head = (seq: number) => ({ at: AT, seq, hash: HASH, signature: undefined });
const SIGNED = { ...head(3), signature: { keyId: 'k', value: 'c2ln' } };
let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-anchor-'));
  lines = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function anchor(file?: string) {
  return createAuditAnchor({ file, log: createLog('info', { write: (line: string) => void lines.push(line) }) });
}

describe('the anchor', () => {
  it('adds one line for each head to a file that only its own user can read, and reads all of them back', async () => {
    const file = join(folder, 'heads.jsonl');
    await anchor(file).write(head(1));
    const before = readFileSync(file, 'utf8');
    await anchor(file).write(SIGNED);
    expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
    expect(readWrittenHeads(readFileSync(file, 'utf8'))).toEqual([head(1), SIGNED]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('has the line on the disk before it is written', async () => {
    const file = join(folder, 'heads.jsonl');
    const handle = await open(file, 'a');
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync');
    await handle.close();
    await anchor(file).write(head(1));
    expect(sync).toHaveBeenCalledTimes(1);
    sync.mockRestore();
  });

  it('logs every head, no matter whether a file is set', async () => {
    await anchor(join(folder, 'heads.jsonl')).write(head(1));
    await anchor().write(SIGNED);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: 'audit head', seq: 1, hash: HASH },
      { msg: 'audit head', seq: 3, hash: HASH },
    ]);
  });

  it('can be read back from the log, with the signature and between other lines', async () => {
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    const value = createAuditSigner([{ id: 'k', key: Buffer.alloc(32, 1) }]).sign(head(3)).value;
    log.info('listening', { port: 1 });
    await anchor().write(head(1));
    await anchor().write({ ...head(3), signature: { keyId: 'k', value } });
    log.warn('audit heads', { seq: 9 });
    const read = readWrittenHeads(lines.join(''));
    expect(read.map(({ at: _at, ...rest }) => rest)).toEqual([
      { seq: 1, hash: HASH, signature: undefined },
      { seq: 3, hash: HASH, signature: { keyId: 'k', value } },
    ]);
  });

  it('keeps the lines of many writers apart', async () => {
    const file = join(folder, 'heads.jsonl');
    await Promise.all(Array.from({ length: 50 }, (_, i) => anchor(file).write(head(i))));
    const seqs = readWrittenHeads(readFileSync(file, 'utf8')).map(({ seq }) => seq);
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('keeps the next head readable after a line that was cut short', async () => {
    const file = join(folder, 'heads.jsonl');
    await anchor(file).write(head(1));
    appendFileSync(file, '{"at":"2026');
    await anchor(file).write(SIGNED);
    const [first, cut, second] = readFileSync(file, 'utf8').split('\n');
    expect([first, cut, second]).toEqual([headLine(head(1)), '{"at":"2026', headLine(SIGNED)]);
  });

  it('throws if it cannot write the file, after it has written the log', async () => {
    await expect(anchor(folder).write(head(1))).rejects.toThrow();
    await expect(anchor(join(folder, 'absent', 'heads.jsonl')).write(head(1))).rejects.toThrow();
    expect(lines).toHaveLength(2);
  });
});

describe('reading heads', () => {
  it('accepts CRLF and empty lines', () => {
    expect(readWrittenHeads(`${headLine(SIGNED)}\r\n\r\n${headLine(head(4))}\r\n`)).toEqual([SIGNED, head(4)]);
    expect(readWrittenHeads('')).toEqual([]);
  });

  it.each([
    'x',
    '{}',
    '[]',
    'null',
    JSON.stringify({ at: AT, seq: -1, hash: HASH }),
    JSON.stringify({ at: AT, seq: 1.5, hash: HASH }),
    JSON.stringify({ at: AT, seq: '1', hash: HASH }),
    JSON.stringify({ at: 'yesterday', seq: 1, hash: HASH }),
    JSON.stringify({ at: AT, seq: 1, hash: HASH.toUpperCase() }),
    JSON.stringify({ at: AT, seq: 1, hash: HASH, keyId: 'k' }),
    JSON.stringify({ at: AT, seq: 1, hash: HASH, signature: 's' }),
    JSON.stringify({ at: AT, seq: 1, hash: HASH, more: 1 }),
  ])('names the line that is none: %s', (line) => {
    const read = () => readWrittenHeads(`${headLine(SIGNED)}\n\n${line}\n`);
    expect(read).toThrow(HeadLineError);
    expect(read).toThrow('line 3 ');
  });
});
