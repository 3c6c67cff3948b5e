import { describe, expect, it } from 'vitest';
import type { RotationAct } from '../../../../bot/domain/shared/command.ts';
import { createReminderSetting, inDays } from '../reminders/reminder-setting.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';

/** Ada begins a rotation, of which she and Bob each see the card. Its new secret is to come. */
async function seen(over: { readonly report?: boolean } = {}) {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5));
  const setting = await createReminderSetting(over, dm);
  const [ada, bob] = [setting.manager, someone('Bob', 'personal')];
  await setting.assign(bob, dm);
  await setting.signIn(bob);
  const begun = await setting.run({ kind: 'open', purpose: 'rotate', query: 'matchwell-dm', hint: '' }, ada);
  const { id } = expectKind(begun, 'rotation').view.rotation;
  const press = (act: RotationAct) => setting.run({ kind: 'rotation', id, act, keyId: '' }, ada);
  for (const person of [ada, bob])
    await setting.usecases.noteShown(begun, person, { conversation: person.conversation, activityId: person.name });
  /** Ada's press is answered in her card, which is true without being drawn again. */
  const answered = async (act: RotationAct) => {
    const outcome = await press(act);
    await setting.usecases.noteShown(outcome, ada, { conversation: ada.conversation, activityId: ada.name });
    return outcome;
  };
  const create = async () => {
    setting.clock.pass(1_000);
    const { form } = expectKind(await answered('create'), 'create-form');
    const submit = {
      kind: 'submit-create',
      nonce: form.nonce,
      name: 'fresh',
      expiry: inDays(200).slice(0, 10),
    } as const;
    const created = await setting.run(submit, ada);
    await setting.usecases.noteShown(created, ada, { conversation: ada.conversation, activityId: ada.name });
    return form.nonce;
  };
  /** What cards show that were drawn again. */
  const redrawn = async () => {
    setting.answers.length = 0;
    setting.clock.pass(3_000);
    await setting.usecases.sendOutbox();
    return setting.answers.map((outcome) => expectKind(outcome, 'rotation').view);
  };
  return { setting, dm, ada, bob, answered, create, redrawn };
}

describe('the card of a rotation', () => {
  it('is drawn again for the others when a step is done', async () => {
    const { create, answered, redrawn } = await seen();
    await create();
    expect(await redrawn()).toMatchObject([{ rotation: { fresh: { secret: { name: 'fresh' } } } }]);
    await answered('updated');
    expect(await redrawn()).toMatchObject([{ rotation: { updated: { by: { name: 'Ada' } } } }]);
  });

  it('is not drawn over what the person who pressed sees next', async () => {
    const { setting, answered, redrawn } = await seen();
    await answered('create');
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([]);
    expect(await redrawn()).toEqual([]);
  });

  it('waits a moment after a step, until it is known what the person who pressed sees', async () => {
    const { setting, ada, create, answered } = await seen();
    await create();
    await setting.usecases.sendOutbox();
    await answered('updated');
    await setting.usecases.noteShown({ kind: 'signed-out' }, ada, {
      conversation: ada.conversation,
      activityId: 'Ada',
    });
    setting.answers.length = 0;
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([]);
    setting.clock.pass(3_000);
    await setting.usecases.sendOutbox();
    expect(setting.answers).toHaveLength(1);
  });

  it('says for the others too that the rotation has ended', async () => {
    const { answered, redrawn } = await seen();
    await answered('abandon');
    expect(await redrawn()).toMatchObject([{ rotation: { state: 'abandoned', ended: { by: { name: 'Ada' } } } }]);
    expect(await redrawn()).toEqual([]);
  });

  it('does not say any more where the value is when the message with it is gone', async () => {
    const { setting, ada, create, redrawn } = await seen();
    const nonce = await create();
    await redrawn();
    await setting.run({ kind: 'stored', nonce }, ada);
    const cards = await redrawn();
    expect(cards).toHaveLength(2);
    for (const { delivered, news } of cards) expect([delivered, news]).toEqual([undefined, undefined]);
  });

  it('asks nothing of the report of last uses when it is drawn again', async () => {
    const { setting, create, answered, redrawn } = await seen({ report: true });
    await create();
    await answered('updated');
    const { asked } = setting.report;
    expect(await redrawn()).toMatchObject([{ rotation: { updated: { by: { name: 'Ada' } } } }]);
    expect(setting.report.asked).toBe(asked);
  });

  it('is not drawn again for somebody who does not manage the application any more', async () => {
    const { setting, dm, bob, answered, redrawn } = await seen();
    await setting.ledger.assignments.remove(bob.person, dm.clientId, event);
    await answered('abandon');
    expect(await redrawn()).toEqual([]);
  });
});
