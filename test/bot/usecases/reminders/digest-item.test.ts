import { describe, expect, it } from 'vitest';
import { DIGEST_ITEM_ACTS, type DigestItemAct } from '../../../../bot/domain/shared/command.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

/** A digest in the channel, with a second manager and a colleague who read the channel. */
async function digestInChannel() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5), inDays(300));
  const setting = await createReminderSetting({}, dm);
  await setting.link(setting.manager, 'Matchwell');
  await setting.sweepAndSend();
  const inChannel = (asker: Asker): Asker => ({ ...asker, conversation: setting.manager.conversation });
  const second = inChannel(someone('Bob'));
  await setting.assign(second, dm);
  await setting.signIn(second);
  const id = setting.announced[0]?.digest.id ?? '';
  const press = (act: DigestItemAct, asker: Asker, item = 1) =>
    setting.run({ kind: 'digest-item', act, digest: id, item }, asker);
  return { setting, dm, second, colleague: inChannel(someone('Carl')), id, press };
}

describe('"I’m on it"', () => {
  it('redraws the card in the channel with the name of the person and the time', async () => {
    const { setting, press } = await digestInChannel();
    setting.told();
    expect(await press('claim', setting.manager)).toMatchObject({ kind: 'claim', step: 'claimed' });
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({
      how: 'update',
      digest: { items: [{ claim: { by: { name: 'Ada' }, at: setting.clock.clock() } }] },
    });
    expect(setting.told()).toHaveLength(1);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toHaveLength(0);
  });

  it('does not stop the ladder, and is shown on the next digest', async () => {
    const { setting, press } = await digestInChannel();
    await press('claim', setting.manager);
    await setting.nextDay();
    expect(setting.announced.at(-1)).toMatchObject({
      digest: { items: [{ stage: 4, claim: { by: { name: 'Ada' } } }] },
    });
  });

  it('shows a second manager the first claim and changes nothing, unless they take over', async () => {
    const { setting, press, second } = await digestInChannel();
    await press('claim', setting.manager);
    const note = expectKind(await press('claim', second), 'note').note;
    expect(note).toMatchObject({ kind: 'claimed-before', claim: { by: { name: 'Ada' } } });
    expect(await press('take-over', second)).toMatchObject({ kind: 'claim', step: 'claimed' });
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({ digest: { items: [{ claim: { by: { name: 'Bob' } } }] } });
  });

  it('belongs to one of two managers who press at once', async () => {
    const { setting, press, second } = await digestInChannel();
    const outcomes = await Promise.all([press('claim', setting.manager), press('claim', second)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['claim', 'note']);
  });
});

describe('a digest’s buttons', () => {
  it.each(DIGEST_ITEM_ACTS)('answer "not yours" to a colleague who presses %s', async (act) => {
    const { setting, press, colleague } = await digestInChannel();
    expect(await press(act, colleague)).toEqual({ kind: 'note', note: { kind: 'not-yours' } });
    const rows = await setting.ledger.audit.rows();
    expect(rows.at(-1)).toMatchObject({ action: 'access.refused', actor: colleague.person });
    expect(
      await setting.ledger.rotations.open([(await setting.ledger.assignments.of(setting.manager.person))[0] ?? '']),
    ).toEqual([]);
  });

  it('stop working for a manager at the first press after the role is gone', async () => {
    const { setting, dm, press } = await digestInChannel();
    await setting.ledger.assignments.remove(setting.manager.person, dm.clientId, event);
    expect(await press('claim', setting.manager)).toEqual({ kind: 'note', note: { kind: 'not-yours' } });
  });

  it('ask a manager to sign in who is not signed in, and then go on', async () => {
    const { setting, press } = await digestInChannel();
    setting.clock.pass(9 * 3_600_000);
    expect(await press('rotate', setting.manager)).toMatchObject({ kind: 'sign-in', need: 'read' });
  });

  it('start the rotation and show the application', async () => {
    const { setting, dm, press } = await digestInChannel();
    const { view } = expectKind(await press('rotate', setting.manager), 'rotation');
    expect(view.rotation).toMatchObject({ old: { name: 's0' }, application: { clientId: dm.clientId }, state: 'open' });
    expectKind(await press('show', setting.manager), 'application');
  });

  it('do nothing in another conversation, with another item, or with an id that was made up', async () => {
    const { setting, press, id } = await digestInChannel();
    const elsewhere = { ...setting.manager, conversation: { ...setting.manager.conversation, id: '19:elsewhere' } };
    for (const outcome of [
      await press('claim', elsewhere),
      await press('claim', setting.manager, 99),
      await setting.run({ kind: 'digest-item', act: 'claim', digest: `${id}x`, item: 1 }, setting.manager),
      await setting.run({ kind: 'digest', digest: id, page: 1 }, elsewhere),
    ]) {
      expect(expectKind(outcome, 'refused').refusal).toBe('digest-gone');
    }
  });

  it('show the whole digest to everybody who reads the channel, in any of its threads', async () => {
    const { setting, colleague, id } = await digestInChannel();
    const thread = {
      ...colleague,
      conversation: { ...colleague.conversation, id: `${colleague.conversation.id};messageid=7` },
    };
    const shown = expectKind(await setting.run({ kind: 'digest', digest: id, page: 1 }, thread), 'digest');
    expect(shown.digest.items).toHaveLength(1);
  });
});

describe('the redrawing of a digest', () => {
  it('happens when the secret is deleted here, and the ladder ends', async () => {
    const { setting, dm } = await digestInChannel();
    const [secret] = dm.secrets;
    const command = { kind: 'delete-secret', clientId: dm.clientId, keyId: secret?.keyId ?? '' } as const;
    const { form } = expectKind(await setting.run(command, setting.manager), 'delete-form');
    await setting.run({ kind: 'confirm-delete', nonce: form.nonce, typedName: '' }, setting.manager);
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({
      how: 'update',
      digest: { items: [{ ending: { how: 'deleted', by: { name: 'Ada' } } }] },
    });
    setting.told();
    await setting.nextDay();
    expect(setting.told()).toEqual([]);
  });

  it('happens when the newer secret that the digest names is deleted again', async () => {
    const { setting, dm } = await digestInChannel();
    expect(setting.announced.at(-1)).toMatchObject({ digest: { items: [{ newer: false }] } });
    setting.clock.pass(1);
    const [old, other] = dm.secrets;
    if (old === undefined || other === undefined) throw new Error('two secrets');
    setting.directory.put({ ...dm, secrets: [old, { ...other, start: setting.clock.clock() }] });
    await setting.nextDay();
    expect(setting.announced.at(-1)).toMatchObject({ digest: { items: [{ newer: true }] } });
    const command = { kind: 'delete-secret', clientId: dm.clientId, keyId: dm.secrets[1]?.keyId ?? '' } as const;
    const { form } = expectKind(await setting.run(command, setting.manager), 'delete-form');
    await setting.run({ kind: 'confirm-delete', nonce: form.nonce, typedName: '' }, setting.manager);
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({ how: 'update', digest: { items: [{ newer: false }] } });
  });

  it('happens when a new secret lets the application connect again', async () => {
    const expired = application('Partner-NL-Matchwell-DM', inDays(-2));
    const setting = await createReminderSetting({}, expired);
    await setting.link(setting.manager, 'Matchwell');
    await setting.sweepAndSend();
    expect(setting.announced.at(-1)).toMatchObject({ digest: { items: [{ cutOff: true, newer: false }] } });
    setting.clock.pass(1_000);
    const opened = await setting.run(
      { kind: 'open', purpose: 'create', query: 'matchwell', hint: '' },
      setting.manager,
    );
    const { nonce } = expectKind(opened, 'create-form').form;
    const expiry = inDays(200).slice(0, 10);
    await setting.run({ kind: 'submit-create', nonce, name: 'fresh', expiry }, setting.manager);
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({
      how: 'update',
      digest: { items: [{ cutOff: false, newer: true }] },
    });
  });

  it('happens at the next sweep after the secret was deleted elsewhere', async () => {
    const { setting, dm } = await digestInChannel();
    setting.directory.put({ ...dm, secrets: dm.secrets.slice(1) });
    setting.told();
    await setting.nextDay();
    expect(setting.told()).toEqual(['update : 5 s0']);
    expect(setting.announced.at(-1)).toMatchObject({
      digest: { items: [{ ending: { how: 'deleted', by: undefined } }] },
    });
  });
});
