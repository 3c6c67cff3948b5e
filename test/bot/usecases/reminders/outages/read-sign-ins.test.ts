import { describe, expect, it } from 'vitest';
import { application, START } from '../../shared/setting.ts';
import { createLoggedSetting } from './logged-setting.ts';

const ENDS = '2027-03-01T00:00:00Z';
const EXPIRED = '2026-11-01T00:00:00Z';
const partner = () => application('Partner-NL-Matchwell-SMC', ENDS);

describe('reading the log of sign-ins', () => {
  it('tells the managers and the administrators once that a system is refused', async () => {
    const one = partner();
    const { refuse, read, cards, setting } = await createLoggedSetting(one);
    refuse('expired', one.clientId);
    refuse('expired', one.clientId);
    await read();
    await read();
    expect(cards().map(({ how, view }) => [how, view.reader])).toEqual([
      ['chat', 'manager'],
      ['chat', 'administrator'],
    ]);
    const [{ view } = { view: undefined }] = cards();
    expect(view?.outage).toMatchObject({ application: { displayName: one.displayName }, attempts: 2, since: START });
    expect(view?.managers).toEqual(['Ada']);
    expect(setting.posts.every(({ notice }) => JSON.stringify(notice).includes('203.0.113') === false)).toBe(true);
  });

  it('draws the cards again when sign-ins succeed', async () => {
    const one = partner();
    const { refuse, succeed, read, cards } = await createLoggedSetting(one);
    refuse('unknown', one.clientId);
    await read();
    const before = cards().length;
    succeed(one.clientId, one.secrets[0]?.keyId);
    await read();
    expect(
      cards()
        .slice(before)
        .map(({ how, view }) => [how, view.outage.ended?.how]),
    ).toEqual([
      ['update', 'mended'],
      ['update', 'mended'],
    ]);
  });

  it('says with which secret the system signed in last', async () => {
    const one = application('Partner-NL-Matchwell-SMC', EXPIRED, ENDS);
    const [secret] = one.secrets;
    const { refuse, read, cards, setting } = await createLoggedSetting(one);
    await setting.ledger.lastUses.note([
      { clientId: one.clientId, keyId: secret?.keyId ?? '', at: START },
      // An expired secret was refused: it was not this one.
      { clientId: one.clientId, keyId: one.secrets[1]?.keyId ?? '', at: new Date(START.getTime() + 1) },
    ]);
    refuse('expired', one.clientId);
    await read();
    expect(cards()[0]?.view.outage.lastUsed).toEqual({ keyId: secret?.keyId, name: 's0', hint: 'h0~', at: START });
  });

  it('keeps the uses that it sees of applications with an open outage', async () => {
    const one = partner();
    const keyId = one.secrets[0]?.keyId ?? '';
    const { refuse, succeed, read, setting } = await createLoggedSetting(one);
    refuse('expired', one.clientId);
    await read();
    succeed(one.clientId, keyId);
    await read();
    const { uses } = await setting.ledger.lastUses.of([one.clientId]);
    expect(uses.get(keyId)?.last).toEqual(new Date(START.getTime() + 60_000));
  });

  it('leaves out applications that the bot does not look after, and what Entra does not say of any', async () => {
    const [one, payroll] = [partner(), application('Payroll', ENDS)];
    const { refuse, read, cards } = await createLoggedSetting(one, payroll);
    refuse('expired', payroll.clientId);
    refuse('unknown', undefined);
    await read();
    expect(cards()).toEqual([]);
  });

  it('asks for successes only of applications with an open outage, a rotation or a form for a deletion', async () => {
    const one = partner();
    const { refuse, read, asked } = await createLoggedSetting(one, application('Partner-BE-Elsewhere-DM', ENDS));
    await read();
    expect(asked.map(({ what }) => what)).toEqual(['expired', 'unknown', 'disabled']);
    refuse('disabled', one.clientId);
    await read();
    asked.length = 0;
    await read();
    expect(asked.map(({ what }) => what).sort()).toEqual(['disabled', 'expired', one.clientId, 'unknown'].sort());
  });

  it('goes on where it stopped, with an overlap for entries that appear late, and after a day with a day', async () => {
    const { read, asked } = await createLoggedSetting(partner());
    const sinces = async (minutes: number) => {
      asked.length = 0;
      await read(minutes);
      return asked.map(({ since }) => (since.getTime() - START.getTime()) / 60_000);
    };
    expect(await sinces(0)).toEqual([-60, -60, -60]);
    expect(await sinces(10)).toEqual([-30, -30, -30]);
    expect(await sinces(100)).toEqual([-20, -20, -20]);
    expect(await sinces(3_000)).toEqual([1_670, 1_670, 1_670]);
  });

  it('counts an entry once that it reads twice', async () => {
    const one = partner();
    const { refuse, read, setting } = await createLoggedSetting(one);
    refuse('expired', one.clientId);
    await read();
    await read();
    expect(await setting.ledger.outages.open()).toMatchObject([{ attempts: 1 }]);
  });

  it('does not ask again at once, no matter how often it is woken', async () => {
    const { read, asked } = await createLoggedSetting(partner());
    await read(0);
    await read(0.2);
    expect(asked).toHaveLength(3);
  });

  it('says once to the administrators that it may not read the log, and tries again later', async () => {
    const { read, state, setting, asked, refuse } = await createLoggedSetting(partner());
    state.fails = 'forbidden';
    await read();
    await read();
    await read(20);
    expect(setting.notices).toEqual([{ kind: 'log-denied' }]);
    expect(asked).toHaveLength(2);
    state.fails = undefined;
    refuse('expired', undefined);
    await read(20);
    expect(await setting.ledger.outages.access()).toMatchObject({ deniedSince: undefined });
  });

  it('gives way if Graph is asked too often, and asks the same again', async () => {
    const { read, state, setting, asked } = await createLoggedSetting(partner());
    state.fails = 'throttled';
    await read();
    state.fails = undefined;
    await read();
    expect(asked.map(({ what }) => what)).toEqual(['expired', 'expired', 'unknown', 'disabled']);
    expect(setting.notices).toEqual([]);
  });

  it.each(['unexpected', 'unreachable', 'absent'] as const)(
    'asks everything else if one question is answered with a fault, and that one after the others: %s',
    async (problem) => {
      const { read, state, setting, asked } = await createLoggedSetting(partner());
      state.fails = problem;
      state.failing = 'expired';
      await read();
      await read();
      expect(asked.map(({ what }) => what)).toEqual([
        'expired',
        'unknown',
        'disabled',
        'expired',
        'unknown',
        'disabled',
      ]);
      expect(setting.notices).toEqual([]);
    },
  );

  it('asks what fails slowly last, so that a round that is over before it reaches the others does not repeat itself', async () => {
    const { read, state, asked, setting } = await createLoggedSetting(partner());
    state.fails = 'unreachable';
    state.failing = 'expired';
    state.onAsked = () => void setting.clock.pass(21_000);
    for (let round = 0; round < 3; round += 1) await read();
    expect(asked.map(({ what }) => what)).toEqual(['expired', 'unknown', 'disabled']);
  });

  it('is one process’s work at a time', async () => {
    const { deps, usecases, asked } = await createLoggedSetting(partner());
    await deps.ledger.locks.withLock('sign-in-log', 0, () => usecases.readSignIns(new AbortController().signal));
    expect(asked).toEqual([]);
  });
});
