import { expect, it } from 'vitest';
import { application, someone } from '../shared/setting.ts';
import { createAccessSetting } from './access-setting.ts';

const SMC = application('Partner-NL-Matchwell-SMC');

/** Carl has asked for access, and sees the card that says so. Ann can confirm it. */
async function shown(query = SMC.displayName) {
  const setting = await createAccessSetting(SMC);
  const carl = await setting.join(someone('Carl', 'personal'));
  const ann = await setting.join(someone('Ann', 'personal'), { manages: [SMC] });
  const posted = (activityId: string) => ({ conversation: carl.conversation, activityId, targeted: false });
  const ask = async (words: string, activityId: string) => {
    const answer = await setting.run({ kind: 'submit-request', query: words, why: 'why', who: 'who' }, carl);
    await setting.usecases.noteShown(answer, carl, posted(activityId));
    const [made] = await setting.ledger.requests.of(carl.person);
    return made?.id ?? '';
  };
  const id = await ask(query, 'card');
  await setting.tell();
  const drawn = async () => {
    await setting.tell();
    return setting.answers.map((answer) => (answer.kind === 'requested' ? answer.became : answer.kind));
  };
  return { setting, carl, ann, id, ask, posted, drawn };
}

it('stays as it is while the asker hears nothing of the request', async () => {
  const { drawn } = await shown();
  expect(await drawn()).toEqual([]);
  const nowhere = await shown('Nowhere');
  expect(await nowhere.drawn()).toEqual([]);
});

it('says that the request is confirmed, and then that it is approved', async () => {
  const { setting, ann, id, drawn } = await shown();
  await setting.review(ann, id, 'confirm');
  expect(await drawn()).toMatchObject([{ state: 'confirmed' }]);
  await setting.review(setting.administrator, id, 'approve', { clientIds: [SMC.clientId] });
  expect(await drawn()).toMatchObject([{ state: 'confirmed' }, { state: 'approved' }]);
});

it('says that the request was declined, and why', async () => {
  const { setting, ann, id, drawn } = await shown();
  await setting.review(ann, id, 'confirm');
  await drawn();
  await setting.review(setting.administrator, id, 'decline', { reason: 'Ask the coordinator first' });
  expect(await drawn()).toMatchObject([
    { state: 'confirmed' },
    { state: 'declined', reason: 'Ask the coordinator first' },
  ]);
});

it('says that nobody decided in time', async () => {
  const { setting, drawn } = await shown('Nowhere');
  await setting.pass(15 * 86_400_000);
  expect(await drawn()).toMatchObject([{ state: 'expired' }]);
});

it('says so in each message in which the request was made, in the same words and in others', async () => {
  const { setting, ann, id, ask, drawn } = await shown();
  await ask(SMC.displayName.toLowerCase(), 'again');
  await ask(SMC.clientId, 'in other words');
  await drawn();
  await setting.review(ann, id, 'confirm');
  await drawn();
  await setting.review(setting.administrator, id, 'approve', { clientIds: [SMC.clientId] });
  const states = (await drawn()).map((became) => (typeof became === 'object' ? became.state : became));
  expect(states.filter((state) => state === 'approved')).toHaveLength(3);
});

it('is not drawn again in a message that shows something else now', async () => {
  const { setting, carl, ann, id, posted, drawn } = await shown();
  await setting.usecases.noteShown({ kind: 'signed-out' }, carl, posted('card'));
  await setting.review(ann, id, 'decline');
  expect(await drawn()).toEqual([]);
});
