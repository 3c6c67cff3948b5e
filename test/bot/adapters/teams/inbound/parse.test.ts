import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIVITY, readAsker } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import {
  parseAction,
  parseExchange,
  parseFailure,
  parseMessage,
  parseVerify,
} from '../../../../../bot/adapters/teams/inbound/parse.ts';
import { type Command, readButton } from '../../../../../bot/usecases/commands.ts';
import { activity, BOT_ID, OID, TENANT } from '../bench.ts';

const SERVICE = 'https://smba.test/emea/';
const read = (extra: Record<string, unknown>) => ACTIVITY.parse(activity(SERVICE, extra));
const typed = (text: string) => parseMessage(read({ text }));
const help = (topic = 'overview', query = '') => ({ kind: 'help', topic, query });
const open = (purpose: string, query: string) => ({ kind: 'open', purpose, query, hint: '' });

describe('typed text means one command', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['', help()],
    ['help', help()],
    ['  HELP  ', help()],
    ['/help', help()],
    ['help rotation', help('rotation')],
    ["help don'ts", help('donts')],
    ['Help Token  Partner-NL-Org-SMC', help('token', 'Partner-NL-Org-SMC')],
    ['help nonsense', help()],
    ['list', { kind: 'list', filter: '', page: 1 }],
    ['List   nl  SMC', { kind: 'list', filter: 'nl SMC', page: 1 }],
    ['show Partner-NL-Org-SMC', open('show', 'Partner-NL-Org-SMC')],
    ['CREATE\u00a0Partner-NL-Org-DM', open('create', 'Partner-NL-Org-DM')],
    ['create', open('create', '')],
    ['delete Partner-NL-Org-DM a~1', open('delete', 'Partner-NL-Org-DM a~1')],
    ['delete A &amp; B', open('delete', 'A & B')],
    ['rotate Partner-NL-Org-DM a~1', open('rotate', 'Partner-NL-Org-DM a~1')],
    ['Rotations', { kind: 'rotations' }],
    ['link Matchwell', { kind: 'link', query: 'Matchwell', scope: '' }],
    ['link', { kind: 'link', query: '', scope: '' }],
    ['unlink  NL Matchwell', { kind: 'unlink', query: 'NL Matchwell', scope: '' }],
    ['links', { kind: 'links' }],
    [
      'contact NL Matchwell desk@x.example, oncall@x.example',
      { kind: 'contact', query: 'NL Matchwell', addresses: 'desk@x.example oncall@x.example', scope: '' },
    ],
    ['Contact', { kind: 'contact', query: '', addresses: '', scope: '' }],
    ['contacts', { kind: 'contacts', query: '', page: 1 }],
    ['contacts Matchwell', { kind: 'contacts', query: 'Matchwell', page: 1 }],
    ['Overview!', { kind: 'overview', page: 1 }],
    ['leavers', { kind: 'leavers', page: 1 }],
    ['leavers of what', { kind: 'unsupported', text: 'leavers of what' }],
    ['overview of what', { kind: 'unsupported', text: 'overview of what' }],
    ['list all', { kind: 'list', filter: 'all', page: 1 }],
    ['list NL cannot connect', { kind: 'list', filter: 'NL cannot connect', page: 1 }],
    ['expiring', { kind: 'expiring', days: 60, filter: '', page: 1 }],
    ['expiring 30', { kind: 'expiring', days: 30, filter: '', page: 1 }],
    ['expiring 30 NL', { kind: 'expiring', days: 30, filter: 'NL', page: 1 }],
    ['expiring NL Matchwell', { kind: 'expiring', days: 60, filter: 'NL Matchwell', page: 1 }],
    ['expiring Matchwell 90 days', { kind: 'expiring', days: 90, filter: 'Matchwell', page: 1 }],
    ['expiring all', { kind: 'expiring', days: 60, filter: 'all', page: 1 }],
    ['expiring this week', { kind: 'expiring', days: 7, filter: '', page: 1 }],
    ['Expiring 7 days', { kind: 'expiring', days: 7, filter: '', page: 1 }],
    ['expiring 0', { kind: 'expiring', days: 1, filter: '', page: 1 }],
    ['expiring 99999', { kind: 'expiring', days: 400, filter: '', page: 1, isCut: true }],
    ['expiring -3', { kind: 'unsupported', text: 'expiring -3' }],
    ['expiring soon', { kind: 'expiring', days: 60, filter: '', page: 1 }],
    ['notify', { kind: 'notify', mail: undefined }],
    ['notify mail off', { kind: 'notify', mail: 'off' }],
    ['Notify Mail ON', { kind: 'notify', mail: 'html' }],
    ['notify mail text', { kind: 'notify', mail: 'text' }],
    ['notify me', { kind: 'unsupported', text: 'notify me' }],
    ['sweep', { kind: 'sweep', accept: false }],
    ['sweep accept', { kind: 'sweep', accept: true }],
    ['sweep accept leavers', { kind: 'sweep', accept: 'leavers' }],
    ['undelivered', { kind: 'undelivered' }],
    ['sign in', { kind: 'sign-in' }],
    ['Sign  Out', { kind: 'sign-out' }],
    ['logout', { kind: 'sign-out' }],
    ['Who am I?', { kind: 'who-am-i' }],
    ['whoami', { kind: 'who-am-i' }],
    ['123456', { kind: 'code', code: '123456' }],
    ['123 456', { kind: 'code', code: '123456' }],
    ['1234567', { kind: 'unsupported', text: '1234567' }],
    ['Partner-NL-Org-SMC', open('show', 'Partner-NL-Org-SMC')],
    ['lister', { kind: 'list', filter: '', page: 1 }],
    ['1234567 and more', { kind: 'unsupported', text: '1234567 and more' }],
    ['constructor', { kind: 'unsupported', text: 'constructor' }],
    ['__proto__ x', { kind: 'unsupported', text: '__proto__ x' }],
  ];
  test.each(table)('%j', (text, command) => expect(typed(text)).toEqual(command));

  test('leaves out the mention of the bot and keeps other mentions', () => {
    const mention = (id: string, text: string) => ({ type: 'mention', mentioned: { id }, text });
    const entities = [mention(`28:${BOT_ID}`, '<at>API Credentials</at>'), { type: 'clientInfo' }, null];
    expect(parseMessage(read({ text: '<at>API Credentials</at>&nbsp; List  x', entities }))).toEqual({
      kind: 'list',
      filter: 'x',
      page: 1,
    });
    const other = [mention('29:bob', '<at>Bob</at>')];
    expect(parseMessage(read({ text: '<at>Bob</at> list', entities: other })).kind).toBe('unsupported');
  });

  describe('the people and applications of assign', () => {
    const GUID = '0a000000-0000-4000-8000-000000000001';
    const words = (...all: string[]) => all.map((each) => ({ kind: 'words', words: each }));
    const wish = (people: readonly object[], query: string, kind = 'assign') => ({
      kind,
      people,
      query,
      clientIds: [],
    });
    test.each<readonly [string, unknown]>([
      ['assign', wish([], '')],
      ['assign ann@a.example Partner-NL-A-DM', wish(words('ann@a.example'), 'Partner-NL-A-DM')],
      [
        'Unassign ann@a.example, bob@b.example from X, Y',
        wish(words('ann@a.example', 'bob@b.example'), 'X, Y', 'unassign'),
      ],
      [`assign ${GUID} ${GUID}`, wish(words(GUID), GUID)],
      [`assign {${GUID}} to X`, wish(words(GUID), 'X')],
      ['assign Partner-NL-A-DM', wish([], 'Partner-NL-A-DM')],
      ['assign: ann@a.example. – X.', wish(words('ann@a.example'), 'X.')],
      ['assign “ann@a.example”, <bob@b.example>: X', wish(words('ann@a.example', 'bob@b.example'), 'X')],
      ['assign mailto:ann@a.example X', wish(words('ann@a.example'), 'X')],
      ['managers', { kind: 'managers', query: '', page: 1 }],
      ['Managers Partner-NL-A-DM', { kind: 'managers', query: 'Partner-NL-A-DM', page: 1 }],
      ['request', { kind: 'request', query: '' }],
      ['request access to Matchwell', { kind: 'request', query: 'Matchwell' }],
      ['request Accessories', { kind: 'request', query: 'Accessories' }],
      ['requests', { kind: 'requests' }],
      ['audit', { kind: 'audit', query: '', days: 30, page: 1 }],
      ['audit 90 days', { kind: 'audit', query: '', days: 90, page: 1 }],
      ['audit Matchwell legacy upload 7', { kind: 'audit', query: 'Matchwell legacy upload', days: 7, page: 1 }],
      ['audit Matchwell', { kind: 'audit', query: 'Matchwell', days: 30, page: 1 }],
      ['audit 99999', { kind: 'audit', query: '99999', days: 30, page: 1 }],
      ['audit 0', { kind: 'audit', query: '', days: 1, page: 1 }],
    ])('%s', (text, command) => {
      expect(typed(text)).toEqual(command);
    });

    test('takes each mentioned person once', () => {
      const mention = (id: string, name: string) => ({
        type: 'mention',
        mentioned: { id, name },
        text: `<at>${name}</at>`,
      });
      const entities = [
        mention(`28:${BOT_ID}`, 'Bot'),
        mention('29:bob', 'Bob B'),
        mention('29:ann', 'Ann'),
        mention('29:ann', 'Ann'),
      ];
      const text = '<at>Bot</at> assign <at>Bob B</at> and <at>Ann</at> to Partner-NL-A-DM';
      expect(parseMessage(read({ text, entities }))).toEqual(
        wish(
          [
            { kind: 'account', accountId: '29:bob', name: 'Bob B' },
            { kind: 'account', accountId: '29:ann', name: 'Ann' },
          ],
          'Partner-NL-A-DM',
        ),
      );
    });
  });

  test('cuts typed text to a bounded length', () => {
    const command = typed(`show ${'x'.repeat(100_000)}`);
    expect(command.kind === 'open' && command.query.length).toBeLessThanOrEqual(300);
  });
});

describe('a button means one command', () => {
  const buttons: readonly (readonly [string, unknown, Command])[] = [
    ['help', { topic: 'naming' }, { kind: 'help', topic: 'naming', query: '' }],
    ['managers', { query: 'x', page: 2 }, { kind: 'managers', query: 'x', page: 2 }],
    [
      'assign',
      { people: 'a, b,', applications: 'c' },
      {
        kind: 'assign',
        people: [
          { kind: 'words', words: 'a' },
          { kind: 'words', words: 'b' },
        ],
        query: '',
        clientIds: ['c'],
      },
    ],
    ['unassign', {}, { kind: 'unassign', people: [], query: '', clientIds: [] }],
    [
      'submit-assignment',
      { nonce: 'n', confirmedBy: 'Luc' },
      { kind: 'submit-assignment', nonce: 'n', confirmedBy: 'Luc', lastToo: false },
    ],
    ['request', { query: 'x' }, { kind: 'request', query: 'x' }],
    ['submit-request', { query: 'x', why: 'y' }, { kind: 'submit-request', query: 'x', why: 'y', who: '' }],
    ['requests', {}, { kind: 'requests' }],
    [
      'review',
      { request: 'r', act: 'approve', applications: 'a,b', shared: true, confirmedBy: 'Luc' },
      { kind: 'review', request: 'r', act: 'approve', clientIds: ['a', 'b'], confirmedBy: 'Luc', shared: true },
    ],
    ['audit', { query: 'x', days: 7, page: 3 }, { kind: 'audit', query: 'x', days: 7, page: 3 }],
    ['list', {}, { kind: 'list', filter: '', page: 1 }],
    ['overview', {}, { kind: 'overview', page: 1 }],
    ['overview', { page: 2 }, { kind: 'overview', page: 2 }],
    ['leavers', {}, { kind: 'leavers', page: 1 }],
    ['leavers', { page: 3 }, { kind: 'leavers', page: 3 }],
    ['list', { filter: 'nl', page: 3 }, { kind: 'list', filter: 'nl', page: 3 }],
    [
      'open',
      { purpose: 'delete', query: 'q', hint: 'a~1' },
      { kind: 'open', purpose: 'delete', query: 'q', hint: 'a~1' },
    ],
    ['delete-secret', { clientId: 'c', keyId: 'k' }, { kind: 'delete-secret', clientId: 'c', keyId: 'k' }],
    [
      'submit-create',
      { nonce: 'n', name: ' My\nsecret', expiry: '2027-01-01' },
      { kind: 'submit-create', nonce: 'n', name: ' My\nsecret', expiry: '2027-01-01' },
    ],
    ['submit-create', { nonce: 'n' }, { kind: 'submit-create', nonce: 'n', name: '', expiry: '' }],
    ['delete-expired', { clientId: 'c' }, { kind: 'delete-expired', clientId: 'c' }],
    ['confirm-expired', { nonces: 'n, m' }, { kind: 'confirm-expired', nonces: ['n', 'm'] }],
    ['confirm-delete', { nonce: 'n' }, { kind: 'confirm-delete', nonce: 'n', typedName: '' }],
    ['stored', { nonce: 'n' }, { kind: 'stored', nonce: 'n' }],
    ['rotate-secret', { clientId: 'c', keyId: 'k' }, { kind: 'rotate-secret', clientId: 'c', keyId: 'k' }],
    ['rotations', {}, { kind: 'rotations' }],
    ['rotation', { id: 'r', act: 'updated' }, { kind: 'rotation', id: 'r', act: 'updated', keyId: '' }],
    ['rotation', { id: 'r', act: 'adopt', keyId: 'k' }, { kind: 'rotation', id: 'r', act: 'adopt', keyId: 'k' }],
    ['expiring', { days: 180 }, { kind: 'expiring', days: 180, filter: '', page: 1 }],
    ['expiring', { days: 30, filter: 'NL', page: 2 }, { kind: 'expiring', days: 30, filter: 'NL', page: 2 }],
    ['link', { scope: 'organisation:nl/x' }, { kind: 'link', query: '', scope: 'organisation:nl/x' }],
    ['unlink', { scope: 'application:a' }, { kind: 'unlink', query: '', scope: 'application:a' }],
    ['unlink-one', { id: 'l' }, { kind: 'unlink-one', id: 'l' }],
    ['links', {}, { kind: 'links' }],
    [
      'contact',
      { scope: 'organisation:nl/a', addresses: 'desk@x.example' },
      { kind: 'contact', query: '', addresses: 'desk@x.example', scope: 'organisation:nl/a' },
    ],
    ['unexpected', { page: 2 }, { kind: 'unexpected', page: 2 }],
    [
      'unexpected-act',
      { act: 'ours', credential: 'u', shared: true },
      { kind: 'unexpected-act', act: 'ours', credential: 'u', page: 1, shared: true },
    ],
    ['contacts', { page: 2 }, { kind: 'contacts', query: '', page: 2 }],
    [
      'contact-act',
      { act: 'again', contact: 'c', query: 'a', page: 2 },
      { kind: 'contact-act', act: 'again', contact: 'c', query: 'a', page: 2, shared: false },
    ],
    ['digest', { digest: 'd', page: 2 }, { kind: 'digest', digest: 'd', page: 2 }],
    [
      'digest-item',
      { act: 'claim', digest: 'd', item: 3 },
      { kind: 'digest-item', act: 'claim', digest: 'd', item: 3 },
    ],
    // The verb of cards that an earlier version posted.
    ['due', { act: 'claim', digest: 'd', item: 3 }, { kind: 'digest-item', act: 'claim', digest: 'd', item: 3 }],
    ['notify', { mail: 'off' }, { kind: 'notify', mail: 'off' }],
    ['notify', {}, { kind: 'notify', mail: undefined }],
    ['sweep', { accept: true }, { kind: 'sweep', accept: true }],
    ['sweep', { accept: 'leavers' }, { kind: 'sweep', accept: 'leavers' }],
    ['undelivered', {}, { kind: 'undelivered' }],
    ['undelivered-act', { act: 'drop', message: 'd' }, { kind: 'undelivered-act', act: 'drop', message: 'd' }],
    // As an earlier version posted it.
    ['undelivered-act', { act: 'drop', digest: 'd' }, { kind: 'undelivered-act', act: 'drop', message: 'd' }],
    ['sign-in', undefined, { kind: 'sign-in' }],
    ['sign-out', {}, { kind: 'sign-out' }],
    ['who-am-i', {}, { kind: 'who-am-i' }],
  ];
  test.each(buttons)('%s %j', (verb, data, command) => {
    expect(readButton(verb, data)).toEqual(command);
    expect(parseAction(read({ value: { action: { type: 'Action.Execute', verb, data } } })).command).toEqual(command);
    expect(parseMessage(read({ value: { ...Object(data), verb }, text: undefined }))).toEqual(command);
  });

  const foreign: readonly (readonly [unknown, unknown])[] = [
    ['drop-table', {}],
    ['__proto__', {}],
    ['constructor', {}],
    ['', {}],
    [7, {}],
    [undefined, undefined],
    ['open', { purpose: 'steal', query: 'x' }],
    ['list', { page: -1 }],
    ['list', { page: 1.5 }],
    ['digest-item', { act: 'steal', digest: 'd', item: 1 }],
    ['digest-item', { act: 'claim', digest: 'd', item: '1' }],
    ['digest-item', { act: 'claim', digest: 'd', item: 0 }],
    ['rotation', { id: 'r', act: 'constructor' }],
    ['expiring', { days: 401 }],
    ['notify', { mail: 'everybody' }],
    ['sweep', { accept: 'yes' }],
    ['stored', {}],
    ['stored', { nonce: { $ne: 1 } }],
    ['stored', { nonce: 'x'.repeat(201) }],
    ['delete-secret', { clientId: ['a'], keyId: 'k' }],
    ['stored', JSON.parse('{"__proto__":{"nonce":"n"}}')],
    ['submit-create', 'text'],
  ];
  test.each(foreign)('a button with verb %j and data %j is not supported', (verb, data) => {
    expect(readButton(verb, data)).toEqual({ kind: 'unsupported', text: '' });
  });

  test('drops data that our cards do not carry', () => {
    expect(readButton('stored', { nonce: 'n', role: 'admin', oid: OID })).toEqual({ kind: 'stored', nonce: 'n' });
  });
});

test('reads the code or the token from a button that is repeated after a sign-in', () => {
  const action = { verb: 'list', data: {} };
  expect(parseAction(read({ value: { action, state: '123456' } })).code).toBe('123456');
  expect(parseAction(read({ value: { action, state: 'CancelledByUser' } })).code).toBeUndefined();
  const value = { action, authentication: { id: 'i', connectionName: 'c', token: 't' } };
  expect(parseAction(read({ value })).exchange).toEqual({ signInId: 'i', token: 't' });
});

test('knows a sender by the object id in lower case, or not at all', () => {
  const from = (aadObjectId: unknown) => readAsker(read({ from: { id: '29:x', aadObjectId } }), TENANT);
  expect(from(OID.toUpperCase())?.person).toEqual({ tid: TENANT, oid: OID });
  for (const id of [undefined, null, '', 7, `{${OID}}`, `${OID} `, 'ann@example.org']) expect(from(id)).toBeUndefined();
});

test('treats a conversation of an unknown kind as one with other readers', () => {
  const kindOf = (conversationType: unknown) =>
    readAsker(read({ conversation: { id: 'x', conversationType } }), TENANT)?.conversation.kind;
  expect(['personal', 'groupChat', 'channel', undefined, 'Personal', 7].map(kindOf)).toEqual([
    'personal',
    'groupChat',
    'channel',
    'groupChat',
    'groupChat',
    'groupChat',
  ]);
});

test('never throws on any JSON and keeps commands bounded', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const hostile = read({ value, text, entities: value, name: value, membersAdded: value, action: value });
      const commands = [
        parseMessage(hostile),
        parseAction(hostile).command,
        readButton(value, value),
        readButton('submit-create', value),
        readButton('open', value),
      ];
      for (const command of commands) expect(JSON.stringify(command).length).toBeLessThan(5000);
      parseExchange(hostile);
      parseVerify(hostile);
      expect(parseFailure(hostile).message.length).toBeLessThanOrEqual(200);
      ACTIVITY.safeParse(value);
    }),
    { numRuns: 300 },
  );
});
