import { describe, expect, it } from 'vitest';
import { createLog } from '../../../../bot/adapters/node/log.ts';
import { SecretValue } from '../../../../bot/domain/secrets/issued-secret.ts';

function logged(level: 'info' | 'debug', write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog(level, { write: (line: string) => void lines.push(line) }));
  return lines;
}

describe('createLog', () => {
  it('writes one JSON line with an ISO time, the event and the fields that are allowed', () => {
    const fields = { port: 3978, value: 'canary', displayName: 'x' };
    const [line = ''] = logged('info', (log) => log.info('started', fields));
    const parsed = JSON.parse(line);
    expect(parsed).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), port: 3978, msg: 'started' });
  });

  it('takes a few properties of an error and nothing of its request', () => {
    const cause = Object.assign(new Error('refused', { cause: new TypeError('fetch failed') }), {
      statusCode: 403,
      code: 'Authorization_RequestDenied',
      requestId: 'r-1',
      body: 'canary',
      headers: { authorization: 'Bearer canary' },
      config: { data: 'canary' },
    });
    const [line = ''] = logged('info', (log) => log.warn('directory refused', { reference: 'ab12' }, cause));
    expect(line).not.toContain('canary');
    expect(JSON.parse(line)).toMatchObject({
      reference: 'ab12',
      cause: {
        name: 'Error',
        message: 'refused',
        statusCode: 403,
        code: 'Authorization_RequestDenied',
        requestId: 'r-1',
        cause: { name: 'TypeError', message: 'fetch failed' },
      },
    });
  });

  it.each([
    `header Authorization: Bearer ${'canary'.repeat(5)}`,
    'token eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnLWNhbmFyeQ',
    'client_secret=canary-1 was refused',
    '"secretText":"canary"',
    `Aq8Q~canary${'x'.repeat(31)}`,
  ])('masks what an SDK may quote in a message: %s', (message) => {
    for (const level of ['info', 'debug'] as const) {
      const [line = ''] = logged(level, (log) => log.error('failed', {}, new Error(message)));
      expect(line).toContain('[masked]');
      expect(line).not.toMatch(/canary|Y2FuYXJ5|c2lnLWNhbmFyeQ/);
    }
  });

  it('writes the head of the audit record, and no other value under that name', () => {
    const hash = 'ab'.repeat(32);
    const [line = '', other = ''] = logged('info', (log) => {
      log.info('audit head', { seq: 7, hash });
      log.info('audit head', { seq: 7, hash: `${hash}Q` });
    });
    expect(JSON.parse(line)).toMatchObject({ seq: 7, hash });
    expect(other).not.toContain(hash);
  });

  it('keeps GUIDs readable', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const [line = ''] = logged('info', (log) => log.error('failed', {}, new Error(`application ${id}`)));
    expect(line).toContain(id);
  });

  it('adds the stack of an error only at level debug', () => {
    const write = (log: ReturnType<typeof createLog>) => log.error('failed', {}, new Error('x'));
    expect(logged('info', write)[0]).not.toContain('stack');
    expect(logged('debug', write)[0]).toContain('log.test.ts');
  });

  it('bounds the length of what a stranger can make it write', () => {
    const endless = new Error('words '.repeat(10_000));
    endless.cause = endless;
    const [line = ''] = logged('info', (log) => log.warn('failed', { reason: 'words '.repeat(10_000) }, endless));
    expect(line.length).toBeLessThan(3_000);
  });

  it('never reveals a secret value, not even one that was thrown', () => {
    const [line = ''] = logged('info', (log) => log.warn('failed', {}, new SecretValue('canary')));
    expect(line).not.toContain('canary');
  });
});
