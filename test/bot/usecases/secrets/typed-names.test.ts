import { describe, expect, it } from 'vitest';
import { readText } from '../../../../bot/usecases/commands.ts';
import { createAccessSetting } from '../access/access-setting.ts';
import { application, expectKind, someone } from '../shared/setting.ts';

async function told() {
  const dm = application('Partner-NL-Matchwell-DM');
  const inc = application('Example Inc.');
  const setting = await createAccessSetting(dm, inc);
  const ada = await setting.join(someone('Ada'), { manages: [dm, inc] });
  return { dm, inc, ask: (text: string) => setting.run(readText(text), ada) };
}

describe('a name that is typed after a command', () => {
  it.each(['show Partner-NL-Matchwell-DM?', 'show “Partner-NL-Matchwell-DM”!', 'show: `matchwell`,'])(
    'is found although something is around it: %s',
    async (text) => {
      const { dm, ask } = await told();
      const found = expectKind(await ask(text), 'application');
      expect(found.application.clientId).toBe(dm.clientId);
    },
  );

  it('is found if it ends in a full stop itself', async () => {
    const { inc, ask } = await told();
    expect(expectKind(await ask('show Example Inc.'), 'application').application.clientId).toBe(inc.clientId);
  });

  it('filters the list, and is shown as it was typed', async () => {
    const { ask } = await told();
    const listed = expectKind(await ask('list Matchwell!'), 'applications');
    expect(listed).toMatchObject({ filter: 'Matchwell!', total: 1 });
    expect(expectKind(await ask('show Nobody?'), 'not-found').query).toBe('Nobody?');
  });
});
