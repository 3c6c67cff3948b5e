import { describe, expect, it } from 'vitest';
import { application, START } from '../../shared/setting.ts';
import { createLoggedSetting } from './logged-setting.ts';

const ENDS = '2027-03-01T00:00:00Z';
const EXPIRED = '2026-11-01T00:00:00Z';
const partner = () => application('Partner-NL-Matchwell-SMC', ENDS);

/** An outage that has ended before its first card could be sent. */
async function endedUntold() {
  const one = partner();
  const logged = await createLoggedSetting(one);
  logged.refuse('unknown', one.clientId);
  await logged.readOnly();
  logged.succeed(one.clientId, undefined);
  await logged.readOnly();
  return { one, ...logged };
}

describe('the end of an outage', () => {
  it('never says that a system signs in again because another one does, and has no second card for it', async () => {
    const one = application('Partner-NL-Matchwell-SMC', EXPIRED, ENDS);
    const [broken, other] = one.secrets;
    const { refuse, succeed, read, cards, setting } = await createLoggedSetting(one);
    await setting.ledger.lastUses.note([
      { clientId: one.clientId, keyId: broken?.keyId ?? '', at: START },
      { clientId: one.clientId, keyId: other?.keyId ?? '', at: START },
    ]);
    for (let round = 0; round < 4; round += 1) {
      setting.clock.pass(60_000);
      refuse('expired', one.clientId);
      for (let minutes = 0; minutes < 120; minutes += 20) {
        succeed(one.clientId, other?.keyId);
        await read(20);
      }
    }
    expect(cards().filter(({ how }) => how !== 'update')).toHaveLength(2);
    expect(cards().filter(({ view }) => view.outage.ended !== undefined)).toEqual([]);
    expect(cards().at(-1)?.view.outage.succeededAt).toBeDefined();
  });

  it('says that a system signs in again if it has got a new secret, although another one signs in, too', async () => {
    const one = application('Partner-NL-Matchwell-SMC', EXPIRED, ENDS, ENDS);
    const [, other, fresh] = one.secrets;
    const { refuse, succeed, read, cards, setting } = await createLoggedSetting(one);
    await setting.ledger.lastUses.note([{ clientId: one.clientId, keyId: other?.keyId ?? '', at: START }]);
    setting.clock.pass(60_000);
    refuse('expired', one.clientId);
    await read();
    succeed(one.clientId, other?.keyId);
    await read();
    succeed(one.clientId, fresh?.keyId);
    await read();
    expect(cards().at(-1)?.view.outage.ended?.how).toBe('mended');
  });

  it('has a card for an outage that goes on after it had ended before its first card could be sent', async () => {
    const { one, refuse, read, cards } = await endedUntold();
    await read(5);
    refuse('unknown', one.clientId);
    await read();
    expect(cards().map(({ how, view }) => [how, view.outage.ended?.how])).toEqual([
      ['chat', 'mended'],
      ['chat', 'mended'],
      ['update', undefined],
      ['update', undefined],
    ]);
  });

  it('sends no card that could not be sent until a day after the end of its outage', async () => {
    const { read, cards } = await endedUntold();
    await read(24 * 60);
    expect(cards()).toEqual([]);
  });
});
