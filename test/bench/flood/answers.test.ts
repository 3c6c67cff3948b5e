import { describe, expect, it } from 'vitest';
import { answersIn } from './answers.ts';

const BUSY = 'HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\nx: y\r\n\r\nbusy';
const EMPTY = 'HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n';

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
const NOTHING = 'HTTP/1.1 503 Not now\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';

describe('the answers of a server', () => {
  it('are counted when they are whole, whatever pieces they come in', () => {
    let [rest, statuses]: [string, number[]] = ['', []];
    for (const letter of `${BUSY}${CHUNKED}${EMPTY}${NOTHING}${BUSY}`) {
      const read = answersIn(rest + letter);
      rest = read.rest;
      statuses = [...statuses, ...read.statuses];
    }
    expect(statuses).toEqual([429, 200, 401, 503, 429]);
    expect(rest).toBe('');
  });

  it('are read from one piece, too', () => {
    expect(answersIn(`${EMPTY}${BUSY}${EMPTY}HTTP/1.1 2`)).toEqual({ statuses: [401, 429, 401], rest: 'HTTP/1.1 2' });
  });
});
