import { describe, expect, test } from 'vitest';
import { BOT_ID } from '../bench.ts';
import { BOT, BOT_MENTION, CHANNEL, command, LIST, mention } from './messages.ts';

describe('a mention of the bot', () => {
  const inChannel = (text: string, entities: unknown) => command(text, { text, entities, conversation: CHANNEL });
  const at = `<at>${BOT}</at>`;
  const named = (name: string, text: string) => mention(`28:${BOT_ID}`, name, text);
  test.each<readonly [string, string, unknown]>([
    ['with everything', `${at} list`, [BOT_MENTION]],
    ['without text', `${at} list`, [mention(`28:${BOT_ID}`, BOT)]],
    ['with null for the text and the name', `${at} list`, [mention(`28:${BOT_ID}`, null, null)]],
    ['in another letter case', '<at>api credentials</at> list', [BOT_MENTION]],
    ['whose tag is in capitals', `<AT>${BOT}</AT> list`, [BOT_MENTION]],
    ['with attributes in the tag', `<at id="0">${BOT}</at> list`, [BOT_MENTION]],
    ['with a non-breaking space', '<at>API&nbsp;Credentials</at>\u00a0list', [BOT_MENTION]],
    ['with a zero-width character', '<at>API\u200B Credentials</at>\u200Blist', [BOT_MENTION]],
    ['with an encoded sign', '<at>A &amp; B</at> list', [named('A & B', '<at>A & B</at>')]],
    ['with a plain sign', '<at>A & B</at> list', [named('A &amp; B', '<at>A &amp; B</at>')]],
    ['with encoded brackets', `&lt;at&gt;${BOT}&lt;/at&gt; list`, [BOT_MENTION]],
    ['at the end', `list ${at}`, [BOT_MENTION]],
    ['in the middle and twice', `${at} list ${at}.`, [BOT_MENTION]],
    ['of another name', '<at>Credentials (dev)</at> list', [BOT_MENTION]],
    ['without an entity', `${at} list`, []],
    ['with null for the entities', `${at} list`, null],
    ['without an entity, under another name', '<at>Credentials</at> list', undefined],
    ['without an element', `${BOT} list`, [BOT_MENTION]],
    ['as plain words', `@${BOT} list`, []],
    ['whose account has other letter case', `${at} list`, [mention(`28:${BOT_ID.toUpperCase()}`, 'x', null)]],
  ])('%s is left out', (_how, text, entities) => expect(inChannel(text, entities)).toEqual(LIST));

  test('may stand between the words of a command', () => {
    expect(inChannel(`sign ${at} in`, [BOT_MENTION])).toEqual({ kind: 'sign-in' });
  });
});

describe('the people that a message mentions', () => {
  const people = (text: string, ...entities: readonly unknown[]) => {
    const found = command(`<at>${BOT}</at> ${text}`, { conversation: CHANNEL, entities: [BOT_MENTION, ...entities] });
    if (found.kind !== 'assign') throw new Error(`read as ${found.kind}`);
    return [found.people.map((one) => (one.kind === 'account' ? one.accountId : `?${one.words}`)), found.query];
  };
  const ann = mention('29:ann', 'Ann de Vries', '<at>Ann de Vries</at>');
  test('are not those of a quotation whom the words do not name', () => {
    const text = `<quoted messageId="1"/> <at>${BOT}</at> assign <at>Ann de Vries</at> App`;
    const entities = [BOT_MENTION, ann, mention('29:bob', 'Bob', '<at>Bob</at>')];
    expect(command(text, { conversation: CHANNEL, entities })).toMatchObject({ people: [{ accountId: '29:ann' }] });
    const named = command(`${text} Bob`, { conversation: CHANNEL, entities });
    expect(named).toMatchObject({ people: [{ accountId: '29:ann' }, { accountId: '29:bob' }] });
  });

  test('are found in time, however many no element shows', () => {
    const many = Array.from({ length: 200 }, (_, n) => mention(`29:${n}`, 'a '.repeat(490), null));
    const started = performance.now();
    command('a '.repeat(14_000), { conversation: CHANNEL, entities: [BOT_MENTION, ...many] });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test.each<readonly [string, string, readonly unknown[], readonly string[]]>([
    ['with everything', '<at>Ann de Vries</at>', [ann], ['29:ann']],
    ['without text', '<at>Ann de Vries</at>', [mention('29:ann', 'Ann de Vries')], ['29:ann']],
    ['without a name', '<at>Ann de Vries</at>', [mention('29:ann', null, '<at>Ann de Vries</at>')], ['29:ann']],
    ['without text and name', '<at>Ann de Vries</at>', [mention('29:ann', null, null)], ['29:ann']],
    ['in another case, with attributes', '<at id="1">ANN DE VRIES</at>', [ann], ['29:ann']],
    ['with non-breaking spaces', '<at>Ann\u00a0de&nbsp;Vries</at>', [ann], ['29:ann']],
    ['with an encoded sign', '<at>A &amp; B</at>', [mention('29:ab', 'A & B', '<at>A & B</at>')], ['29:ab']],
    ['whose name was shortened', '<at>Ann</at>', [ann], ['29:ann']],
    ['as plain words', '@Ann de Vries', [ann], ['29:ann']],
    ['in no word of the text', '', [ann], ['29:ann']],
    [
      'in parts',
      '<at>Ann</at> <at>de Vries</at>',
      [mention('29:ann', 'Ann'), mention('29:ann', 'de Vries')],
      ['29:ann'],
    ],
    ['twice', '<at>Ann de Vries</at> <at>Ann de Vries</at>', [ann], ['29:ann']],
    [
      'under the same name',
      '<at>Jan</at>, <at>Jan</at>',
      [mention('29:a', 'Jan'), mention('29:b', 'Jan')],
      ['29:a', '29:b'],
    ],
    ['after the application, too', 'Partner-NL-A <at>Ann de Vries</at>', [ann], ['29:ann']],
    ['without an entity', '<at>Ann de Vries</at>', [], ['?Ann de Vries']],
  ])('are found if one is mentioned %s', (_how, written, entities, expected) => {
    const query = written.startsWith('Partner') ? '' : ' Partner-NL-A';
    expect(people(`assign ${written}${query}`, ...entities)).toEqual([expected, 'Partner-NL-A']);
  });

  test('are words like others in a command that is about no people', () => {
    const entities = [BOT_MENTION, mention('29:bob', 'Bob', '<at>Bob</at>')];
    const text = `<at>${BOT}</at> list <at>Bob</at>`;
    expect(command(text, { entities })).toEqual({ ...LIST, filter: 'Bob' });
  });
});
