import { describe, expect, test } from 'vitest';
import { renderOutcome } from '../../../cards/index.ts';
import { actionsOf } from '../inspect.ts';
import { application, DM, NONCE, ODD, SMC } from '../outcomes/applications.ts';
import { buttonsOf, dataOf, drawn, inputOf, linesOf, textOf, told } from '../outcomes/drawn.ts';
import { MANY } from '../outcomes/requests.ts';
import { ANNA, PIETER } from '../outcomes/rotation.ts';

describe('the card of managers', () => {
  test('says of each manager the day, who assigned them, and who confirmed it', () => {
    const lines = linesOf(drawn('managers'));
    expect(lines).toContain('since 4 March 2026 · assigned by Sofie Maes · confirmed by Jan Bakker');
    expect(lines).toContain('Pieter de Groot · guest');
    expect(lines).toMatch(/assigned by the operator$/m);
  });

  test('points out managers who have left the directory, by their object id if they have no name', () => {
    expect(linesOf(drawn('managers-mine'))).toContain('✖ Has left the directory');
    expect(linesOf(drawn('managers-mine'))).toContain('somebody (object ID oid-sofie)');
    expect(linesOf(drawn('managers'))).not.toContain('left the directory');
  });

  test('says why one manager is not enough', () => {
    expect(linesOf(drawn('managers'))).not.toContain('who can take over');
    expect(linesOf(drawn('managers-one'))).toMatch(/⚠ Only one person.*a colleague who can take over/);
    expect(linesOf(drawn('managers-none'))).toMatch(/✖ Nobody manages.*a colleague who can take over/);
  });

  test('has buttons to change managers only if the asker may', () => {
    expect(buttonsOf(drawn('managers'))).toEqual(['Record', 'My applications', 'Help']);
    const card = drawn('managers-mine');
    expect(dataOf(card, 'assign')).toEqual([{ people: '', applications: SMC.clientId }]);
    const people = [ANNA.oid, PIETER.oid, 'oid-sofie'];
    expect(dataOf(card, 'unassign')).toEqual(people.map((oid) => ({ people: oid, applications: SMC.clientId })));
    expect(dataOf(card, 'open')).toEqual([{ purpose: 'audit', query: SMC.clientId, hint: '30' }]);
  });

  test('lists the applications that lack managers page by page', () => {
    const card = drawn('understaffed');
    expect(linesOf(card)).toContain('✖ 12 applications with nobody · ⚠ 40 applications with one manager.');
    for (const part of ['✖ No manager', '⚠ Only Anna Visser\n', 'Anna Visser (has left the directory)'])
      expect(linesOf(card)).toContain(part);
    expect(dataOf(card, 'managers')).toEqual([1, 3].map((page) => ({ query: '', page })));
    expect(dataOf(card, 'open')).toEqual(
      [ODD, SMC, DM].map(({ clientId }) => ({ purpose: 'managers', query: clientId })),
    );
    expect(linesOf(drawn('understaffed-nothing'))).toContain('✔ Every application here has at least two');
  });

  test('has a button that adds a manager to each application that lacks some', () => {
    const data = dataOf(drawn('understaffed'), 'assign');
    const shown = dataOf(drawn('understaffed'), 'open').map((one) => Object(one).query);
    expect(shown.length).toBeGreaterThan(0);
    expect(data).toEqual(shown.map((applications) => ({ people: '', applications })));
  });
});

describe('the choice of people and applications', () => {
  test('uses the people picker of Teams, preset with the people who were found', () => {
    expect(inputOf(drawn('choose-assignment'), 'people')).toMatchObject({
      isMultiSelect: true,
      style: 'filtered',
      'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
      choices: [{ title: ANNA.name, value: ANNA.oid }],
      value: ANNA.oid,
    });
    expect(inputOf(drawn('choose-assignment-unknown'), 'people')).toMatchObject({ choices: [], value: '' });
  });

  test('shows few applications as a list and many to type in, preset with those that were found', () => {
    const few = inputOf(drawn('choose-assignment'), 'applications');
    expect(few).toMatchObject({ style: 'expanded', isMultiSelect: true, value: SMC.clientId });
    expect(few?.['choices']).toHaveLength(4);
    const many = inputOf(drawn('choose-assignment-unknown'), 'applications');
    expect(many).toMatchObject({ style: 'filtered', value: '' });
    expect(many?.['choices']).toHaveLength(MANY.length);
  });

  test('tells two applications with the same name apart', () => {
    const twin = { ...application(90, SMC.displayName, []), clientId: '99999999-0000' };
    const card = renderOutcome({
      ...{ kind: 'choose-assignment', act: 'assign', people: [], unknownPeople: [] },
      ...{ applications: [], unknownApplications: [], choices: [SMC, twin, DM] },
    });
    expect(inputOf(card, 'applications')?.['choices']).toEqual([
      { title: `${SMC.displayName} (3f0c8a52)`, value: SMC.clientId },
      { title: `${SMC.displayName} (99999999)`, value: twin.clientId },
      { title: DM.displayName, value: DM.clientId },
    ]);
  });

  test('says what was not understood, and what to do', () => {
    const lines = linesOf(drawn('choose-assignment-unknown'));
    expect(lines).toMatch(/who “Ana Viser” is.*mention.*mail address or object ID/);
    expect(lines).toMatch(/which application “zzz” is.*client ID/);
  });

  test('goes on with the same verb, and only if there is something to choose', () => {
    expect(dataOf(drawn('choose-assignment'), 'assign')).toEqual([{}]);
    expect(dataOf(drawn('choose-assignment-unknown'), 'unassign')).toEqual([{}]);
    expect(buttonsOf(drawn('choose-assignment-nothing'))).toEqual(['Cancel']);
  });
});

describe('the question before the role changes', () => {
  test('names people and applications, and asks who confirmed it', () => {
    const card = drawn('assignment-form');
    const lines = linesOf(card);
    for (const part of ['Anna Visser · anna.visser@voorbeeld.example', 'Pieter de Groot · guest', SMC.displayName])
      expect(lines).toContain(part);
    expect(lines).toContain('3 roles will be assigned. 1 is there already.');
    expect(lines).toContain('not assigned without confirmation from the organisation');
    expect(inputOf(card, 'confirmedBy')).toMatchObject({ isRequired: true });
    expect(dataOf(card, 'submit-assignment')).toEqual([{ nonce: NONCE, lastToo: false }]);
  });

  test('keeps what was typed next to its problem', () => {
    expect(inputOf(drawn('assignment-form-problem'), 'confirmedBy')?.['value']).toMatch(/^x{239}…$/);
    expect(linesOf(drawn('assignment-form-problem'))).toContain('✖ This is too long.');
  });

  test('has no button if nothing would change, and asks for no confirmation if the role is removed', () => {
    expect(dataOf(drawn('assignment-form-nothing'), 'submit-assignment')).toEqual([]);
    expect(linesOf(drawn('assignment-form-nothing'))).toContain('There is nothing to change.');
    for (const name of ['assignment-form-nothing', 'assignment-form-unassign'])
      expect(inputOf(drawn(name), 'confirmedBy')).toBeUndefined();
  });

  test('is asked a second time about the last manager, in another look, and says what that means', () => {
    const [first, second] = [drawn('assignment-form-abandons'), drawn('assignment-form-last')];
    expect(dataOf(first, 'submit-assignment')).toEqual([{ nonce: NONCE, lastToo: false }]);
    expect(dataOf(second, 'submit-assignment')).toEqual([{ nonce: NONCE, lastToo: true }]);
    expect(linesOf(first)).toContain('I shall ask once more');
    expect(linesOf(second)).toContain('⚠ Remove the last manager?');
    expect(linesOf(second)).toMatch(/Nobody is reminded.*nobody can rotate.*stops when they expire/);
    const button = actionsOf(second.card).find(({ title }) => title === 'Remove the last manager');
    expect(button).toMatchObject({ style: 'destructive', fallback: { style: 'destructive' } });
  });
});

test('the answer to a change of roles says what was changed and what is left to do', () => {
  expect(linesOf(drawn('assignments-changed'))).toContain('3 roles assigned; 1 is there already.');
  expect(linesOf(drawn('assignments-changed'))).toContain('I have not met yet: Pieter de Groot.');
  expect(linesOf(drawn('assignments-changed-abandoned'))).toContain(`⚠ Without any manager now: ${SMC.displayName}.`);
  expect(linesOf(drawn('assignments-changed-none'))).toMatch(/^Nothing was changed\n[\s\S]*have this role already/);
});

test('the notice of a new role says what the role means', () => {
  const lines = linesOf(told('assigned'));
  for (const part of [SMC.displayName, DM.displayName, 'Sofie Maes has assigned you', 'At least two per application'])
    expect(lines).toContain(part);
  for (const part of ['Do not share secrets', 'Do not delete a secret in use', 'Keep it inside your organisation'])
    expect(lines).toContain(part);
  expect(buttonsOf(told('assigned'))).toEqual(['My applications', 'Help']);
  expect(linesOf(told('assigned-by-the-operator'))).toContain('The operator has assigned you');
  expect(linesOf(told('unassigned'))).toContain(DM.displayName);
});

test('the cards of an administrators’ channel say that it gets requests and alarms, and no reminders', () => {
  expect(textOf(drawn('linked-administrators'))).toMatch(/Requests for access,.*Reminders do not\./);
  expect(textOf(drawn('unlinked-administrators'))).toMatch(/Requests for access,.*no longer go to that channel/);
  expect(linesOf(drawn('links-administrators'))).toContain('requests and alarms, no reminders');
  expect(dataOf(drawn('choose-scope-administrators'), 'unlink')[0]).toEqual({ scope: 'administrators:admin' });
});

test('the choice holds hundreds of applications, those chosen before first', () => {
  const all = Array.from({ length: 240 }, (_, i) => application(i, `Partner-NL-Organisation-${i}-SMC`, []));
  const card = renderOutcome({
    ...{ kind: 'choose-assignment', act: 'assign', people: [], unknownPeople: [], unknownApplications: [] },
    ...{ applications: all.slice(-1), choices: all },
  });
  const { choices, value } = inputOf(card, 'applications') ?? {};
  expect(choices).toHaveLength(240);
  expect(choices).toMatchObject({ 0: { value } });
});
