import { describe, expect, it } from 'vitest';
import { createCertificateWatch } from '../../../../bot/adapters/node/certificate-watch.ts';

const NOW = Date.UTC(2026, 10, 30, 8);
const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const URL = 'https://bot.contoso.com';

/** A watch over a certificate that ends in so many days, or whose server answers with a fault. */
function watch(found: number | Error, url = URL) {
  const lines: unknown[] = [];
  const connected: string[] = [];
  const time = { now: NOW };
  const look = createCertificateWatch({
    url,
    clock: () => new Date(time.now),
    log: { warn: (message, fields) => lines.push([message, fields]) },
    connect: async (asked) => {
      connected.push(asked);
      if (found instanceof Error) throw found;
      return { protocol: 'TLSv1.3', certificate: { valid_to: new Date(NOW + found * DAY_MS).toUTCString() } };
    },
  });
  return { lines, connected, time, look };
}

const fault = (code: string) => Object.assign(new Error('no connection'), { code });

describe('the watch over the certificate of PUBLIC_URL', () => {
  it('says so if the certificate ends within two weeks, and nothing before', async () => {
    const [near, far] = [watch(13), watch(15)];
    await near.look();
    await far.look();
    expect(near.lines).toEqual([
      ['the certificate of PUBLIC_URL ends soon', { reason: 'it ends at 2026-12-13T08:00:00.000Z, in 13 days' }],
    ]);
    expect(far.lines).toEqual([]);
    expect(far.connected).toEqual([URL]);
  });

  it('says so if the certificate is not trusted any more, because it has ended', async () => {
    const ended = watch(fault('CERT_HAS_EXPIRED'));
    await ended.look();
    expect(ended.lines).toEqual([
      ['the certificate of PUBLIC_URL is not trusted', { reason: 'CERT_HAS_EXPIRED: its certificate has ended' }],
    ]);
  });

  it('says nothing of an address that is not reached: other lines and alerts do', async () => {
    const away = watch(fault('ECONNREFUSED'));
    await away.look();
    expect(away.lines).toEqual([]);
  });

  it('looks twice a day, however often it is asked', async () => {
    const { look, lines, connected, time } = watch(3);
    for (let hour = 0; hour < 24; hour += 1) {
      time.now = NOW + hour * HOUR_MS;
      await look();
    }
    expect([connected.length, lines.length]).toEqual([2, 2]);
  });

  it('looks again when a clock that was ahead is put right', async () => {
    const { look, connected, time } = watch(3);
    time.now = NOW + 400 * DAY_MS;
    await look();
    time.now = NOW;
    await look();
    await look();
    expect(connected).toHaveLength(2);
  });

  it('does not look at an address that has no certificate', async () => {
    const plain = watch(3, 'http://localhost:3978');
    await plain.look();
    expect([plain.connected, plain.lines]).toEqual([[], []]);
  });
});
