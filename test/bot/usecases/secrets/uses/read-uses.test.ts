import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SecretUse } from '../../../../../bot/domain/secrets/last-use.ts';
import { DirectoryFault, type DirectoryProblem } from '../../../../../bot/ports/secrets/directory.ts';
import type { ReportPage } from '../../../../../bot/ports/secrets/sign-in-reports.ts';
import { readUses } from '../../../../../bot/usecases/secrets/uses/read-uses.ts';
import { application, createSetting, START, someone } from '../../shared/setting.ts';

const MINUTE = 60_000;
const never = new AbortController().signal;

/** A bot whose report has these pages; a text is the link to the next one, and leads there. */
async function reading() {
  const partner = application('Partner-NL-Matchwell-DM');
  const [managed, strange] = [application('Old connector'), application('Payroll')];
  const setting = await createSetting(partner, managed, strange);
  await setting.assign(someone('Ada'), managed);
  const pages = new Map<string | undefined, ReportPage | DirectoryProblem>();
  const asked: (string | undefined)[] = [];
  const page = async (link: string | undefined, stopping: AbortSignal) => {
    stopping.throwIfAborted();
    asked.push(link);
    const found = pages.get(link) ?? 'unexpected';
    if (typeof found === 'string') throw new DirectoryFault(found, { ambiguous: false });
    return found;
  };
  const deps = { ...setting.deps, signInReports: { of: async () => undefined, page } };
  const used = (clientId: string, at = START): SecretUse => ({ clientId, keyId: randomUUID(), at });
  const known = async (...uses: readonly SecretUse[]) => {
    const { uses: kept } = await setting.ledger.lastUses.of(uses.map(({ clientId }) => clientId));
    return uses.map(({ keyId }) => kept.get(keyId)?.last);
  };
  const report = async () => (await setting.ledger.lastUses.of([])).report;
  const read = (stopping = never) => readUses(deps, stopping);
  return { setting, partner, managed, strange, pages, asked, deps, used, known, report, read };
}

describe('reading Entra’s report of last uses', () => {
  it('keeps the uses of applications of the convention and of managed ones, and of no others', async () => {
    const { partner, managed, strange, pages, used, known, report, read } = await reading();
    const uses = [partner, managed, strange].map(({ clientId }, i) => used(clientId, new Date(START.getTime() - i)));
    pages.set(undefined, { uses: uses.slice(1), link: 'two' });
    pages.set('two', { uses: uses.slice(0, 1), link: undefined });
    await read();
    expect(await known(...uses)).toEqual([uses[0]?.at, uses[1]?.at, undefined]);
    expect(await report()).toEqual({ readAt: START, newest: START });
  });

  it('happens once an hour, no matter how often it is woken', async () => {
    const { setting, pages, asked, read } = await reading();
    pages.set(undefined, { uses: [], link: undefined });
    for (const minutes of [0, 1, 58, 2]) {
      setting.clock.pass(minutes * MINUTE);
      await read();
    }
    expect(asked).toEqual([undefined, undefined]);
  });

  it('gives way if Graph is asked too often, and goes on with the same page a minute later', async () => {
    const { setting, partner, pages, asked, used, known, read } = await reading();
    const use = used(partner.clientId);
    pages.set(undefined, { uses: [use], link: 'two' });
    pages.set('two', 'throttled');
    await read();
    expect(await known(use)).toEqual([use.at]);
    await read();
    setting.clock.pass(MINUTE);
    pages.set('two', { uses: [], link: undefined });
    await read();
    expect(asked).toEqual([undefined, 'two', 'two']);
  });

  it.each([
    ['a link that Graph does not take any more is not followed again', 'unexpected'],
    ['a report that is forbidden is asked for from its beginning', 'forbidden'],
  ] as const)('begins again after a quarter of an hour: %s', async (_, problem) => {
    const { setting, pages, asked, report, read } = await reading();
    pages.set(undefined, { uses: [], link: 'two' });
    pages.set('two', problem);
    await read();
    setting.clock.pass(14 * MINUTE);
    await read();
    expect(asked).toEqual([undefined, 'two']);
    setting.clock.pass(MINUTE);
    pages.set('two', { uses: [], link: undefined });
    await read();
    expect(asked).toEqual([undefined, 'two', undefined, 'two']);
    expect((await report())?.readAt).toEqual(setting.clock.clock());
  });

  it('leaves the rest to the next run if there are many pages, and wakes it', async () => {
    const { setting, pages, asked, deps, read } = await reading();
    pages.set(undefined, { uses: [], link: 'two' });
    pages.set('two', { uses: [], link: undefined });
    const slow = { ...deps.signInReports };
    const { page } = slow;
    slow.page = async (...given) => {
      setting.clock.pass(3 * MINUTE);
      return page(...given);
    };
    await readUses({ ...deps, signInReports: slow }, never);
    expect(asked).toEqual([undefined]);
    expect(setting.woken).toContain('read-uses');
    await read();
    expect(asked).toEqual([undefined, 'two']);
  });

  it('lets another process go on at once when this one stops', async () => {
    const { pages, asked, read } = await reading();
    const stopping = new AbortController();
    stopping.abort();
    await read(stopping.signal);
    pages.set(undefined, { uses: [], link: undefined });
    await read();
    expect(asked).toEqual([undefined]);
  });

  it('asks Entra for nothing if the report is switched off', async () => {
    const { setting, report } = await reading();
    await readUses(setting.deps, never);
    expect(setting.directory.calls.beginningWith).toBe(0);
    expect(await report()).toBeUndefined();
  });
});
