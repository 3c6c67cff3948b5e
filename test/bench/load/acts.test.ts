import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../infra/local/world.ts';
import { createManagers } from '../../load/managers.ts';
import { type Act, createActs, dataOf, type Kind } from './acts.ts';

const BUTTON = (verb: string, data: object) => JSON.stringify({ value: { actions: [{ verb, data }] } });
const MESSAGE = JSON.stringify({ codeSnippet: 'abc-rest', action: { verb: 'stored', data: { nonce: 'n2' } } });

const managers = createManagers(2, [100]);
const connector = { serviceUrl: 'https://service.test' } as Parameters<typeof createActs>[0]['connector'];
const place = {
  world: createWorld(new Date()),
  connector,
  applications: managers.map(({ application }) => application),
  applicationsOf: () => managers.map(({ application }) => application),
};
const [{ person } = { person: undefined }] = managers;

/** Takes all turns of an act, with these answers one after the other. */
function run(act: Act, answers: readonly string[]) {
  const turns: { kind: Kind; body: string }[] = [];
  let next = act.next('');
  while (next.done !== true) {
    turns.push(next.value);
    next = act.next(answers[turns.length - 1] ?? '');
  }
  return turns;
}

function actsOf(count: number) {
  if (person === undefined) throw new Error('nobody is there');
  const acts = createActs(place, () => MESSAGE);
  const answers = [BUTTON('submit-create', { nonce: 'n1' }), '', '', BUTTON('confirm-delete', { nonce: 'n3' }), ''];
  return Array.from({ length: count }, () => run(acts(person), answers));
}

describe('what people do under load', () => {
  it('is a mix of all kinds of turns', () => {
    const kinds = actsOf(12).flatMap((turns) => turns.map(({ kind }) => kind));
    const count = (kind: Kind) => kinds.filter((one) => one === kind).length;
    expect([count('help'), count('list'), count('press'), count('create'), count('delete')]).toEqual([3, 4, 5, 2, 2]);
  });

  it('creates a secret, says that it is stored and deletes that same secret, with what each answer gave', () => {
    const change = actsOf(12).find((turns) => turns.length === 5) ?? [];
    const bodies = change.map(({ body }) => body);
    expect(bodies[1]).toContain('"nonce":"n1"');
    expect(bodies[2]).toContain('"nonce":"n2"');
    expect(bodies[3]).toMatch(/delete Partner-XX-Register\d{4}-DM abc/);
    expect(bodies[4]).toContain('"nonce":"n3"');
  });

  it('fails if an answer does not have the button that comes next', () => {
    expect(() => dataOf(BUTTON('open', {}), 'submit-create')).toThrow('no button submit-create');
  });
});
