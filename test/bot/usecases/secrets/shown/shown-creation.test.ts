import { describe, expect, it } from 'vitest';
import { createSetting, someone } from '../../shared/setting.ts';
import { createdIn } from '../created.ts';

const MINUTE = 60_000;

/** Ada has created a secret, and sees the card that says so. */
async function shown() {
  const setting = await createSetting();
  const made = await createdIn(setting, someone('Ada', 'channel'));
  const posted = { conversation: made.asker.conversation, activityId: 'card', targeted: true };
  await setting.usecases.noteShown(made.created, made.asker, posted);
  const store = () => setting.run({ kind: 'stored', nonce: made.nonce }, made.asker);
  return { setting, ...made, posted, store };
}

describe('the card of a creation', () => {
  it('stays as it is while the message with the value is there', async () => {
    const { setting } = await shown();
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([]);
  });

  it('says that the value was stored after its reader has said so', async () => {
    const { setting, created, store } = await shown();
    setting.clock.pass(2 * MINUTE);
    const at = setting.deps.clock();
    await store();
    expect(setting.woken).toContain('send-outbox');
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([{ ...created, gone: { how: 'stored', at } }]);
  });

  it('says that the message removed itself, and when, if its time was up', async () => {
    const { setting, created } = await shown();
    setting.clock.pass(6 * MINUTE);
    await setting.usecases.removeDueMessages();
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([{ ...created, gone: { how: 'time', at: setting.deps.clock() } }]);
  });

  it('is drawn again once', async () => {
    const { setting, store } = await shown();
    await store();
    await setting.usecases.sendOutbox();
    await store();
    await setting.usecases.sendOutbox();
    expect(setting.answers).toHaveLength(1);
  });

  it('is not drawn again in a message that shows something else now', async () => {
    const { setting, asker, posted, store } = await shown();
    await setting.usecases.noteShown({ kind: 'signed-out' }, asker, posted);
    await store();
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([]);
  });

  it('of one person is not changed by what another one stores', async () => {
    const { setting } = await shown();
    const bob = await createdIn(setting, someone('Bob'));
    await setting.run({ kind: 'stored', nonce: bob.nonce }, bob.asker);
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([]);
  });
});
