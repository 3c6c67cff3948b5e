import { describe, expect, it } from 'vitest';
import { renderDigest, renderNotice } from '../../../cards/index.ts';
import { createAccessSetting } from '../../bot/usecases/access/access-setting.ts';
import { application, someone } from '../../bot/usecases/shared/setting.ts';
import { nodesOf } from '../../cards/inspect.ts';
import { holds } from '../../journeys/canary.ts';

const WHY = 'why-canary: Jan is ill since May';
const REASON = 'reason-canary: we do not know this person';
const NOTE = 'note-canary: Piet said so on the phone';

/** Matchwell's channel is linked, and Carl asks for access there. Everybody in it, guests included, reads what is posted. */
async function asked() {
  const end = new Date(Date.parse('2026-11-24') + 5 * 86_400_000).toISOString();
  const dm = application('Partner-NL-Matchwell-DM', end);
  const setting = await createAccessSetting(dm);
  const carl = await setting.join(someone('Carl', 'personal'));
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm] });
  const channel = { ...ada.conversation, kind: 'channel', id: '19:matchwell' } as const;
  await setting.run({ kind: 'link', query: 'Matchwell', scope: '' }, { ...ada, conversation: channel });
  const submit = { kind: 'submit-request', query: 'Matchwell', why: WHY, who: 'who-canary' } as const;
  await setting.run(submit, carl);
  await setting.tell();
  const [request] = await setting.ledger.requests.open();
  return { setting, dm, ada, carl, id: request?.id ?? '' };
}

type Asked = Awaited<ReturnType<typeof asked>>;

/** All notices that were posted to channels, or redrawn there, as Teams gets them. */
function postedOpenly({ setting: { posts } }: Asked): readonly string[] {
  const isOpen = ({ how, to }: (typeof posts)[number]): boolean =>
    how === 'update' ? posts[Number(to.split('-')[1]) - 1]?.how === 'channel' : how === 'channel';
  return posts.filter(isOpen).map(({ notice }) => JSON.stringify(renderNotice(notice)));
}

describe('threat 44, text meant for a few reaches a channel: what a request says', () => {
  it('is never in what a guest of the channel reads, however the request ends', async () => {
    for (const ending of ['confirm', 'decline'] as const) {
      const all = await asked();
      const over = { confirmedBy: NOTE, reason: REASON };
      await all.setting.review(all.ada, all.id, ending, over);
      await all.setting.tell();
      if (ending === 'confirm') {
        const approve = { clientIds: [all.dm.clientId], confirmedBy: NOTE };
        await all.setting.review(all.setting.administrator, all.id, 'approve', approve);
        await all.setting.tell();
      }
      const posted = postedOpenly(all);
      expect(posted.length).toBeGreaterThanOrEqual(2);
      for (const text of posted)
        for (const typed of [WHY, REASON, NOTE, 'who-canary']) expect(holds(text, typed)).toBe(false);
    }
  });

  it('is shown to those who decide, in their own chats', async () => {
    const all = await asked();
    await all.setting.review(all.ada, all.id, 'confirm');
    await all.setting.tell();
    const chats = all.setting.posts.filter(({ how }) => how === 'chat').map(({ notice }) => renderNotice(notice));
    expect(chats.some((one) => holds(JSON.stringify(one), WHY))).toBe(true);
  });
});

describe('threat 34, guests read reminders: a reminder in a channel', () => {
  it('shows names and days, and no address, id of Entra, value or word that somebody typed', async () => {
    const all = await asked();
    await all.setting.usecases.sweep();
    await all.setting.usecases.sendOutbox();
    const [reminder] = all.setting.announced.filter(({ how }) => how === 'channel');
    if (reminder === undefined) throw new Error('no reminder in the channel');
    const { card, fallbackText } = renderDigest(reminder.digest);
    const shown = nodesOf(card).flatMap(({ text, value, title }) =>
      [text, value, title].filter((one) => typeof one === 'string'),
    );
    const drawn = [...shown, fallbackText].join('\n');
    expect(drawn).toContain('Partner-NL-Matchwell-DM');
    expect(drawn).toContain('Ada');
    expect(drawn).not.toMatch(/@[\w-]+\.|[0-9a-f]{8}-[0-9a-f]{4}-/i);
    for (const typed of [WHY, 'who-canary']) expect(holds(drawn, typed)).toBe(false);
    expect(drawn.replaceAll(/\s+/g, ' ')).toMatchInlineSnapshot(
      `"<at>Ada</at> Client secrets that need attention As of 24 November 2026 1 client secret of 1 application needs attention. Please look at this: <at>Ada</at> Partner-NL-Matchwell-DM Managed by Ada s0 ⚠ expires in 5 days · 29 November 2026 Rotate now Rotate now I'm on it I'm on it Show Show A client secret expires in 5 days"`,
    );
  });
});
