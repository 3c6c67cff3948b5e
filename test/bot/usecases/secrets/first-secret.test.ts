import { expect, it } from 'vitest';
import { application, createSetting, expectKind, someone } from '../shared/setting.ts';

it.each([
  ['the first secret of an application, which replaces none', [], true],
  ['a secret beside an older one', ['2027-01-01'], undefined],
] as const)('the answer and the press on “I have stored it” know %s', async (_which, ends, isFirst) => {
  const setting = await createSetting();
  const asker = someone();
  const app = application('Partner-NL-Matchwell-DM', ...ends);
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const open = { kind: 'open', purpose: 'create', query: 'matchwell', hint: '' } as const;
  const { form } = expectKind(await setting.run(open, asker), 'create-form');
  const { nonce, name, expiry } = form;
  const created = await setting.run({ kind: 'submit-create', nonce, name, expiry }, asker);
  expect(expectKind(created, 'created').isFirst).toBe(isFirst);
  const stored = expectKind(await setting.run({ kind: 'stored', nonce }, asker), 'stored');
  expect(stored).toEqual({ kind: 'stored', ...(isFirst === undefined ? {} : { isFirst }) });
});
