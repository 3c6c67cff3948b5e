import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import type { AnnounceResult } from '../../../../bot/ports/messages/announcer.ts';
import { NAMED_OUTCOMES } from '../../../cards/outcomes/index.ts';
import { createSetting, type Setting, someone } from '../shared/setting.ts';

const THROTTLED: AnnounceResult = { kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false };
const MINUTE = 60_000;
const OUTCOME: Outcome = { kind: 'signed-out' };
const later = (setting: Setting, outcome: Outcome = OUTCOME, afterMs: number | undefined = 5_000) =>
  setting.usecases.answerLater(outcome, someone('Ada'), afterMs);
const rows = async (setting: Setting) => (await setting.ledger.audit.rows()).map(({ action }) => action);

describe('an answer that Teams did not take', () => {
  it('is sent after the pause that Teams asked for, once, and leaves no row', async () => {
    const setting = await createSetting();
    await later(setting);
    setting.clock.pass(4_999);
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([]);
    setting.clock.pass(1);
    await setting.usecases.sendOutbox();
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([OUTCOME]);
    expect(setting.woken).toContain('send-outbox');
    expect(await rows(setting)).toEqual([]);
  });

  it('is tried again for as long as Teams is busy', async () => {
    const setting = await createSetting();
    await later(setting);
    setting.unreachable.push(THROTTLED, THROTTLED, THROTTLED);
    for (let minute = 0; minute < 5; minute += 1) {
      setting.clock.pass(MINUTE);
      await setting.usecases.sendOutbox();
    }
    expect(setting.answers).toEqual([OUTCOME]);
  });

  it('comes to words that it did not arrive once it may not be true any more', async () => {
    const setting = await createSetting();
    await later(setting);
    setting.clock.pass(30 * MINUTE);
    await setting.usecases.sendOutbox();
    expect([setting.answers, setting.notices]).toEqual([[], [{ kind: 'unanswered' }]]);
  });

  it('is never kept if it holds a link for signing in: the person is asked to ask again', async () => {
    const setting = await createSetting();
    const url = 'https://bot.example/sign-in/ticket';
    await later(setting, { kind: 'sign-in', need: 'read', signInId: 's', url, sso: false, lack: undefined });
    setting.clock.pass(5_000);
    await setting.usecases.sendOutbox();
    expect([setting.answers, setting.notices]).toEqual([[], [{ kind: 'unanswered' }]]);
  });

  it('is kept without a text that the bot did not understand', async () => {
    const setting = await createSetting();
    await later(setting, { kind: 'unknown', text: 'perhaps a value' });
    setting.clock.pass(5_000);
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([{ kind: 'unknown', text: '' }]);
  });

  it('goes to the 1:1 chat if Teams refuses it where the person asked', async () => {
    const setting = await createSetting();
    const ada = someone('Ada');
    await setting.usecases.remember({ ...ada, conversation: { ...ada.conversation, kind: 'personal' } });
    await setting.usecases.answerLater(OUTCOME, ada, undefined);
    setting.unreachable.push({ kind: 'refused', code: 'BadArgument' });
    setting.clock.pass(2_000);
    await setting.usecases.sendOutbox();
    expect(setting.answers).toEqual([OUTCOME]);
  });

  it('ends with one row in the record if it cannot be delivered at all', async () => {
    const setting = await createSetting();
    await later(setting);
    setting.unreachable.push({ kind: 'refused', code: 'BadArgument' });
    setting.clock.pass(5_000);
    await setting.usecases.sendOutbox();
    setting.clock.pass(48 * 60 * MINUTE);
    await setting.usecases.sendOutbox();
    expect([setting.answers, setting.notices]).toEqual([[], []]);
    expect(await rows(setting)).toEqual(['message.undelivered']);
    expect(await setting.ledger.outbox.dead()).toEqual([]);
  });

  it.each([...NAMED_OUTCOMES].filter(([, { kind }]) => !['sign-in', 'unknown', 'stored'].includes(kind)))(
    'comes out of the outbox as it went in: %s',
    async (_name, outcome) => {
      const setting = await createSetting();
      await later(setting, outcome);
      setting.clock.pass(5_000);
      await setting.usecases.sendOutbox();
      expect(setting.answers).toEqual([outcome]);
    },
  );
});
