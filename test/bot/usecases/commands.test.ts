import { describe, expect, it, test } from 'vitest';
import { HELP_TOPICS, PURPOSES, type StoredCommand } from '../../../bot/domain/shared/command.ts';
import { COMMANDS, type Command, readButton, readStored, readText } from '../../../bot/usecases/commands.ts';
import { pointsOf } from '../../../bot/usecases/shared/help.ts';
import { createSetting, expectKind, someone } from './shared/setting.ts';

const lines = COMMANDS.flatMap(({ help = [] }) => help);

describe('the list of commands', () => {
  it('has one module for each kind, and for `open` one for each purpose', () => {
    const names = COMMANDS.map(({ kind, purpose }) => `${kind} ${purpose ?? ''}`.trim());
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => name.startsWith('open ')).sort()).toEqual(
      PURPOSES.map((each) => `open ${each}`).sort(),
    );
  });

  it('gives no words and no former kind to two modules', () => {
    const taken = COMMANDS.flatMap(({ words = [], formerKinds = [] }) => [...words, ...formerKinds]);
    expect(taken.filter((word, index) => taken.indexOf(word) !== index)).toEqual([]);
  });

  it.each(COMMANDS.flatMap((module) => (module.words ?? []).map((words) => ({ module, words }))))(
    'reads “$words” as the command of the module that has the words',
    ({ module, words }) => {
      const command = readText(words.toUpperCase());
      expect(command).toMatchObject({ kind: module.kind, ...(module.purpose && { purpose: module.purpose }) });
    },
  );

  it.each(COMMANDS.flatMap((module) => (module.menu ?? []).map(({ title, text }) => ({ module, title, text }))))(
    'reads “$title”, which Teams’ menu sends, as the command of its module, and says in few words what it is for',
    ({ module, title, text }) => {
      expect(readText(title).kind).toBe(module.kind);
      expect(text.length).toBeLessThanOrEqual(80);
      expect(module.help?.map(({ lead }) => lead)).toContain(title);
    },
  );

  it.each(lines)('answers “$lead”, which help speaks of', ({ lead }) => {
    expect(readText(lead).kind).not.toBe('unsupported');
  });
});

describe('help', () => {
  const leads = (mail: boolean, administrators: boolean) =>
    pointsOf(lines, 'commands', { mail, administrators }).map(({ lead }) => lead);

  it('speaks of the main job first, and of itself last', () => {
    const main = ['list', 'show', 'create', 'rotate', 'rotations', 'delete', 'expiring'];
    expect(leads(false, false).filter((lead) => main.includes(lead))).toEqual(main);
    expect(leads(false, false)[0]).toBe('list');
    expect(leads(true, true).slice(-3)).toEqual(['who am i', 'sign out', 'help']);
  });

  it('speaks of e-mail only if it is set up, and of administrators’ commands only to them', () => {
    const everybody = leads(false, false);
    expect(leads(true, false).filter((lead) => !everybody.includes(lead))).toEqual([
      'contact',
      'contacts',
      'notify mail',
    ]);
    const more = leads(false, true).filter((lead) => !everybody.includes(lead));
    expect(more).toEqual(expect.arrayContaining(['assign', 'link admin', 'sweep', 'unassign', 'undelivered']));
    const theirs = lines.filter(({ section }) => section === 'administrators').map(({ lead }) => lead);
    expect(more.filter((lead) => !theirs.includes(lead))).toEqual([]);
  });

  it('has lines of commands on the page of all commands and on the page about access', () => {
    const withLines = HELP_TOPICS.filter(
      (topic) => pointsOf(lines, topic, { mail: true, administrators: true }).length,
    );
    expect(withLines).toEqual(['commands', 'access']);
  });
});

describe('a command of an earlier version', () => {
  const FORMER: readonly (readonly [StoredCommand, Command])[] = [
    [
      { kind: 'due', ...{ act: 'claim', digest: 'd', item: 3 } },
      { kind: 'digest-item', act: 'claim', digest: 'd', item: 3 },
    ],
    [
      { kind: 'judge', ...{ request: 'r', act: 'approve', clientIds: ['a'], confirmedBy: '', shared: true } },
      { kind: 'review', request: 'r', act: 'approve', clientIds: ['a'], confirmedBy: '', shared: true },
    ],
  ];

  test.each(FORMER)('is read as the command of this version when it was stored: $kind', (stored, command) => {
    expect(readStored(stored)).toEqual(command);
  });

  test.each(FORMER)('is read as the command of this version when a button carries it: $kind', (stored, command) => {
    const { clientIds, ...data } = { clientIds: [], ...stored };
    expect(readButton(stored.kind, { ...data, applications: clientIds.join(',') })).toEqual(command);
  });

  it('is only a sign-in if this version does not know it', () => {
    expect(readStored({ kind: 'frobnicate' })).toEqual({ kind: 'sign-in' });
    expect(readStored({ kind: 'open', ...{ purpose: 'steal' } })).toEqual({ kind: 'sign-in' });
  });

  it('goes on after the sign-in that had interrupted it', async () => {
    const setting = await createSetting();
    const asker = someone();
    const stored = { kind: 'judge', ...{ request: 'r', act: 'show', clientIds: [], confirmedBy: '', shared: false } };
    const expiresAt = new Date(setting.clock.clock().getTime() + 60_000);
    const signIn = { id: 'sign-in', asker, command: stored, need: 'read', challenge: undefined, expiresAt } as const;
    await setting.ledger.signIns.open(signIn, setting.deps.random.hash('ticket'));
    const claims = {
      person: asker.person,
      name: asker.name,
      roles: [],
      acrs: [],
      authTime: undefined,
      issuedAt: new Date(),
    };
    const { tid, oid } = asker.person;
    await setting.ledger.signIns.finish('sign-in', claims, setting.deps.random.hash(`${tid}:${oid}:123456`));
    const outcome = expectKind(await setting.run({ kind: 'code', code: '123456' }, asker), 'refused');
    expect(outcome.refusal).toBe('request-gone');
  });
});
