import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalPerson } from '../../../../infra/local/people.ts';
import type { LocalTeams } from '../../../../infra/local/teams/index.ts';
import { openTeams, type TeamsBench } from '../teams-bench.ts';

let bench: TeamsBench;
let teams: LocalTeams;
let anna: string;
beforeEach(async () => {
  bench = await openTeams();
  teams = bench.teams;
  anna = bench.world.people.find(({ name }: LocalPerson) => name.startsWith('Anna'))?.oid ?? '';
});
afterEach(() => bench.close());

const last = () => bench.seen.at(-1)?.activity;
const card = (codeSnippet: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Type it here' },
    { type: 'CodeBlock', codeSnippet },
  ],
});

/** The bot says something in Anna's chat; the id of its message. */
async function said(activity: object, recipient?: string): Promise<string> {
  const where = recipient === undefined ? 'personal' : 'channel';
  const path = `/${encodeURIComponent(teams.conversationId(anna, where))}/activities`;
  const body = { type: 'message', ...activity, ...(recipient === undefined ? {} : { recipient: { id: recipient } }) };
  const { body: answer } = await bench.api(
    'POST',
    recipient === undefined ? path : `${path}?isTargetedActivity=true`,
    body,
    'good',
  );
  return String(answer['id']);
}

describe('a quoted reply', () => {
  test('has an element in the text, an entity beside it, and the quotation in the HTML', async () => {
    const messageId = await said({ text: 'A & B' });
    await teams.sendMessage(anna, 'personal', 'list', { messageId, style: 'element' });
    expect(last()?.text).toBe(`<quoted messageId="${messageId}"/> list`);
    expect(last()?.entities).toContainEqual({
      type: 'quotedReply',
      quotedReply: {
        messageId,
        senderName: 'API Credentials',
        preview: 'A & B',
        time: messageId,
        validatedMessageReference: true,
      },
    });
    const html = String(last()?.attachments?.[0]?.content);
    expect(html).toContain('schema.skype.com/Reply');
    expect(html).toContain('A &amp; B</p>\r\n</blockquote>\r\n<div>list</div>');
    expect(teams.messages(anna, 'personal').at(-1)).toMatchObject({ text: 'list', quoted: { preview: 'A & B' } });
  });

  test('of an older client has the words of the quotation in its text', async () => {
    const messageId = await said({ text: 'help' });
    await teams.sendMessage(anna, 'personal', 'list', { messageId, style: 'words' });
    expect(last()?.text).toBe('API Credentials\r\nhelp\r\n\r\nlist');
    expect(last()?.entities).not.toContainEqual(expect.objectContaining({ type: 'quotedReply' }));
  });

  test('of a card repeats what is on it, values included, and the panel shows nothing of that', async () => {
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card('s3cret-value') }];
    const messageId = await said({ attachments });
    await teams.sendMessage(anna, 'personal', '123456', { messageId, style: 'element' });
    expect(JSON.stringify(last())).toContain('Type it here s3cret-value');
    const traffic = JSON.stringify(teams.traffic);
    expect(traffic).toContain('quotedReply');
    expect(traffic).not.toContain('s3cret-value');
    expect(traffic).not.toContain('123456');
  });

  test('cannot quote a message that one person alone sees, or none', async () => {
    const account = bench.world.people.find(({ oid }) => oid === anna)?.accountId;
    const messageId = await said({ text: 'for you' }, account);
    const quote = (id: string) => teams.sendMessage(anna, 'channel', 'list', { messageId: id, style: 'element' });
    await expect(quote(messageId)).rejects.toThrow('one person alone');
    await expect(quote('1')).rejects.toThrow('no message 1');
  });
});
