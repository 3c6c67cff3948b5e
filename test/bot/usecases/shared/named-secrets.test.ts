import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import { readText } from '../../../../bot/usecases/commands.ts';
import { type AccessSetting, createAccessSetting } from '../access/access-setting.ts';
import { expectKind, someone } from './setting.ts';

const start = new Date('2026-06-01T00:00:00Z');
const end = new Date('2027-06-01T00:00:00Z');
const secret = (name: string, hint: string) => ({ keyId: `key ${name}`, name, hint, start, end });
const DM = {
  clientId: '3b5d7a10-0000-4000-8000-00000000d0d0',
  displayName: 'Partner-NL-Matchwell-DM',
  secrets: [secret('Old connector', 'abc'), secret('New connector', 'def')],
};
const SMC = {
  clientId: '3b5d7a10-0000-4000-8000-00000000d0d1',
  displayName: 'Partner-NL-Matchwell-SMC',
  secrets: [secret('Upload 2026', 'ghi')],
};
const DUMMY = {
  clientId: '3b5d7a10-0000-4000-8000-00000000d0d2',
  displayName: 'PartnerAlternative-NL-Matchwell-SMC',
  secrets: [secret('Tests 2026', 'jkl')],
};

let setting: AccessSetting;
let say: (text: string) => Promise<Outcome>;
beforeEach(async () => {
  setting = await createAccessSetting(DM, SMC, DUMMY);
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [DM, SMC, DUMMY] });
  say = (text) => setting.run(readText(text), ada);
});

describe('the name of a secret where an application is asked for', () => {
  it('is the secret to delete', async () => {
    const { form } = expectKind(await say('delete old connector'), 'delete-form');
    expect(form.secret.name).toBe('Old connector');
  });

  it('is the secret to rotate, with the words around it', async () => {
    const { view } = expectKind(await say('please rotate the secret upload 2026'), 'rotation');
    expect(view.rotation.old.name).toBe('Upload 2026');
  });

  it('is the application to show', async () => {
    expect(expectKind(await say('show upload 2026'), 'application').application.clientId).toBe(SMC.clientId);
  });

  it('is asked about if several secrets have it', async () => {
    const choice = expectKind(await say('delete connector'), 'choose-secret');
    expect(choice.application.secrets.map(({ name }) => name).toSorted()).toEqual(['New connector', 'Old connector']);
  });
});

describe('the whole hint of a secret after the name of an application', () => {
  it('means that secret, although the name of another one holds these letters', async () => {
    const named = {
      ...DM,
      secrets: [secret('Secret by Anna', 'x1y'), secret('Connector', 'ann'), secret('Next', 'an.')],
    };
    const other = await createAccessSetting(named);
    const ada = await other.join(someone('Ada', 'personal'), { manages: [named] });
    for (const { name, hint } of named.secrets) {
      const { form } = expectKind(await other.run(readText(`delete Matchwell-DM ${hint}`), ada), 'delete-form');
      expect(form.secret.name).toBe(name);
    }
  });
});

describe('words around the name of an application', () => {
  it.each(['rotate the DM secret', 'rotate the secret of DM', 'rotate my DM application'])(
    'do not matter: %s',
    async (text) => {
      const choice = expectKind(await say(text), 'choose-secret');
      expect(choice.application.clientId).toBe(DM.clientId);
    },
  );
});

describe('words that fit one real application and its dummy', () => {
  const named = (outcome: Outcome) => outcome.beside?.others.map(({ displayName }) => displayName);

  it.each(['show Matchwell-SMC', 'Matchwell-SMC', 'matchwell-smc?'])(
    'mean the real one, and offer the dummy beside it: %s',
    async (text) => {
      const shown = expectKind(await say(text), 'application');
      expect(shown.application.clientId).toBe(SMC.clientId);
      expect(named(shown)).toEqual([DUMMY.displayName]);
    },
  );

  it.each([
    ['create Matchwell-SMC', 'create-form'],
    ['delete Matchwell-SMC', 'delete-form'],
    ['rotate Matchwell-SMC ghi', 'rotation'],
    ['managers Matchwell-SMC', 'managers'],
    ['audit Matchwell-SMC', 'audit'],
  ] as const)('are enough to open what is asked for: %s', async (text, kind) => {
    const outcome = expectKind(await say(text), kind);
    expect(JSON.stringify(outcome)).toContain(SMC.clientId);
    expect(named(outcome)).toEqual([DUMMY.displayName]);
  });

  it('are the whole name of the real one, and show it', async () => {
    const shown = expectKind(await say(SMC.displayName), 'application');
    expect(shown.application.clientId).toBe(SMC.clientId);
  });

  it('are no guess between two real ones, or if nothing was said', async () => {
    expectKind(await say('show Matchwell'), 'choose-application');
    expectKind(await say('create'), 'choose-application');
  });

  it('mean the dummy if they say so', async () => {
    const shown = expectKind(await say('show alternative Matchwell'), 'application');
    expect(shown.application.clientId).toBe(DUMMY.clientId);
    expect(shown.beside).toBeUndefined();
  });

  it('are asked about if they are the name of a secret of both', async () => {
    const choice = expectKind(await say('delete 2026'), 'choose-application');
    expect(choice.candidates.map(({ displayName }) => displayName).toSorted()).toEqual([
      SMC.displayName,
      DUMMY.displayName,
    ]);
  });
});
