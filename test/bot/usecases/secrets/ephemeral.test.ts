import { describe, expect, it } from 'vitest';
import { createSetting, expectKind, type Setting, someone } from '../shared/setting.ts';
import { createdIn } from './created.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REFUSED = new Error('message not removed: 501 NotImplemented');

/** Runs the task for so many hours, as often as it is woken or each minute. */
async function passHours(setting: Setting, hours: number, stepMs = 10 * MINUTE): Promise<void> {
  for (let passed = 0; passed < hours * HOUR; passed += stepMs) {
    setting.clock.pass(stepMs);
    await setting.usecases.removeDueMessages();
  }
}

const refuse = (setting: Setting, times: number) => {
  setting.removalFailures.push(...Array.from({ length: times }, () => REFUSED));
};
const rowsOf = async (setting: Setting) =>
  (await setting.ledger.audit.rows()).filter(({ action }) => action.startsWith('message.')).map(({ action }) => action);

describe('threat 32, retention: the removal of a message with a value', () => {
  it('is tried less and less often while Teams refuses it, ends after a day, and has one row for its failure', async () => {
    const setting = await createSetting();
    const { nonce } = await createdIn(setting, someone('Ada', 'channel'));
    refuse(setting, 1_000);
    setting.clock.pass(5 * MINUTE);
    await passHours(setting, 1, MINUTE);
    const inTheFirstHour = 1_000 - setting.removalFailures.length;
    expect(inTheFirstHour).toBeGreaterThan(3);
    expect(inTheFirstHour).toBeLessThan(10);
    await passHours(setting, 24, 30 * MINUTE);
    const left = setting.removalFailures.length;
    expect(1_000 - left).toBeLessThan(45);
    await passHours(setting, 24, 4 * HOUR);
    expect(setting.removalFailures).toHaveLength(left);
    expect(await setting.ledger.messages.find(nonce)).toBeUndefined();
    expect(await rowsOf(setting)).toEqual(['message.removal.intended', 'message.removal.failed']);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([]);
  });

  it('succeeds later if Teams takes it again', async () => {
    const setting = await createSetting();
    const { nonce } = await createdIn(setting, someone('Ada', 'channel'));
    refuse(setting, 3);
    await passHours(setting, 1);
    expect(setting.removed).toEqual([`a-${nonce}`]);
    expect(await rowsOf(setting)).toEqual(['message.removal.intended', 'message.removal.failed', 'message.removed']);
  });

  it('ends with a word to the person if the message is in the 1:1 chat, where Teams keeps it', async () => {
    const setting = await createSetting();
    const { app } = await createdIn(setting, someone('Ada', 'personal'));
    refuse(setting, 1_000);
    await passHours(setting, 26, HOUR);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([
      { kind: 'value-left', application: { clientId: app.clientId, displayName: app.displayName } },
    ]);
  });

  it('of one message does not hold up the others', async () => {
    const setting = await createSetting();
    const ada = await createdIn(setting, someone('Ada'));
    const bob = await createdIn(setting, someone('Bob'));
    refuse(setting, 1);
    setting.clock.pass(5 * MINUTE);
    await setting.usecases.removeDueMessages();
    expect(setting.removed).toHaveLength(1);
    setting.clock.pass(MINUTE);
    await setting.usecases.removeDueMessages();
    expect(setting.removed).toHaveLength(2);
    expect(new Set(setting.removed)).toEqual(new Set([`a-${ada.nonce}`, `a-${bob.nonce}`]));
  });
});

describe('“I have stored it”', () => {
  it('says calmly that Teams refuses the removal, and that the bot goes on trying', async () => {
    const setting = await createSetting();
    const { nonce, asker } = await createdIn(setting, someone('Ada'));
    refuse(setting, 1);
    const press = () => setting.run({ kind: 'stored', nonce }, asker);
    expect(expectKind(await press(), 'stored').instead).toBe('kept');
    expect(setting.woken).toContain('remove-messages');
    // The minutes of the message are not over yet, but its reader wants it gone.
    setting.clock.pass(MINUTE);
    await setting.usecases.removeDueMessages();
    expect(setting.removed).toEqual([`a-${nonce}`]);
    expect(expectKind(await press(), 'stored').instead).toBe('nothing-left');
  });

  it('says that the value was taken out of the message if Teams does not delete it', async () => {
    const setting = await createSetting();
    const { nonce, asker } = await createdIn(setting, someone('Ada'));
    Object.assign(setting.deps.delivery, { remove: async () => 'overwritten' });
    expect(expectKind(await setting.run({ kind: 'stored', nonce }, asker), 'stored').instead).toBe('overwritten');
    const rows = await setting.ledger.audit.rows();
    expect(rows.find(({ action }) => action === 'message.removed')).toMatchObject({ detail: 'overwritten' });
  });
});
