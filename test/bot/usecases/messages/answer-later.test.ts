import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import type { AnnounceResult } from '../../../../bot/ports/messages/announcer.ts';
import { NAMED_OUTCOMES } from '../../../cards/outcomes/index.ts';
import { application, createSetting, event, type Setting, someone } from '../shared/setting.ts';

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

  it('keeps its age if it goes to the 1:1 chat because Teams refuses it where the person asked', async () => {
    const setting = await createSetting();
    const ada = someone('Ada');
    await setting.usecases.remember({ ...ada, conversation: { ...ada.conversation, kind: 'personal' } });
    await setting.usecases.answerLater(OUTCOME, ada, 29 * MINUTE);
    setting.clock.pass(29 * MINUTE);
    setting.unreachable.push({ kind: 'refused', code: 'BadArgument' }, THROTTLED);
    await setting.usecases.sendOutbox();
    setting.clock.pass(2 * MINUTE);
    await setting.usecases.sendOutbox();
    expect([setting.answers, setting.notices]).toEqual([[], [{ kind: 'unanswered' }]]);
  });

  it.each([...NAMED_OUTCOMES].filter(([, { kind }]) => !['sign-in', 'unknown', 'stored'].includes(kind)))(
    'comes out of the outbox as it went in: %s',
    async (_name, outcome) => {
      const setting = await createSetting();
      const ada = someone('Ada');
      await setting.signIn(ada);
      await setting.usecases.answerLater(outcome, ada, 5_000);
      setting.clock.pass(5_000);
      await setting.usecases.sendOutbox();
      expect(setting.answers).toEqual([outcome]);
    },
  );
});

describe('an answer that needed rights', () => {
  const APPLICATION = application('Partner-NL-Matchwell-DM', '2027-01-01');
  const SHOWN: Outcome = { kind: 'undelivered', messages: [], waiting: [] };

  /** Ada was an administrator and a manager when she was answered. */
  async function answered() {
    const setting = await createSetting(APPLICATION);
    const ada = someone('Ada');
    await setting.signIn(ada, { roles: [ADMIN_ROLE] });
    await setting.assign(ada, APPLICATION);
    await setting.usecases.answerLater(SHOWN, ada, 5_000);
    return { setting, ada };
  }

  async function arrived(setting: Setting) {
    setting.clock.pass(5_000);
    await setting.usecases.sendOutbox();
    return [setting.answers, setting.notices];
  }

  it('arrives if the person still has them, and others too', async () => {
    const { setting, ada } = await answered();
    await setting.assign(ada, application('Partner-NL-Matchwell-SMC'));
    expect(await arrived(setting)).toEqual([[SHOWN], []]);
  });

  it.each<[string, (of: Awaited<ReturnType<typeof answered>>) => Promise<unknown>]>([
    ['has signed out', ({ setting, ada }) => setting.run({ kind: 'sign-out' }, ada)],
    ['is no administrator any more', ({ setting, ada }) => setting.signIn(ada)],
    [
      'does not manage the application any more',
      ({ setting, ada }) => setting.ledger.assignments.remove(ada.person, APPLICATION.clientId, event),
    ],
  ])('is not shown if the person %s: they hear that it did not arrive', async (_what, change) => {
    const { setting, ada } = await answered();
    await change({ setting, ada });
    expect(await arrived(setting)).toEqual([[], [{ kind: 'unanswered' }]]);
  });

  it('is not shown if the session has run out meanwhile, however young the answer is', async () => {
    const { setting, ada } = await answered();
    await arrived(setting);
    setting.clock.pass(50 * MINUTE);
    await setting.usecases.answerLater(SHOWN, ada, 11 * MINUTE);
    setting.clock.pass(11 * MINUTE);
    expect(await arrived(setting)).toEqual([[SHOWN], [{ kind: 'unanswered' }]]);
  });

  it('is not shown if the session had ended before the answer was kept', async () => {
    const setting = await createSetting();
    const ada = someone('Ada');
    await setting.usecases.answerLater(SHOWN, ada, 5_000);
    await setting.signIn(ada, { roles: [ADMIN_ROLE] });
    expect(await arrived(setting)).toEqual([[], [{ kind: 'unanswered' }]]);
  });
});
