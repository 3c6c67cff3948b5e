import { describe, expect, it } from 'vitest';
import { trimmedDetail } from '../../../../bot/domain/audit/audit-chain.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { createSetting, event, type Setting } from '../shared/setting.ts';

const DAY_MS = 86_400_000;

/** `days`: the retention; if absent, rows are kept for ever. */
async function keeping(days?: number): Promise<Setting> {
  const setting = await createSetting();
  if (days !== undefined) Object.assign(setting.deps.settings, { auditRetentionDays: days });
  return setting;
}

const record = ({ ledger, clock }: Setting) => ledger.audit.record({ ...event, at: clock.clock() });
const actions = async ({ ledger }: Setting) => (await ledger.audit.rows()).map(({ action }) => action);

describe('the head of the audit record', () => {
  it('is written out if it has moved, and only then', async () => {
    const setting = await keeping();
    await setting.usecases.keepAudit();
    expect(setting.heads).toEqual([]);
    for (let times = 0; times < 3; times++) {
      await record(setting);
      await setting.usecases.keepAudit();
      await setting.usecases.keepAudit();
      setting.clock.pass(60_000);
    }
    expect(setting.heads.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const last = setting.heads.at(-1);
    expect({ ...last, at: undefined }).toEqual({ ...(await setting.ledger.audit.head()), at: undefined });
    expect(last?.at.getTime()).toBe(setting.clock.clock().getTime() - 60_000);
  });

  it('is written out again after a restart', async () => {
    const setting = await keeping();
    await record(setting);
    await setting.usecases.keepAudit();
    await createUseCases(setting.deps).keepAudit();
    expect(setting.heads.map(({ seq }) => seq)).toEqual([1, 1]);
  });

  it('is written out later if it could not be written, with the rows that were added since', async () => {
    const setting = await keeping();
    const { write } = setting.deps.auditAnchor;
    let full = true;
    Object.assign(setting.deps.auditAnchor, {
      write: async (...args: Parameters<typeof write>) => {
        if (full) throw new Error('no space left');
        await write(...args);
      },
    });
    await record(setting);
    for (let times = 0; times < 2; times++) await expect(setting.usecases.keepAudit()).rejects.toThrow('no space left');
    await record(setting);
    full = false;
    await setting.usecases.keepAudit();
    expect(setting.heads.map(({ seq }) => seq)).toEqual([2]);
  });
});

describe('trimming the audit record', () => {
  it('never happens without a retention', async () => {
    const setting = await keeping();
    await record(setting);
    setting.clock.pass(10_000 * DAY_MS);
    await setting.usecases.keepAudit();
    expect(await actions(setting)).toEqual(['assignment.added']);
  });

  it('removes rows that are older than the retention, records up to which row, and writes that head out', async () => {
    const setting = await keeping(30);
    await record(setting);
    await record(setting);
    const [, last] = await setting.ledger.audit.rows();
    setting.clock.pass(30 * DAY_MS);
    await setting.usecases.keepAudit();
    expect(await actions(setting)).toEqual(['assignment.added', 'assignment.added']);
    await record(setting);
    setting.clock.pass(1);
    await setting.usecases.keepAudit();
    expect(await actions(setting)).toEqual(['assignment.added', 'audit.trimmed']);
    const point = { seq: last?.seq ?? 0, hash: last?.hash ?? '' };
    expect((await setting.ledger.audit.rows()).at(-1)).toMatchObject({
      ...{ actor: undefined, result: 'done', detail: trimmedDetail(point) },
    });
    expect(await setting.ledger.audit.base()).toMatchObject(point);
    expect(setting.heads.at(-1)?.seq).toBe(4);
  });

  it('happens at most once a day even if the task runs more often, and leaves no old row', async () => {
    const setting = await keeping(3);
    for (let run = 0; run < 15 * 8; run++) {
      await record(setting);
      await setting.usecases.keepAudit();
      setting.clock.pass(3 * 3_600_000);
    }
    const trims = (await setting.ledger.audit.rows()).filter(({ action }) => action === 'audit.trimmed');
    const days = trims.map(({ at }) => at.getTime() / DAY_MS);
    expect(days.slice(1).every((day, index) => day - (days[index] ?? 0) >= 1)).toBe(true);
    const [oldest] = await setting.ledger.audit.rows();
    const age = setting.clock.clock().getTime() - (oldest?.at.getTime() ?? 0);
    expect(age).toBeGreaterThanOrEqual(3 * DAY_MS);
    expect(age).toBeLessThan(4.5 * DAY_MS);
  });

  it('is tried again if it fails', async () => {
    const setting = await keeping(1);
    await record(setting);
    setting.clock.pass(2 * DAY_MS);
    setting.ledger.fail(new Error('down'));
    await expect(setting.usecases.keepAudit()).rejects.toThrow('down');
    setting.ledger.fail(undefined);
    await setting.usecases.keepAudit();
    expect(await actions(setting)).toEqual(['audit.trimmed']);
    expect(setting.heads.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
