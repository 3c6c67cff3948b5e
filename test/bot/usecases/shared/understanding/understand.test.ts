import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readText } from '../../../../../bot/usecases/commands.ts';
import { chaptersOf } from '../../../../../cards/help/sentences.ts';
import { APIS } from '../../../domain/shared/apis.ts';

const open = (purpose: string, query: string) => ({ kind: 'open', purpose, query });

describe('what people say', () => {
  it.each<readonly [string, object]>([
    ['hi', { kind: 'help', topic: 'overview' }],
    ['Hello!', { kind: 'help', topic: 'overview' }],
    ['lst', { kind: 'list', filter: '' }],
    ['my secrets', { kind: 'list', filter: '' }],
    ['My applications', { kind: 'list', filter: '' }],
    ['show me my applications', { kind: 'list', filter: '' }],
    ['all applications', { kind: 'list', filter: 'all' }],
    ['creat Matchwell', open('create', 'Matchwell')],
    ['new secret for DM', open('create', 'DM')],
    ['please create Matchwell', open('create', 'Matchwell')],
    ['can you make a new secret for Matchwell-SMC?', open('create', 'Matchwell-SMC')],
    ['what expires soon', { kind: 'expiring', days: 60 }],
    ['when does DM expire?', open('show', 'DM')],
    ['delete old connector', open('delete', 'old connector')],
    ['remove the old connector', open('delete', 'old connector')],
    ['rotate the DM secret', open('rotate', 'the DM secret')],
    ['renew Matchwell-DM', open('rotate', 'Matchwell-DM')],
    ['who manages Matchwell-DM', { kind: 'managers' }],
    ['Partner-NL-Matchwell-SMC', open('show', 'Partner-NL-Matchwell-SMC')],
    ['Matchwell-SMC', open('show', 'Matchwell-SMC')],
    ['“Matchwell-SMC”?', open('show', 'Matchwell-SMC')],
    ['matchwell-dm please', open('show', 'matchwell-dm')],
    ['my Acme-Web-Portal', open('show', 'Acme-Web-Portal')],
    ['partner-nl-matchwell-smc', open('show', 'partner-nl-matchwell-smc')],
    ['Sign-in', { kind: 'sign-in' }],
    ['Log-out', { kind: 'sign-out' }],
    ['E-mail', { kind: 'notify' }],
    ['I need access to Matchwell', { kind: 'request', query: 'Matchwell' }],
    ['Record', { kind: 'audit', query: '' }],
  ])('%s', (text, command) => expect(readText(text)).toMatchObject(command));

  it.each(Object.entries(chaptersOf(APIS)).map(([topic, { button }]) => [button, topic] as const))(
    'a page of help by the name of its button: %s',
    (button, topic) => expect(readText(button)).toMatchObject({ kind: 'help', topic }),
  );

  it('every title of a button that needs nothing else', () => {
    const plain = titles().filter(({ title, verb }) => readText(title).kind !== verb && !NEEDS_MORE.includes(title));
    expect(plain.map(({ title, verb }) => `${title} → ${verb}, read as ${readText(title).kind}`)).toEqual([]);
  });

  it.each([
    'make me a sandwich',
    'MAKE ME A SANDWICH',
    'find a table for four',
    'change the subject',
    'when does the train leave',
    'add 2 sugars',
    'well-known',
    'Follow-up of Monday',
    '2026-11-24',
    '-SMC',
    'A-',
  ])('means nothing here, because its first word is an everyday word and the others name nothing: %s', (text) => {
    expect(readText(text)).toEqual({ kind: 'unsupported', text });
  });

  it.each<readonly [string, object]>([
    ['make one for Matchwell', open('create', 'Matchwell')],
    ['add nl-matchwell-dm', open('create', 'nl-matchwell-dm')],
    ['make a secret', { kind: 'open', purpose: 'create' }],
    ['when does dm end', open('show', 'dm')],
    ['change the DM secret', open('rotate', 'DM')],
  ])('means a command, because the others name something: %s', (text, command) => {
    expect(readText(text)).toMatchObject(command);
  });

  it.each(['unlnk Matchwell', 'sweap', 'asign anna Matchwell', 'sing out'])(
    'is no command that acts, if it is a guess: %s',
    (text) => expect(['unsupported', 'open']).toContain(readText(text).kind),
  );
});

/** Their cards say what is meant. */
const NEEDS_MORE: readonly string[] = ['Previous', 'Next', 'Show', 'Refresh', 'Cancel', 'Continue', 'Ask'];

/** Buttons that carry nothing of their card. */
function titles(): readonly { readonly title: string; readonly verb: string }[] {
  const found: { title: string; verb: string }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    else if (node !== null && typeof node === 'object') {
      const { type, title, verb, data } = node as Readonly<Record<string, unknown>>;
      const isFixed = !JSON.stringify(data ?? {}).includes('${') && !String(title).includes('${');
      if (type === 'Action.Execute' && isFixed && !String(verb).includes('${') && !ONLY_ON_A_CARD.has(String(verb)))
        found.push({ title: String(title), verb: String(verb) });
      for (const each of Object.values(node)) walk(each);
    }
  };
  for (const file of globSync('cards/**/*.json').filter((name) => !name.endsWith('.sample.json')))
    walk(JSON.parse(readFileSync(file, 'utf8')));
  return found;
}

/** What a form carries is in its fields, and some acts need a fresh look at their card. */
const ONLY_ON_A_CARD: ReadonlySet<string> = new Set(['submit-request', 'sweep', 'unexpected', 'contact']);
