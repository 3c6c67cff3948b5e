import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { createReminderSetting, inDays, type ReminderSetting } from '../reminders/reminder-setting.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';

/** Two managers who have opened the chat, and one who has not. */
async function managed() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(300), inDays(200));
  const setting = await createReminderSetting({}, dm);
  const [bram, unmet] = [someone('Bram', 'personal'), someone('Clara', 'personal')];
  for (const other of [bram, unmet]) await setting.assign(other, dm);
  for (const met of [setting.manager, bram])
    await setting.ledger.conversations.remember({ ...met, conversation: someone(met.name, 'personal').conversation });
  return { setting, dm, bram };
}

async function create({ run }: ReminderSetting, { clientId }: Application, asker: Asker): Promise<void> {
  const { form } = expectKind(
    await run({ kind: 'open', purpose: 'create', query: clientId, hint: '' }, asker),
    'create-form',
  );
  expectKind(
    await run({ kind: 'submit-create', nonce: form.nonce, name: 'fresh', expiry: '2027-08-01' }, asker),
    'created',
  );
}

async function remove({ run }: ReminderSetting, { clientId }: Application, asker: Asker): Promise<void> {
  const { form } = expectKind(
    await run({ kind: 'open', purpose: 'delete', query: clientId, hint: 'h1~' }, asker),
    'delete-form',
  );
  expectKind(await run({ kind: 'confirm-delete', nonce: form.nonce, typedName: '' }, asker), 'deleted');
}

function news({ notices, posts }: ReminderSetting) {
  const all = [...notices.map((notice) => ({ how: 'chat', notice })), ...posts];
  return all.filter(({ notice }) => notice.kind === 'secret-changed');
}

describe('the news of a change', () => {
  it('is one line for each other manager whom the bot has met, and none for the one who did it', async () => {
    const { setting, dm } = await managed();
    await create(setting, dm, setting.manager);
    await setting.usecases.sendOutbox();
    expect(news(setting)).toMatchObject([
      {
        how: 'chat',
        notice: {
          how: 'created',
          application: { clientId: dm.clientId },
          secret: { name: 'fresh' },
          by: { name: 'Ada' },
        },
      },
    ]);
    await remove(setting, dm, setting.manager);
    await setting.usecases.sendOutbox();
    expect(news(setting)).toHaveLength(2);
    expect(news(setting)[1]).toMatchObject({ notice: { how: 'deleted', secret: { name: 's1' } } });
    expect(await setting.ledger.outbox.waiting()).toEqual([]);
  });

  it('is told in the managers’ channel if there is one, once', async () => {
    const { setting, dm } = await managed();
    await setting.link(setting.manager, 'Matchwell');
    await remove(setting, dm, setting.manager);
    await setting.usecases.sendOutbox();
    await setting.usecases.sendOutbox();
    expect(news(setting)).toMatchObject([{ how: 'channel', to: setting.manager.conversation.id }]);
  });

  it('holds no value', async () => {
    const { setting, dm } = await managed();
    await create(setting, dm, setting.manager);
    await setting.usecases.sendOutbox();
    const [value = 'none'] = setting.directory.values;
    expect(JSON.stringify(news(setting))).not.toContain(value);
  });

  it('does not reach somebody who has stopped managing the application meanwhile', async () => {
    const { setting, dm, bram } = await managed();
    await create(setting, dm, setting.manager);
    await setting.ledger.assignments.remove(bram.person, dm.clientId, event);
    await setting.usecases.sendOutbox();
    expect(news(setting)).toEqual([]);
  });

  it('is none of a creation that reached nobody', async () => {
    const { setting, dm } = await managed();
    setting.results.push('refused', 'refused');
    const { form } = expectKind(
      await setting.run({ kind: 'open', purpose: 'create', query: dm.clientId, hint: '' }, setting.manager),
      'create-form',
    );
    await setting.run(
      { kind: 'submit-create', nonce: form.nonce, name: 'fresh', expiry: '2027-08-01' },
      setting.manager,
    );
    await setting.usecases.sendOutbox();
    expect(news(setting)).toEqual([]);
  });
});
