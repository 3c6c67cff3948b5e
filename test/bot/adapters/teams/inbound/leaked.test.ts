import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../../bot/adapters/node/random.ts';
import { ACTIVITY } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import { parseAction, parseMessage } from '../../../../../bot/adapters/teams/inbound/parse.ts';
import { activity } from '../bench.ts';

/** Shaped like a value, and made here, so that the repository holds no text that looks like a secret. */
const VALUE = ['hpJ', '8Q~', 'aB3_'.repeat(8), 'x9'].join('');
const LEAKED = { kind: 'leaked', hints: ['hpJ'] };

const read = (extra: Record<string, unknown>) => ACTIVITY.parse(activity('https://smba.test/emea/', extra));
const submitted = (data: object) => parseMessage(read({ text: '', value: data }));
const pressed = (verb: string, data: object) =>
  parseAction(read({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb, data } } })).command;

describe('a message that holds something like a value', () => {
  it.each(['', 'create ', 'request access because ', 'show Partner-NL-Matchwell-DM '])(
    'is the command about leaked values, no matter what it begins with: “%s”',
    (words) => expect(parseMessage(read({ text: `${words}${VALUE}` }))).toEqual(LEAKED),
  );

  it.each(['name', 'reason', 'typedName', 'confirmedBy', 'addresses', 'query'])(
    'is the same command if it is in the field %s of a card, of the older kind, too',
    (field) => {
      expect(pressed('submit-create', { nonce: 'n', [field]: VALUE })).toEqual(LEAKED);
      expect(submitted({ verb: 'submit-create', nonce: 'n', [field]: VALUE })).toEqual(LEAKED);
    },
  );

  it('is none if only what our own card carries is drawn by lot', () => {
    const nonce = ['aB3', 'xY7zW2'.repeat(6), 'Q1'].join('');
    expect(pressed('submit-create', { nonce, name: 'new', expiry: '2027-08-01' }).kind).toBe('submit-create');
  });

  it.each(['digest', 'contact', 'request', 'credential', 'message', 'id', 'keyId'])(
    'is none if a button carries an id that is drawn by lot in %s',
    (field) => {
      const id = ['aB3', 'xY7zW2'.repeat(6), 'Q1'].join('');
      expect(pressed('digest-item', { act: 'claim', item: 1, digest: 'd', [field]: id }).kind).not.toBe('leaked');
    },
  );

  it('is no id that the bot makes, in any field', () => {
    for (const id of Array.from({ length: 500 }, createRandom().token))
      expect(pressed('list', { filter: id, page: 1 })).toEqual({ kind: 'list', filter: id, page: 1 });
  });

  it('never brings more than three characters of it into a command', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const command = parseMessage(read({ text: `${before} ${VALUE} ${after}` }));
        expect(JSON.stringify(command)).not.toContain(VALUE.slice(0, 8));
      }),
    );
  });
});
