import { describe, expect, it } from 'vitest';
import { parseAction, parseMessage } from '../../../bot/adapters/teams/inbound/parse.ts';
import { renderNotice, renderOutcome } from '../../../cards/index.ts';
import { BOT_MENTION, html, read } from '../../bot/adapters/teams/inbound/messages.ts';
import { actionsOf, nodesOf } from '../../cards/inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../../cards/outcomes/index.ts';
import { holds } from '../../journeys/canary.ts';

/** Shaped like a value, and made here, so that the repository holds no text that looks like a secret. */
const VALUE = ['hpJ', '8Q~', 'aB3_'.repeat(8), 'x9'].join('');

/** Every field into which somebody can type, with each button of the same card. */
const FIELDS = [...NAMED_OUTCOMES.values()]
  .map((one) => renderOutcome(one).card)
  .concat([...NAMED_NOTICES.values()].map((one) => renderNotice(one).card))
  .flatMap((card) => {
    const inputs = nodesOf(card)
      .filter(({ type }) => type === 'Input.Text')
      .map(({ id }) => String(id));
    const buttons = actionsOf(card).filter(({ type }) => type === 'Action.Execute');
    return inputs.flatMap((input) =>
      buttons.map(({ verb, data }) => ({ input, verb: String(verb), data: Object(data) as object })),
    );
  });

const CASES = new Map(FIELDS.map((field) => [`${field.input} with ${field.verb}`, field]));

function expectNoValue(command: unknown): void {
  expect(holds(JSON.stringify(command), VALUE)).toBe(false);
  expect(JSON.stringify(command)).not.toContain(VALUE.slice(0, 8));
}

describe('threat 43, a pasted secret is repeated or kept: a value in a field', () => {
  it.each([...CASES])('offers its rotation and keeps three characters: %s', (_name, { input, verb, data }) => {
    for (const typed of [VALUE, ` ${VALUE} `, `my secret is ${VALUE}, thanks`]) {
      const submitted = { ...data, [input]: typed };
      const { command } = parseAction(
        read({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb, data: submitted } } }),
      );
      expect(command).toEqual({ kind: 'leaked', hints: ['hpJ'] });
      expect(parseMessage(read({ text: '', value: { ...submitted, verb } }))).toEqual(command);
    }
  });

  it('knows the fields of all cards', () => {
    expect(new Set(FIELDS.map(({ input }) => input)).size).toBeGreaterThan(5);
  });
});

describe('threat 43, a pasted secret is repeated or kept: a value in a message', () => {
  it.each<[string, Record<string, unknown>]>([
    ['alone', { text: VALUE }],
    ['after a command', { text: `create Partner-NL-Matchwell-DM ${VALUE}` }],
    ['in HTML', { text: `list ${VALUE}`, ...html(`<p>list ${VALUE}</p>`) }],
    ['as a link', { text: `list [${VALUE}](https://x.example/${VALUE})` }],
    ['beside a mention', { text: `<at>API Credentials</at> ${VALUE}`, entities: [BOT_MENTION] }],
    ['with text that cannot be seen', { text: `list \u200B${VALUE}\u200B` }],
  ])('offers its rotation and keeps three characters: %s', (_where, extra) => {
    expect(parseMessage(read(extra))).toEqual({ kind: 'leaked', hints: ['hpJ'] });
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'in the preview of a quotation',
      {
        text: 'list',
        entities: [
          {
            type: 'quotedReply',
            quotedReply: { messageId: '1', senderId: '29:a', senderName: 'A', preview: VALUE, time: '1' },
          },
        ],
      },
    ],
    [
      'in quoted HTML',
      {
        text: 'list',
        ...html(`<blockquote itemtype="http://schema.skype.com/Reply">${VALUE}</blockquote><p>list</p>`),
      },
    ],
    [
      'in the name of a file',
      {
        text: 'list',
        attachments: [{ contentType: 'image/png', name: VALUE, contentUrl: `https://x.example/${VALUE}` }],
      },
    ],
    [
      'in the name of the sender',
      { text: 'list', from: { id: '29:a', aadObjectId: '33333333-3333-4333-8333-333333333333', name: VALUE } },
    ],
  ])('never becomes a part of what is asked for: %s', (_where, extra) => {
    expectNoValue(parseMessage(read(extra)));
  });
});
