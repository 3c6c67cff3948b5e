import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { answersIn } from './answers.ts';
import type { Flood, Flooded } from './generator-process.ts';

/**
 * A process that sends requests at a fixed rate, as bytes that were made before, so that it takes little time itself. It
 * gets its flood as its first message, and answers the second one with what it has counted.
 */
const TICK_MS = 10;
/** A connection that the server has cut is opened again after this. */
const AGAIN_MS = 20;

async function main(): Promise<void> {
  const [flood] = (await once(process, 'message')) as [Flood];
  const requests = flood.requests.map((text) => Buffer.from(text));
  const counts: Flooded = { sent: 0, cut: 0, answers: {} };
  const free: Socket[] = [];
  const open = (): void => {
    const socket = connect(flood.port, '127.0.0.1');
    let rest = '';
    socket.setNoDelay(true).on('connect', () => void free.push(socket));
    socket.on('data', (data) => {
      const read = answersIn(rest + data.toString('latin1'));
      rest = read.rest;
      for (const status of read.statuses) counts.answers[status] = (counts.answers[status] ?? 0) + 1;
      if (read.statuses.length > 0) free.push(socket);
    });
    socket
      .on('error', () => undefined)
      .on('close', () => {
        counts.cut += 1;
        const place = free.indexOf(socket);
        if (place !== -1) free.splice(place, 1);
        setTimeout(open, AGAIN_MS);
      });
  };
  for (let i = 0; i < flood.connections; i++) open();
  const start = performance.now();
  let due = 0;
  setInterval(() => {
    const until = ((performance.now() - start) * flood.rate) / 1000;
    for (; due < until; due += 1) {
      const socket = free.shift();
      // What finds no connection is not sent: all of them wait for their answers.
      if (socket === undefined) continue;
      socket.write(requests[counts.sent % requests.length] ?? '');
      counts.sent += 1;
    }
  }, TICK_MS);
  await once(process, 'message');
  process.send?.(counts, () => process.exit(0));
}

await main();
